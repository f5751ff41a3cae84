using System.Net;
using System.Net.Http.Json;
using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Market.Machines.Disputes;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Market.Tests.Machines;

[Trait("Feature", "S61")]
public class CabinetTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Apples_PutBackInPart_AreChargedByNetWeight_OnlyAfterTheDoorIsClosed(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var begun = (await town.OpenCabinet(chen)).Value!;
        (await town.Wallet(chen)).ShouldBe((10_000, 3000));
        await town.Cabinet.Pull(0, default);
        town.Cabinet.TakeOut(1, 1200);
        town.Cabinet.PutBack(1, 380);
        await town.Cabinet.Post(default);
        (await town.See(chen, begun.Id)).ShouldSatisfyAllConditions(
            v => v.State.ShouldBe(SessionState.Running), v => v.ChargedFen.ShouldBe(0), v => v.DoorOpen.ShouldBeTrue(), v => v.Taken.Single().Grams.ShouldBe(820));
        (await town.Takings()).ShouldBe(0);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun.Id)).ShouldSatisfyAllConditions(
            v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(981),
            v => v.Lines.Single().ShouldBe(new(("苹果", "Apples"), SoldBy.Weight, 820, 0, 598, 981)));
        (await town.Wallet(chen)).ShouldBe((9019, 0));
        (await town.Takings()).ShouldBe(981);
        (await town.Stock(town.CabinetId)).ShouldBe(19_180);
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task DoorNeverCloses_WarnsAlarmsAndNeverCharges_StaffEndIt(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 700);
        await town.Cabinet.Post(default);
        town.Town.Time.Move(TimeSpan.FromSeconds(61));
        await town.Watch();
        (await Session(town, begun)).ShouldSatisfyAllConditions(s => s.WarnedAt.ShouldNotBeNull(), s => s.AlarmedAt.ShouldBeNull());
        town.Town.Time.Move(TimeSpan.FromMinutes(2));
        await town.Watch();
        (await Session(town, begun)).AlarmedAt.ShouldNotBeNull();
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Running), v => v.ChargedFen.ShouldBe(0), v => v.OpenSeconds.ShouldBe(181));

        (await town.Town.Run(town.Operator, new EndSession("门坏了，已到现场", [new(1, 700)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_door_open");
        (await town.Town.Run(town.Operator, new EndSession("") { Id = begun })).Problem.Field.ShouldBe("reason");
        (await town.Town.Run(chen, new EndSession("我自己关") { Id = begun })).Ok.ShouldBeFalse();
        (await town.Town.Run(town.Operator, new EndSession("门坏了，已到现场") { Id = begun })).Ok.ShouldBeTrue();
        (await town.Town.Run(town.Operator, new EndSession("再来一次") { Id = begun })).Problem.Code.ShouldBe("market.machine_session_ended");
        (await town.See(chen, begun)).State.ShouldBe(SessionState.Released);
        (await town.Wallet(chen)).ShouldBe((10_000, 0));

        // The door closes at last: that belongs to nothing any more, and somebody looks.
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        var sheet = await town.Sheet(town.CabinetId);
        sheet.Strays.Single().Stray.ShouldBe("ended");
        (await town.Town.Run(town.Operator, new SeeStray("已核对") { Id = sheet.Strays[0].Id })).Ok.ShouldBeTrue();
        (await town.Sheet(town.CabinetId)).Strays.ShouldBeEmpty();
        (await town.Wallet(chen)).ShouldBe((10_000, 0));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Journal_OfAnOutage_Twice_Backwards_WithAWrongClock_SettlesOnce(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Cabinet.Online = false;
        town.Cabinet.ClockError = TimeSpan.FromHours(8);
        town.Cabinet.TakeOut(1, 1200);
        town.Cabinet.PutBack(1, 380);
        town.Cabinet.TakeOut(2, 252);
        town.Cabinet.CloseDoor();
        var journal = town.Cabinet.Journal.Unsent;
        town.Town.Time.Move(TimeSpan.FromMinutes(30));
        (await Raw(town, journal[^1])).Missing.ShouldBe([2, 3, 4]);
        (await town.See(chen, begun)).Waits.ShouldBeTrue();
        foreach (var e in journal.AsEnumerable().Reverse().Concat(journal))
            await Raw(town, e);
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(981 + 350), v => v.Lines.Count.ShouldBe(2));
        (await town.Wallet(chen)).ShouldBe((10_000 - 1331, 0));
        town.Cabinet.Online = true;
        (await town.Cabinet.Post(default)).ShouldBeTrue();
        town.Cabinet.Journal.Unsent.ShouldBeEmpty();
        (await town.Takings()).ShouldBe(1331);
        (await town.Sheet(town.CabinetId)).Strays.ShouldBeEmpty();
    }

    [Fact]
    public async Task ForeignGoods_OnAShelf_AreFlagged_NotPaid_AndStaffDecide()
    {
        await using var town = await MachineTown.Open();
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 500);
        town.Cabinet.PutBack(2, 40);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Review), v => v.ChargedFen.ShouldBe(0));
        (await town.Wallet(chen)).ShouldBe((10_000, 3000));
        (await town.Sheet(town.CabinetId)).Sessions[0].Proposed.Select(p => (p.Shelf, p.Grams)).ShouldBe([(1, 500), (2, -40)]);
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", [new(1, 501)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_end_more");
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", [new(9, 1)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_end_shelf");
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", [new(0, 1), new(1, 200_000)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_end_shelf", "there is no shelf 0 either");
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", [new(1, 500)]) { Id = begun })).Ok.ShouldBeTrue();
        (await town.Wallet(chen)).ShouldBe((10_000 - 598, 0));
    }

    [Fact]
    public async Task ScaleFault_WhileTheDoorIsOpen_IsLookedAt()
    {
        await using var town = await MachineTown.Open();
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Cabinet.Fail("scale", 1);
        town.Cabinet.TakeOut(1, 500);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).State.ShouldBe(SessionState.Review);
        (await town.OpenCabinet(chen)).Problem.Code.ShouldBe("market.machine_fault");
        (await town.Town.Run(town.Operator, new EndSession("称坏了，免单") { Id = begun })).Ok.ShouldBeTrue();
        (await town.Wallet(chen)).ShouldBe((10_000, 0));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task AboveTheHold_TakesWhatTheWalletHas_AndTheRestIsANote(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(3500);
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 5000);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.TotalFen.ShouldBe(5980), v => v.ChargedFen.ShouldBe(3500), v => v.DebtFen.ShouldBe(2480));
        (await town.Wallet(chen)).ShouldBe((0, 0));
        (await town.OpenCabinet(chen)).Problem.Code.ShouldBe("market.machine_debt");
        (await town.Town.Run(chen, new PayRest(begun))).Problem.Code.ShouldBe("ledger.insufficient");
        await town.TopUp(chen, 10_000);
        (await town.Town.Run(chen, new PayRest(begun))).Ok.ShouldBeTrue();
        (await town.Town.Run(chen, new PayRest(begun))).Ok.ShouldBeTrue();
        (await town.Wallet(chen)).ShouldBe((7520, 0));
        (await town.Takings()).ShouldBe(5980);

        // All of it comes back, out of three transfers.
        var dispute = (await town.Town.Run(chen, new Dispute("我没有拿这么多苹果") { Session = begun })).Value!;
        (await town.Town.Run(town.Operator, new DecideDispute(5981, "核对") { Id = dispute.Id })).Problem.Code.ShouldBe("market.machine_refund_more");
        (await town.Town.Run(town.Operator, new DecideDispute(5980, "称重记录异常，全部退回") { Id = dispute.Id })).Ok.ShouldBeTrue();
        (await town.Wallet(chen)).ShouldBe((13_500, 0));
        (await town.Takings()).ShouldBe(0);
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ServerClock_SetBackWhileTheDoorIsOpen_ChangesNothing(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Town.Time.SetTo(TestTown.Start.AddHours(-3));
        await town.Watch();
        town.Cabinet.TakeOut(1, 820);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Settled), v => v.ChargedFen.ShouldBe(981));
        (await town.Wallet(chen)).ShouldBe((9019, 0));
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ExpiredHold_IsPaidFromTheWallet(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 820);
        town.Cabinet.CloseDoor();
        town.Town.Time.Move(TimeSpan.FromDays(8));
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).ChargedFen.ShouldBe(981);
        (await town.Wallet(chen)).Posted.ShouldBe(9019);
    }

    [Fact]
    public async Task Dispute_IsRefundedInPart_Once_BySomebodyElse()
    {
        await using var town = await MachineTown.Open();
        var chen = await town.Buyer(10_000);
        var begun = await Opened(town, chen);
        (await town.Town.Run(chen, new Dispute("还没结算") { Session = begun })).Problem.Code.ShouldBe("market.machine_not_settled");
        town.Cabinet.TakeOut(1, 820);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.Town.Run(chen, new Dispute("x") { Session = begun })).Problem.Field.ShouldBe("text");
        (await town.Town.Run(await town.Buyer(0, "19900007009"), new Dispute("不是我的") { Session = begun })).Problem.Code.ShouldBe("market.machine_session_not_found");
        var dispute = (await town.Town.Run(chen, new Dispute("有一个苹果是坏的", IdempotencyKey: "d")
        {
            Session = begun,
        })).Value!;
        (await town.Town.Run(chen, new Dispute("再说一次") { Session = begun })).Problem.Code.ShouldBe("market.machine_disputed");
        var line = (await town.Town.Ask(town.Operator, new DeskDisputes())).Value!.Single();
        line.ShouldSatisfyAllConditions(l => l.Events.Count.ShouldBe(3), l => l.Buyer.ShouldContain("*"), l => l.MostFen.ShouldBe(981));
        (await town.Town.Run(town.Operator, new DecideDispute(-1, "不行") { Id = dispute.Id })).Problem.Field.ShouldBe("refundFen");
        (await town.Town.Run(town.Operator, new DecideDispute(300, "退一个苹果的钱") { Id = dispute.Id })).Ok.ShouldBeTrue();
        (await town.Town.Run(town.Operator, new DecideDispute(300, "退一个苹果的钱") { Id = dispute.Id })).Problem.Code.ShouldBe("market.machine_dispute_decided");
        (await town.Wallet(chen)).ShouldBe((10_000 - 681, 0));
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.RefundedFen.ShouldBe(300), v => v.Disputes.Single().Decision.ShouldBe("退一个苹果的钱"));
    }

    [Fact]
    public async Task Cabinet_OpensForVerifiedResidentsOnly_AndForOneAtATime()
    {
        await using var town = await MachineTown.Open();
        var (chen, guest) = (await town.Buyer(10_000), await town.Buyer(10_000, "19900007002", verified: false));
        (await town.OpenCabinet(guest)).Problem.Code.ShouldBe("market.machine_verified_only");
        await Opened(town, chen);
        (await town.OpenCabinet(await town.Buyer(10_000, "19900007003"))).Problem.Code.ShouldBe("market.machine_busy");
    }

    [Fact]
    public async Task Events_OfNobody_GoToTheList_AndBadOnesAreRefused()
    {
        await using var town = await MachineTown.Open();
        await Raw(town, new() { Seq = 1, At = TestTown.Start, Kind = "weighed", Shelf = 1, Grams = -500, Session = Guid.CreateVersion7() });
        (await town.Sheet(town.CabinetId)).Strays.Single().Stray.ShouldBe("unknown");
        foreach (var bad in new JournalEvent[]
        {
            new() { Seq = 0, At = TestTown.Start, Kind = "boot" }, new() { Seq = 2, At = TestTown.Start, Kind = "weighed", Shelf = 1 },
            new() { Seq = 2, At = TestTown.Start, Kind = "weighed", Shelf = 1, Grams = long.MaxValue }, new() { Seq = 2, At = TestTown.Start, Kind = "exploded" },
            new() { Seq = 2, At = TestTown.Start, Kind = "milled", Grams = 5 },
        })
            (await town.PostRaw(new { events = new[] { bad } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await town.PostRaw(new { events = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await town.Town.Client().PostAsJsonAsync("/api/v1/machines/device/heartbeat", new { have = 0 })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_RenewedOrRetired_EndsAtOnce()
    {
        await using var town = await MachineTown.Open();
        var again = (await town.Town.Run(town.Operator, new RenewMachineKey(town.CabinetId))).Value!;
        (await town.Cabinet.Beat(default)).ShouldBeFalse();
        using var renewed = new SimulatedMachine(town.Town.Client(), again.Key, town.Town.Time);
        (await renewed.Beat(default)).ShouldBeTrue();
        (await town.Town.Run(town.Operator, new RetireMachine(town.CabinetId))).Ok.ShouldBeTrue();
        (await renewed.Beat(default)).ShouldBeFalse();
        (await town.OpenCabinet(await town.Buyer(10_000))).Problem.Code.ShouldBe("market.machine_not_found");
    }

    [Fact]
    public async Task Registration_RefusesWhatCannotBe()
    {
        await using var town = await MachineTown.Open();
        NewShelf[] shelves = [new(1, "苹果", "Apples", SoldBy.Weight, 598)];
        RegisterMachine good = new("hf-1", MachineKind.Cabinet, "又一个柜", null, null, MachineTown.Shop, shelves);
        foreach (var (bad, field) in new[]
        {
            (good with { Place = "nowhere" }, "place"), (good with { NameZh = "" }, "nameZh"), (good with { Shop = "lighting" }, "shop"), (good with { DepositFen = 0 }, "depositFen"),
            (good with { Shelves = [] }, "shelves"), (good with { Shelves = [shelves[0], shelves[0]] }, "shelves"), (good with { Code = "好" }, "code"),
            (good with { Shelves = [shelves[0] with { PriceFen = 0 }] }, "shelves"), (good with { Shelves = [shelves[0] with { SoldBy = SoldBy.Piece, PieceGrams = 10 }] }, "shelves"),
        })
            (await town.Town.Run(town.Operator, bad)).Problem.Field.ShouldBe(field);
        (await town.Town.Run(town.Operator, good with { Code = "FRUIT1" })).Problem.Code.ShouldBe("market.machine_code_taken");
        (await town.Town.Run(town.Operator, new SetMachinePrice(1, 0) { Machine = town.CabinetId })).Problem.Field.ShouldBe("priceFen");
        (await town.Town.Run(town.Operator, new SetMachinePrice(1, 100, TestTown.Start.AddHours(-1)) { Machine = town.CabinetId })).Problem.Field.ShouldBe("from");
        (await town.Town.Run(town.Operator, new RefillShelf(1, -1) { Machine = town.CabinetId })).Problem.Field.ShouldBe("addedGrams");
        (await town.Town.Run(town.Operator, new RefillShelf(9, 100) { Machine = town.CabinetId })).Problem.Code.ShouldBe("market.machine_shelf_not_found");
    }

    [Fact]
    public async Task Guest_SetsMoreAside_WhereTheMachineTakesIt()
    {
        await using var town = await MachineTown.Open();
        NewShelf[] shelves = [new(1, "苹果", "Apples", SoldBy.Weight, 598)];
        var made = (await town.Town.Run(town.Operator, new RegisterMachine("hf-1", MachineKind.Cabinet, "路口果蔬柜", null, null, MachineTown.Shop, shelves, 3000, 8000, "fruit9"))).Value!;
        using var machine = new SimulatedMachine(town.Town.Client(), made.Key, town.Town.Time);
        await machine.Beat(default);
        var guest = await town.Buyer(8000, "19900007002", verified: false);
        (await town.Town.Run(guest, new OpenCabinet { Code = "fruit9" })).Value!.HeldFen.ShouldBe(8000);
    }

    private static async Task<Guid> Opened(MachineTown town, Guid who)
    {
        var begun = await town.OpenCabinet(who);
        begun.Ok.ShouldBeTrue(begun.Ok ? "" : begun.Problem.Code);
        (await town.Cabinet.Pull(0, default)).ShouldBeTrue();
        (await town.Cabinet.Post(default)).ShouldBeTrue();
        return begun.Value!.Id;
    }

    private static async Task<Device> Raw(MachineTown town, JournalEvent e)
    {
        var answer = await town.PostRaw(new { events = new[] { e } });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<Device>())!;
    }

    private static Task<MachineSession> Session(MachineTown town, Guid id) =>
        town.Read(db => Task.FromResult(db.Unfiltered<MachineSession>().Single(s => s.Id == id)));

    private sealed record Device(int Taken, int Known, long UpTo, IReadOnlyList<long> Missing);
}
