using System.Net;
using System.Net.Http.Json;
using Linli.Market.Machines;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Desk;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Market.Tests.Machines;

/// <summary>Shelves are added to a machine in service and taken away by who looks after it; what lies there is moved or stands in the way (S61, R32).</summary>
[Trait("Feature", "S61")]
public class ShelfTests
{
    private static readonly DateOnly today = Platform.Time.LocalTime.DateOf(TestTown.Start);
    private static readonly NewShelf pears = new(3, "梨", "Pears", SoldBy.Weight, 498);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Merchant_AddsAShelf_AndItIsSoldFrom_AndTakesOneAway_AndItsSalesStay(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var merchant = await town.Town.StaffClient("merchant");
        (await merchant.PostAsJsonAsync($"/api/v1/machines/{town.CabinetId}/shelves", new { shelf = new { number = 3, nameZh = "梨", nameEn = "Pears", soldBy = "weight", priceFen = 498 } })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Run(town, new AddShelf(pears) { Machine = town.CabinetId })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("market.machine_shelf_taken"), p => p.Field.ShouldBe("shelf"), p => p.Message.En.ShouldContain("Pears"));
        (await Run(town, new RefillShelf(3, 5_000) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        town.Cabinet.Fill(3, 5_000);
        var chen = await town.Buyer(10_000);
        var begun = (await town.OpenCabinet(chen)).Value!;

        // Nobody changes shelves while somebody buys.
        foreach (var change in new Task<Result<Done>>[] { Run(town, new AddShelf(pears with { Number = 4 }) { Machine = town.CabinetId }), Run(town, new TakeShelf(2) { Machine = town.CabinetId }) })
            (await change).Problem.Code.ShouldBe("market.machine_in_use");
        await town.Cabinet.Pull(0, default);
        town.Cabinet.TakeOut(3, 1_000);
        town.Cabinet.CloseDoor();
        await town.Cabinet.Post(default);
        (await town.See(chen, begun.Id)).ShouldSatisfyAllConditions(v => v.ChargedFen.ShouldBe(996), v => v.Lines.Single().Name.Zh.ShouldBe("梨"));

        (await merchant.PostAsJsonAsync($"/api/v1/machines/{town.CabinetId}/shelves/3/take", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "4 kg still lie there");
        (await Run(town, new RefillShelf(3, 0, CountedGrams: 0) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await merchant.PostAsJsonAsync($"/api/v1/machines/{town.CabinetId}/shelves/3/take", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await merchant.PostAsJsonAsync($"/api/v1/machines/{town.CabinetId}/shelves/3/take", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is gone already");
        var sheet = await town.Sheet(town.CabinetId);
        sheet.Machine.Shelves.Select(s => s.Number).ShouldBe([1, 2]);
        sheet.Sessions.Single().Lines.Single().Name.Zh.ShouldBe("梨");
        sheet.Moves.Where(m => m.Shelf == 3).Sum(m => m.Grams).ShouldBe(0);
        (await town.Town.Ask(chen, new SeeMachine("fruit1"))).Value!.Goods.Select(g => g.Shelf).ShouldBe([1, 2]);
        (await Run(town, new SetMachinePrice(3, 500) { Machine = town.CabinetId })).Problem.Code.ShouldBe("market.machine_shelf_not_found");

        // Its number is free again.
        (await Run(town, new AddShelf(pears with { NameZh = "橘子", NameEn = "Tangerines" }) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await town.Sheet(town.CabinetId)).Machine.Shelves.Single(s => s.Number == 3).ShouldSatisfyAllConditions(s => s.Name.Zh.ShouldBe("橘子"), s => s.StockGrams.ShouldBe(0));
        (await town.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhatLiesOnAShelf_IsMovedToOneOfTheSameGoodsAndLot_OrStandsInTheWay(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var id = town.CabinetId;
        (await Run(town, new AddShelf(new(3, "苹果", "Apples", SoldBy.Weight, 598)) { Machine = id })).Ok.ShouldBeTrue();
        (await Run(town, new TakeShelf(1) { Machine = id })).Problem.ShouldSatisfyAllConditions(p => (p.Code, p.Field).ShouldBe(("market.machine_shelf_full", "moveTo")), p => p.Message.Zh.ShouldContain("苹果"));
        foreach (var wrong in new[] { 1, 9 })
            (await Run(town, new TakeShelf(1, wrong) { Machine = id })).Problem.Code.ShouldBe("market.machine_move_to");
        (await Run(town, new TakeShelf(1, 2) { Machine = id })).Problem.Code.ShouldBe("market.machine_other_goods");
        (await Run(town, new RefillShelf(3, 1_000, null, null, "L2", today.AddDays(30)) { Machine = id })).Ok.ShouldBeTrue();
        (await Run(town, new TakeShelf(1, 3) { Machine = id })).Problem.Code.ShouldBe("market.machine_lot_mixed");
        (await Run(town, new RefillShelf(3, 0, CountedGrams: 0) { Machine = id })).Ok.ShouldBeTrue();
        (await Run(town, new TakeShelf(1, 3) { Machine = id })).Ok.ShouldBeTrue();
        var sheet = await town.Sheet(id);
        sheet.Machine.Shelves.Select(s => (s.Number, s.StockGrams)).ShouldBe([(2, 10_000L), (3, 20_000L)]);
        sheet.Moves.Where(m => m.Why == StockWhy.Moved).Select(m => (m.Shelf, m.Grams)).ShouldBe([(1, -20_000L), (3, 20_000L)], ignoreOrder: true);

        // The last one stays, and a machine out of service is left alone.
        (await Run(town, new RefillShelf(2, 0, CountedGrams: 0) { Machine = id })).Ok.ShouldBeTrue();
        (await Run(town, new TakeShelf(2) { Machine = id })).Ok.ShouldBeTrue();
        (await Run(town, new TakeShelf(3) { Machine = id })).Problem.Code.ShouldBe("market.machine_last_shelf");
        (await Run(town, new RetireMachine(id))).Ok.ShouldBeTrue();
        (await Run(town, new AddShelf(pears with { Number = 5 }) { Machine = id })).Problem.Code.ShouldBe("market.machine_not_found");
    }

    [Theory, MemberData(nameof(Both)), Trait("Rule", "R32")]
    public async Task Shelf_ThatMustNotBe_IsRefused_AndMedicineWaitsForTheLicence(DatabaseKind kind)
    {
        await using var town = await MachineTown.Open(kind);
        var balm = new NewShelf(3, "风油精", "Balm oil", SoldBy.Piece, 450, PieceGrams: 24, Class: GoodsClass.OtcB);
        foreach (var (bad, code) in new[]
        {
            (pears with { Number = 0 }, "market.machine_shelf_name"), (pears with { NameZh = " " }, "market.machine_shelf_name"), (pears with { PriceFen = 0 }, "market.machine_price"), (pears with { ToleranceGrams = 201 }, "market.machine_tolerance"),
            (balm with { Class = GoodsClass.Prescription }, "market.machine_goods_forbidden"), (balm with { Class = GoodsClass.OtcA }, "market.machine_goods_forbidden"), (balm with { Class = (GoodsClass)9 }, "market.machine_goods_class"),
            (balm with { SoldBy = SoldBy.Weight }, "market.machine_medicine_piece"), (balm, "market.machine_licence_missing"), (pears with { SoldBy = SoldBy.Piece, PieceGrams = 8 }, "market.machine_piece"),
        })
            (await Run(town, new AddShelf(bad) { Machine = town.CabinetId })).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe(code), p => p.Field.ShouldBe("shelf"));
        (await Run(town, new AddShelf(null) { Machine = town.CabinetId })).Problem.Field.ShouldBe("shelf");
        (await Run(town, new AddShelf(pears with { Number = 2, SoldBy = SoldBy.Piece, PieceGrams = 250 }) { Machine = town.RiceId })).Problem.Code.ShouldBe("market.machine_piece", "a mill sells by weight");

        // With a licence that names the address it may, and each lot is recorded.
        (await Run(town, new SetDrugLicence(new("浙DB5780026", "大门口", today.AddDays(5))) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        town.Town.Time.Move(TimeSpan.FromDays(6));
        (await Run(town, new AddShelf(balm) { Machine = town.CabinetId })).Problem.Code.ShouldBe("market.machine_licence_missing", "it has run out");
        (await Run(town, new SetDrugLicence(new("浙DB5780026", "大门口", today.AddYears(1))) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await Run(town, new AddShelf(balm) { Machine = town.CabinetId })).Ok.ShouldBeTrue();
        (await Run(town, new RefillShelf(3, 240) { Machine = town.CabinetId })).Problem.Code.ShouldBe("market.machine_lot_missing");

        // Of another shop's machine nobody even learns.
        var other = await town.Stand("hf-1", "other1", "shop-b");
        (await town.Town.Run(await town.Town.Staff("merchant"), new AddShelf(pears) { Machine = other })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Town.Run(await town.Town.Staff("merchant"), new TakeShelf(1) { Machine = other })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    private static Task<Result<T>> Run<T>(MachineTown town, Platform.UseCases.ICommand<T> command) => town.Town.Run(town.Operator, command);
}
