using Linli.MachineSimulator;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Market.Tests.Machines;

/// <summary>What a machine may sell (R32): medicine of class B on a licence that names its address, nothing out of date, nothing stronger.</summary>
[Trait("Rule", "R32")]
public class MedicineTests
{
    private const string Spot = "桐荫路 18 号一楼大厅";
    private static readonly DateOnly today = Platform.Time.LocalTime.DateOf(TestTown.Start);
    private static readonly DrugLicence licence = new("浙DB5780026", "桐荫路18号 一楼大厅", today.AddYears(1));
    private static readonly NewShelf balm = new(1, "风油精", "Balm oil", SoldBy.Piece, 450, PieceGrams: 24, Class: GoodsClass.OtcB);
    private static readonly RegisterMachine good = new("hf-1", MachineKind.Cabinet, "便民药柜", null, Spot, MachineTown.Shop, [balm, new(2, "苹果", "Apples", SoldBy.Weight, 598)], 3000, Code: "otc9", Licence: licence);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Medicine_OfClassB_IsSoldWithItsLot_UntilItsLastDay(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (id, machine) = await Stand(town);
        using var _ = machine;
        machine.Fill(1, 480);
        (await town.Town.Run(town.Operator, Refill(id, 480, today.AddDays(2)))).Ok.ShouldBeTrue();
        var chen = await town.Buyer(20_000);
        var face = (await town.Town.Ask(chen, new SeeMachine("otc9"))).Value!;
        face.NotReady.ShouldBeNull();
        face.Goods[0].ShouldSatisfyAllConditions(g => g.Class.ShouldBe(GoodsClass.OtcB), g => g.ExpiresOn.ShouldBe(today.AddDays(2)));
        var begun = (await town.Town.Run(chen, new OpenCabinet(Seen: face.Seen) { Code = "otc9" })).Value!;
        await machine.Pull(0, default);
        machine.TakeOut(1, 48);
        machine.CloseDoor();
        await machine.Post(default);
        (await town.See(chen, begun.Id)).ShouldSatisfyAllConditions(
            v => v.ChargedFen.ShouldBe(900), v => v.Lines.Single().ShouldSatisfyAllConditions(l => l.Pieces.ShouldBe(2), l => l.Lot.ShouldBe("A1")));

        // Staff hear of it in time; the last day is still sold, the day after is not, and the door stays shut.
        await town.Watch();
        (await town.Read(db => Task.FromResult(db.Records<MachineShelf>().Single(s => s.Machine == id && s.Number == 1).ExpiryToldAt))).ShouldNotBeNull();
        town.Town.Time.Move(TimeSpan.FromDays(2));
        (await machine.Beat(default)).ShouldBeTrue();
        (await town.Town.Ask(chen, new SeeMachine("otc9"))).Value!.NotReady.ShouldBeNull();
        town.Town.Time.Move(TimeSpan.FromDays(1));
        (await machine.Beat(default)).ShouldBeTrue();
        (await town.Town.Run(chen, new OpenCabinet { Code = "otc9" })).Problem.Code.ShouldBe("market.machine_expired");
        (await town.Town.Ask(chen, new ListMachines())).Value!.Single(m => m.Code == "otc9").Ready.ShouldBeFalse();
        (await town.Wallet(chen)).ShouldBe((19_100, 0));

        // Taken out and counted, and another lot put in: it sells again.
        (await town.Town.Run(town.Operator, Refill(id, 240, today.AddYears(2), "B2"))).Problem.Code.ShouldBe("market.machine_lot_mixed");
        (await town.Town.Run(town.Operator, Refill(id, 240, today.AddYears(2), "B2") with { CountedGrams = 0 })).Ok.ShouldBeTrue();
        (await town.Town.Ask(chen, new SeeMachine("otc9"))).Value!.NotReady.ShouldBeNull();
        (await town.Sheet(id)).Machine.Shelves[0].ShouldSatisfyAllConditions(s => s.Lot.ShouldBe("B2"), s => s.StockGrams.ShouldBe(240));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Licence_ThatRanOut_StopsTheSale_UntilItIsRenewed(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var (id, machine) = await Stand(town);
        using var _ = machine;
        (await town.Town.Run(town.Operator, Refill(id, 480, today.AddYears(3)))).Ok.ShouldBeTrue();
        town.Town.Time.Move(TimeSpan.FromDays(367));
        (await machine.Beat(default)).ShouldBeTrue();
        var chen = await town.Buyer(10_000);
        (await town.Town.Run(chen, new OpenCabinet { Code = "otc9" })).Problem.Code.ShouldBe("market.machine_licence_ended");
        (await town.Town.Run(town.Operator, new SetDrugLicence(null) { Machine = id })).Problem.Field.ShouldBe("licence");
        (await town.Town.Run(town.Operator, new SetDrugLicence(licence with { Address = "别处", Until = today.AddYears(6) }) { Machine = id })).Problem.Code.ShouldBe("market.machine_licence_address");
        (await town.Town.Run(town.Operator, new SetDrugLicence(licence) { Machine = id })).Problem.Code.ShouldBe("market.machine_licence_over");
        (await town.Town.Run(chen, new SetDrugLicence(licence with { Until = today.AddYears(6) }) { Machine = id })).Ok.ShouldBeFalse();
        (await town.Town.Run(town.Operator, new SetDrugLicence(licence with { Until = today.AddYears(6) }) { Machine = id })).Ok.ShouldBeTrue();
        (await town.Town.Run(chen, new OpenCabinet { Code = "otc9" })).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Medicine_ThatAMachineMustNotSell_IsRefused(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        foreach (var (bad, code) in new[]
        {
            (good with { Shelves = [balm with { Class = GoodsClass.Prescription }] }, "market.machine_goods_forbidden"),
            (good with { Shelves = [balm with { Class = GoodsClass.OtcA }] }, "market.machine_goods_forbidden"),
            (good with { Shelves = [balm with { Class = (GoodsClass)9 }] }, "market.machine_goods_class"),
            (good with { Shelves = [balm with { SoldBy = SoldBy.Weight }] }, "market.machine_medicine_piece"),
            (good with { Licence = null }, "market.machine_licence_missing"),
            (good with { Licence = licence with { Number = "1" } }, "market.machine_licence_number"),
            (good with { Licence = licence with { Address = "和三大门口" } }, "market.machine_licence_address"),
            (good with { Spot = null }, "market.machine_licence_address"),
            (good with { Licence = licence with { Until = today.AddDays(-1) } }, "market.machine_licence_over"),
        })
            (await town.Town.Run(town.Operator, bad)).Problem.Code.ShouldBe(code);
        var (id, machine) = await Stand(town);
        using var _ = machine;
        foreach (var (bad, field) in new[]
        {
            (Refill(id, 24, today.AddYears(1)) with { Lot = null, ExpiresOn = null }, "lot"), (Refill(id, 24, today.AddDays(-1)), "expiresOn"), (Refill(id, 24, today.AddYears(11)), "expiresOn"),
            (Refill(id, 24, today.AddYears(1)) with { ExpiresOn = null }, "expiresOn"), (Refill(id, 24, today.AddYears(1)) with { Lot = null }, "lot"), (Refill(id, 24, today.AddYears(1), " "), "lot"),
        })
            (await town.Town.Run(town.Operator, bad)).Problem.Field.ShouldBe(field);
        (await town.Stock(id)).ShouldBe(0, "nothing of a refused refill is kept");
        DeskWords.Shelves("1,阿莫西林,piece,20,30,prescription\n2,风油精,piece,4.50,24,乙类非处方药\n3,苹果,weight,5").Select(s => s.Class)
            .ShouldBe([GoodsClass.Prescription, GoodsClass.OtcB, GoodsClass.Food]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Prices_ThatChangedSinceThePage_AreSaid_NotCharged(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var chen = await town.Buyer(10_000);
        var seen = (await town.Town.Ask(chen, new SeeMachine("fruit1"))).Value!.Seen;
        (await town.Town.Run(town.Operator, new SetMachinePrice(1, 700) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await town.Town.Run(chen, new OpenCabinet(Seen: seen) { Code = "fruit1" })).Problem.Code.ShouldBe("market.machine_price_changed");
        (await town.Wallet(chen)).ShouldBe((10_000, 0));
        (await town.Town.Run(chen, new OpenCabinet(Seen: (await town.Town.Ask(chen, new SeeMachine("fruit1"))).Value!.Seen) { Code = "fruit1" })).Ok.ShouldBeTrue();
    }

    private static RefillShelf Refill(Guid machine, long grams, DateOnly last, string lot = "A1") => new(1, grams, Lot: lot, ExpiresOn: last) { Machine = machine };

    private static async Task<(Guid, SimulatedMachine)> Stand(MachineTown town)
    {
        var made = (await town.Town.Run(town.Operator, good)).Value!;
        var machine = new SimulatedMachine(town.Town.Client(), made.Key, town.Town.Time);
        (await machine.Beat(default)).ShouldBeTrue();
        return (made.Id, machine);
    }
}
