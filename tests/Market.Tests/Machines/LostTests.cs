using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Market.Machines.Device;
using Linli.Market.Machines.Disputes;
using Linli.Market.Reports;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Security;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests.Machines;

/// <summary>What a machine lost, said twice, or never said: somebody sees to it, nobody pays for it, and nobody waits for ever.</summary>
[Trait("Feature", "S61"), Trait("Feature", "S60")]
public class LostTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Cabinet_WhoseClosedIsLost_IsLookedAt_AndOpensAgainWhenStaffHaveSeenItsDoor(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (chen, other) = (await town.Buyer(10_000), await town.Buyer(10_000, "19900007002"));
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 820);
        await town.Cabinet.Post(default);
        town.Cabinet.CloseDoor();
        town.Cabinet.LoseEvent(town.Cabinet.Journal.Unsent[^1].Seq);
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Review), v => v.ChargedFen.ShouldBe(0), v => v.Waits.ShouldBeFalse());
        (await town.OpenCabinet(other)).Problem.Code.ShouldBe("market.machine_door_unsure");

        // Nothing is charged before somebody has seen that the door is closed (S61).
        TakenFromShelf[] taken = [new(1, 820)];
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", taken) { Id = begun })).Problem.Code.ShouldBe("market.machine_door_unknown");
        (await town.Town.Run(town.Operator, new SetRight(MachineDoubt.Door, "x") { Machine = town.CabinetId })).Problem.Field.ShouldBe("note");
        (await town.Town.Run(chen, new SetRight(MachineDoubt.Door, "我关好了") { Machine = town.CabinetId })).Ok.ShouldBeFalse();
        (await town.Sheet(town.CabinetId)).Machine.ShouldSatisfyAllConditions(m => m.DoorUnsure.ShouldBeTrue(), m => m.Waiting.ShouldBe(2));
        (await town.Town.Run(town.Operator, new SetRight(MachineDoubt.Door, "现场看过，门是关着的") { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await town.Town.Run(town.Operator, new EndSession("核对称重记录", taken) { Id = begun })).Ok.ShouldBeTrue();
        (await town.Wallet(chen)).ShouldBe((9019, 0));
        await Opened(town, other);

        // A fault whose end is lost.
        town.Cabinet.CloseDoor();
        town.Cabinet.Fail("scale");
        await town.Cabinet.Post(default);
        town.Cabinet.Repair();
        town.Cabinet.LoseEvent(town.Cabinet.Journal.Unsent[^1].Seq);
        await town.Cabinet.Post(default);
        (await town.OpenCabinet(chen)).Problem.Code.ShouldBe("market.machine_fault");
        (await town.Town.Run(town.Operator, new SetRight(MachineDoubt.Fault, "已换称重板") { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await town.Sheet(town.CabinetId)).Machine.SetRightNote.ShouldBe("已换称重板");
        await Opened(town, chen);
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Mill_WhoseMilledIsLost_IsSettledByWhatCameOut_StockAndMoney(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var buyer = await town.Buyer(10_000);
        var begun = (await town.BuyRice(buyer)).Value!.Id;
        await town.Rice.Pull(0, default);
        await town.Rice.Post(default);
        town.Rice.Mill(1000);
        town.Rice.LoseEvent(town.Rice.Journal.Unsent[^1].Seq);
        await town.Rice.Post(default);
        (await town.See(buyer, begun)).State.ShouldBe(SessionState.Review);
        (await town.Town.Run(town.Operator, new EndSession("出来一半", [new(1, 1001)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_end_more");
        (await town.Town.Run(town.Operator, new EndSession("出来一半", [new(1, 500)]) { Id = begun })).Ok.ShouldBeTrue();
        (await town.Wallet(buyer)).ShouldBe((9550, 0));
        (await town.Stock(town.RiceId)).ShouldBe(49_500);

        // It stopped in the middle, and all of it lies in the tray: let off, but gone from the stock.
        town.Rice.TakeBag();
        await town.Rice.Post(default);
        begun = (await town.BuyRice(buyer)).Value!.Id;
        (await town.Town.Run(town.Operator, new EndSession("没有反应", [new(1, 1000)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_not_begun");
        await town.Rice.Pull(0, default);
        await town.Rice.Post(default);
        town.Rice.Online = false;
        (await town.Town.Run(town.Operator, new EndSession("网络断了，免单", [new(1, 1000)], Free: true) { Id = begun })).Ok.ShouldBeTrue();
        (await town.Wallet(buyer)).ShouldBe((9550, 0));
        (await town.Stock(town.RiceId)).ShouldBe(48_500);
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Commands_AreHandedOutOnce_WhateverTheMachineSaysItHas(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);

        // The answer is lost, and staff end the purchase: nothing opens any more.
        var begun = (await town.OpenCabinet(chen)).Value!.Id;
        (await Beat(town, 0)).GetProperty("commands").GetArrayLength().ShouldBe(1);
        (await town.Town.Run(town.Operator, new EndSession("没有反应") { Id = begun })).Ok.ShouldBeTrue();
        var orders = await Beat(town, 0);
        orders.GetProperty("commands").GetArrayLength().ShouldBe(0);
        orders.GetProperty("lastCommand").GetInt64().ShouldBe(1);
        (await Waits(town, 0)).ShouldBeFalse("a machine that is behind has nothing to fetch, and asks no more often for it");

        // The journal is gone while the door is open: the same command opens no second door, and the machine goes on by itself.
        begun = await Opened(town, chen);
        (await Beat(town, 2)).GetProperty("commands").GetArrayLength().ShouldBe(0);
        town.Cabinet.LoseJournal();
        await town.Cabinet.Pull(0, default);
        town.Cabinet.Journal.Have.ShouldBe(2);
        await town.Cabinet.Post(default);
        (await town.See(chen, begun)).State.ShouldBe(SessionState.Review);
        (await Waits(town, 0)).ShouldBeFalse();
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.Town.Run(town.Operator, new EndSession("免单") { Id = begun })).Ok.ShouldBeTrue();

        // A number that was never given swallows nothing.
        (await BeatRaw(town, 99)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var strange = new SimulatedMachine(town.Town.Client(), town.CabinetKey, town.Town.Time, new MachineJournal { Have = 99, Seq = town.Cabinet.Journal.Seq }.Write());
        (await strange.Pull(0, default)).ShouldBeTrue();
        strange.Journal.Have.ShouldBe(2);
        begun = (await town.OpenCabinet(chen)).Value!.Id;
        await strange.Pull(0, default);
        strange.Journal.DoorOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task Numbers_ThatRunAhead_AreRefused_AndAGapThatStaysIsClosedByStaff()
    {
        await using var town = await MachineTown.Open();
        var chen = await town.Buyer(10_000);
        foreach (var ahead in new[] { 10_001, 9_000_000_000_000_000_000, long.MaxValue })
            (await town.PostRaw(new { events = new[] { new JournalEvent { Seq = ahead, At = TestTown.Start, Kind = "boot" } } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var bad in new object[] { new { events = new object?[] { null } }, new { events = new[] { new { seq = 1, at = TestTown.Start, kind = "weighed", shelf = 1, grams = long.MinValue } } },
                     new { events = new[] { new { seq = 1, at = TestTown.Start, kind = "closed", readings = new object?[] { null } } } },
                     new { events = new[] { new { seq = 1, at = TestTown.Start, kind = "closed", readings = new[] { new { shelf = 1, grams = long.MinValue } } } } } })
            (await town.PostRaw(bad)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // Opened and closed are here, what was weighed in between is not: nobody is told to close a closed door.
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 400);
        town.Cabinet.CloseDoor();
        await town.PostRaw(new { events = new[] { town.Cabinet.Journal.Unsent[^1] } });
        town.Town.Time.Move(TimeSpan.FromMinutes(4));
        await town.Watch();
        (await Notices(town)).ShouldSatisfyAllConditions(n => n.ShouldContain("Records of a cabinet are missing"), n => n.ShouldNotContain("Please close the door"), n => n.ShouldNotContain("The door of a cabinet stays open"));
        (await town.Town.Run(town.Operator, new EndSession("称重丢了", [new(1, 400)]) { Id = begun })).Problem.Code.ShouldBe("market.machine_records_missing");

        // It may still be on its way while the machine is heard of: a gap is no loss before ten minutes.
        Task<Result<Done>> Lost() => town.Town.Run(town.Operator, new SetRight(MachineDoubt.Gap, "主板换了，传不上来") { Machine = town.CabinetId });
        (await Lost()).Problem.Code.ShouldBe("market.machine_gap_young");
        town.Town.Time.Move(TimeSpan.FromMinutes(7));
        (await Lost()).Ok.ShouldBeTrue();
        (await town.See(chen, begun)).State.ShouldBe(SessionState.Review);
        (await town.Sheet(town.CabinetId)).ShouldSatisfyAllConditions(s => s.Missing.ShouldBeEmpty(), s => s.Machine.UpTo.ShouldBe(s.Machine.LastSeq));

        // What comes after all was said already.
        (await town.Cabinet.Post(default)).ShouldBeTrue();
        (await town.See(chen, begun)).ShouldSatisfyAllConditions(v => v.State.ShouldBe(SessionState.Review), v => v.ChargedFen.ShouldBe(0));
    }

    [Fact]
    public async Task Refund_OfADebtThatWasWaived_IsNeverMoreThanWasPaid()
    {
        await using var town = await MachineTown.Open();
        var chen = await town.Buyer(3500);
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 5000);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.Town.Run(town.Operator, new CloseDebt("减免") { Id = begun })).Ok.ShouldBeTrue();
        var dispute = (await town.Town.Run(chen, new Dispute("没有拿这么多") { Session = begun })).Value!;
        (await town.Town.Ask(town.Operator, new DeskDisputes())).Value!.Single().MostFen.ShouldBe(3500);
        (await town.Town.Run(town.Operator, new DecideDispute(5980, "全部退回") { Id = dispute.Id })).Problem.Code.ShouldBe("market.machine_refund_more");
        (await town.Town.Run(town.Operator, new DecideDispute(3500, "全部退回") { Id = dispute.Id })).Ok.ShouldBeTrue();
        (await town.See(chen, begun)).RefundedFen.ShouldBe(3500);
        (await town.Wallet(chen)).ShouldBe((3500, 0));
        (await town.Town.Ask(town.Operator, new DeskMachines())).Value!.TakenTodayFen.ShouldBe(0);
    }

    [Fact]
    public async Task NobodySeesToTheirOwnPurchase_NorToTheMachinesOfOthers()
    {
        await using var town = await MachineTown.Open();
        await town.TopUp(town.Operator, 4000);
        town.Town.Time.Move(TimeSpan.FromSeconds(1));
        (await town.Town.Run(town.Operator, new OpenCabinet { Code = "fruit1" })).Problem.Code.ShouldBe("market.machine_verified_only");
        var own = (await town.Town.Run(town.Operator, new BuyRice(1, 1000, MachineTown.RicePrice) { Code = "rice1" })).Value!.Id;
        (await town.Town.Run(town.Operator, new EndSession("我自己的") { Id = own })).Problem.Code.ShouldBe("market.machine_own");
        (await town.Town.Run(town.Operator, new CloseDebt("我自己的") { Id = own })).Problem.Code.ShouldBe("market.machine_own");

        // Who runs machines at one place and sells at another sees there those of the shop only.
        var there = ScopePath.Parse("/hf/hf-2/", null);
        var (mine, others) = (await town.Stand("hf-2", "mine1", MachineTown.Shop), await town.Stand("hf-2", "other1", "shop-b"));
        HashSet<string> looksAfter = [MachinePermissions.Machines];
        var both = new Caller(Guid.CreateVersion7(), "张", [new(Posts.Operator, SmallTown.First, null, looksAfter), new(Posts.Merchant, there, MachineTown.Shop, looksAfter)]);
        var seen = await town.Town.InScope(async s =>
        {
            s.GetRequiredService<CurrentCaller>().Value = both;
            return await s.GetRequiredService<MachineReach>().Machines().Select(m => m.Id).ToListAsync();
        });
        seen.ShouldBe([town.RiceId, town.CabinetId, mine], ignoreOrder: true);
        seen.ShouldNotContain(others);
    }

    [Fact]
    public void LiveUpdates_OfAPurchase_NameNobody()
    {
        var (buyer, place) = (Guid.CreateVersion7(), SmallTown.First);
        DomainEvent[] told = [new MachineSessionMoved(Guid.CreateVersion7(), Guid.CreateVersion7(), place, "Running", [buyer]), new OrderChanged(new(Guid.CreateVersion7()), "shop-a", place, Orders.OrderState.Paid, [buyer])];
        told.ShouldAllBe(e => e.LiveAccounts.Contains(buyer) && !e.ToJson().Contains(buyer.ToString(), StringComparison.OrdinalIgnoreCase));

        // Merchants of the place hear of their own machines only.
        told[0].LivePermission.ShouldNotBe(MachinePermissions.Machines);
    }

    // What machines take is in the figures of the shop, of the desk and of both accounts, less what went back.
    [Theory, MemberData(nameof(Both))]
    public async Task Sales_AtMachines_AreInTheFiguresOfTheirShop(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (chen, merchant) = (await town.Buyer(3500), await town.Town.Staff("merchant"));
        var begun = await Opened(town, chen);
        town.Cabinet.TakeOut(1, 5000);
        town.Cabinet.TakeOut(2, 500);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        var sales = (await town.Town.Ask(merchant, new ShopSales())).Value!;
        sales.ShouldSatisfyAllConditions(s => s.Purchases.ShouldBe(1), s => s.NetFen.ShouldBe(3500), s => s.MachinesFen.ShouldBe(3500), s => s.Shops.Single().NetFen.ShouldBe(3500), s => s.Days[^1].NetFen.ShouldBe(3500));
        var dispute = (await town.Town.Run(chen, new Dispute("牛奶坏了") { Session = begun })).Value!;
        (await town.Town.Run(town.Operator, new DecideDispute(3680, "退两盒，免掉没付的") { Id = dispute.Id })).Ok.ShouldBeTrue();
        (await town.Town.Ask(town.Operator, new MarketSales())).Value!.ShouldSatisfyAllConditions(s => s.SoldFen.ShouldBe(3500), s => s.BackFen.ShouldBe(500), s => s.NetFen.ShouldBe(3000));
        (await town.Town.Ask(merchant, new ReadShopAccount(Machines: true))).Value!.ShouldSatisfyAllConditions(a => a.Fen.ShouldBe(0), a => a.MachinesFen.ShouldBe(3000), a => a.Page.Lines.ShouldNotBeEmpty());
        (await town.Town.Ask(town.Operator, new MarketSales(Shop: "elsewhere"))).Value!.NetFen.ShouldBe(0);
        var csv = await (await town.Town.StaffClient("operator")).GetStringAsync("/api/v1/market/sales.csv");
        csv.ShouldContain("无人设备");
        (await (await town.Town.StaffClient("merchant")).GetStringAsync("/shop/account?machines=true")).ShouldContain("From machines");
    }

    private static async Task<Guid> Opened(MachineTown town, Guid who)
    {
        var begun = (await town.OpenCabinet(who)).Value!;
        await town.Cabinet.Pull(0, default);
        await town.Cabinet.Post(default);
        (await town.See(who, begun.Id)).State.ShouldBe(SessionState.Running);
        return begun.Id;
    }

    private static async Task<JsonElement> Beat(MachineTown town, long have) => await (await BeatRaw(town, have)).Content.ReadFromJsonAsync<JsonElement>();

    private static Task<HttpResponseMessage> BeatRaw(MachineTown town, long have)
    {
        var client = town.Town.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", town.CabinetKey);
        return client.PostAsJsonAsync("/api/v1/machines/device/heartbeat", new { have });
    }

    // Whether a long poll would answer at once.
    private static async Task<bool> Waits(MachineTown town, long have) => (await town.Town.Ask(town.Operator, new PeekOrders(town.CabinetId, have))).Value!.Any;

    private static async Task<string> Notices(MachineTown town) =>
        await (await town.Town.StaffClient("operator")).GetStringAsync("/api/v1/notices?take=50") + await (await town.Town.ResidentClient("19900007001")).GetStringAsync("/api/v1/notices?take=50");
}
