using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market.Orders;
using Linli.Market.Reports;
using Linli.Market.Tenancies;
using Linli.Market.Townships;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests;

[Trait("Feature", "S65")]
public class TenancyTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rent_IsNothingWhileItIsWaived_AndGoesFromShopToCooperativeAfterwards(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var @operator = await stall.Town.Staff("operator");

        // It is November 2026; two months are free.
        var opened = await stall.Town.Run(@operator, new OpenTenancy(Stall.Shop, "一层 6 号铺", "hf-coop", 150_000, 202611, null, 2, "结对帮扶", "居民会议 2026-10-20 第 3 项"));
        opened.Ok.ShouldBeTrue();
        var seen = (await stall.Town.Ask(@operator, new ListTenancies())).Value!.Single();
        (seen.FreeNow, seen.DueNowFen, seen.WaivedFen, seen.Waivers.Single().Months).ShouldBe((true, 0, 150_000, 2));
        (await stall.Takings()).ShouldBe(0);
        stall.Town.Time.SetTo(new(2026, 12, 31, 15, 59, 59, TimeSpan.Zero));
        await Charge(stall);
        (await stall.Takings()).ShouldBe(0);
        stall.Town.Time.SetTo(new(2026, 12, 31, 16, 0, 0, TimeSpan.Zero));
        await Charge(stall);
        await Charge(stall);
        (await stall.Takings(), await Rents(stall)).ShouldBe((-150_000, 150_000));
        stall.Town.Time.SetTo(new(2027, 3, 2, 0, 0, 0, TimeSpan.Zero));
        await Charge(stall);
        (await stall.Takings(), await Rents(stall)).ShouldBe((-450_000, 450_000));
        (await stall.Town.Ask(@operator, new ListTenancies())).Value!.Single().Months.Select(m => (m.Month, m.DueFen)).ShouldBe([(202703, 150_000), (202702, 150_000), (202701, 150_000), (202612, 0), (202611, 0)]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Waiver_OfMonthsThatWerePaid_GivesTheRentBackOnce(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var @operator = await stall.Town.Staff("operator");
        var id = (await stall.Town.Run(@operator, new OpenTenancy(Stall.Shop, "一层 6 号铺", "hf-coop", 150_000, 202609))).Value;
        (await stall.Takings()).ShouldBe(-450_000);
        var waive = new WaiveRent(202610, 202701, "助农", "居民会议第 4 项") { Tenancy = id };
        (await stall.Town.Run(@operator, waive)).Ok.ShouldBeTrue();
        (await stall.Takings(), await Rents(stall)).ShouldBe((-150_000, 150_000));
        (await stall.Town.Run(@operator, waive)).Ok.ShouldBeTrue();
        (await stall.Takings()).ShouldBe(-150_000);
        (await stall.Town.Run(@operator, new EndTenancy(202610) { Tenancy = id })).Problem.Field.ShouldBe("until");
        (await stall.Town.Run(@operator, new EndTenancy(202612) { Tenancy = id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(@operator, new EndTenancy(202703) { Tenancy = id })).Problem.Code.ShouldBe("market.tenancy_ended", "the months in between would be asked for");
        (await stall.Town.Ask(@operator, new ListTenancies())).Value!.Single().Waivers.Count.ShouldBe(1, "sent twice, waived once");
        stall.Town.Time.SetTo(new(2027, 5, 1, 0, 0, 0, TimeSpan.Zero));
        await Charge(stall);
        (await stall.Town.Ask(@operator, new ListTenancies())).Value!.Single().Months.Select(m => m.Month).ShouldBe([202612, 202611, 202610, 202609]);
    }

    [Fact]
    public async Task TenancyThatCannotBe_IsRefusedBesideItsField_AndIsTheOperatorsAlone()
    {
        await using var stall = await Stall.Open();
        var @operator = await stall.Town.Staff("operator");
        var right = new OpenTenancy(Stall.Shop, "一层 6 号铺", "hf-coop", 150_000, 202611);
        async Task<string?> Field(OpenTenancy wish) => (await stall.Town.Run(@operator, wish)).Problem.Field;
        (await Field(right with { Shop = "nowhere" })).ShouldBe("shop");
        (await Field(right with { Space = "" })).ShouldBe("space");
        (await Field(right with { Landlord = "和风里" })).ShouldBe("landlord");
        (await Field(right with { Landlord = "hf-cop" })).ShouldBe("landlord");
        (await Field(right with { Landlord = "hf-2-coop" })).ShouldBe("landlord", "that of another community has no say here");
        (await Field(right with { RentFen = -1 })).ShouldBe("rentFen");
        (await Field(right with { RentFen = long.MaxValue })).ShouldBe("rentFen");
        (await Field(right with { From = 202613 })).ShouldBe("from");
        (await Field(right with { From = 202001 })).ShouldBe("from");
        (await Field(right with { Until = 202610 })).ShouldBe("from");
        (await Field(right with { Waive = 12 })).ShouldBe("reason");
        (await Field(right with { Waive = -1 })).ShouldBe("waive");
        (await stall.Town.Run(@operator, right)).Ok.ShouldBeTrue();
        (await stall.Town.Run(@operator, right)).Problem.Code.ShouldBe("market.tenancy_twice");
        (await stall.Do(s =>
        {
            s.GetRequiredService<LinliDb>().Insert(new Tenancy { Id = Guid.CreateVersion7(TestTown.Start), Shop = "shop-b", Scope = SmallTown.First.Value, Space = "二层 1 号铺", Landlord = "hf-coop", RentFen = 1, From = 202611, At = TestTown.Start });
            return Task.FromResult(true);
        })).ShouldBeTrue();
        (await stall.Town.Run(@operator, right with { Space = "二层 1 号铺", From = 202612 })).Problem.Code.ShouldBe("market.tenancy_twice", "whoever has it");
        (await stall.Town.Run(@operator, right with { Space = "二层 1 号铺", From = 202601, Until = 202610 })).Ok.ShouldBeTrue("it was free then");
        (await stall.Town.Run(@operator, new WaiveRent(202612, 202611, "助农", "会议") { Tenancy = Guid.CreateVersion7() })).Problem.Field.ShouldBe("from");
        (await stall.Town.Run(@operator, new WaiveRent(202611, 202612, "助农", "会议") { Tenancy = Guid.CreateVersion7() })).Problem.Code.ShouldBe("market.tenancy_not_found");
        var merchant = await stall.Town.StaffClient("merchant");
        (await merchant.PostAsJsonAsync("/api/v1/market/tenancies", right)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await merchant.GetFromJsonAsync<JsonElement>("/api/v1/market/tenancies/mine")).GetArrayLength().ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Sales_ByOrigin_CountWhatStayed_AndLeaveOutWhatWasCancelled(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var @operator = await stall.Town.Staff("operator");
        (await stall.Town.Run(@operator, new KeepTownship("三溪乡", "Sanxi", new(2024, 5, 1)) { Code = "sanxi" })).Ok.ShouldBeTrue();
        var (buyer, tofu, rice) = (await stall.Buyer(), await stall.Goods(township: "sanxi"), await stall.Goods("大米", 3000));
        var order = await stall.PickedUp(buyer, tofu, 3);
        (await stall.Order(buyer, rice, 1, 3000)).Ok.ShouldBeTrue();
        (await stall.Town.Run(buyer, new CancelOrder { Order = (await stall.Order(buyer, tofu, 2)).Value!.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(stall.Merchant, new Linli.Market.Orders.RefundOrder("少一份", [new(1, 600)], "r") { Order = order.Id })).Ok.ShouldBeTrue();
        var report = (await stall.Town.Ask(@operator, new MarketSales())).Value!;
        (report.Orders, report.SoldFen, report.BackFen, report.NetFen).ShouldBe((2, 4800, 600, 4200));
        report.Origins.Select(o => (o.Code, o.Name.En, o.Count, o.NetFen)).ShouldBe([(null, "Not said", 1, 3000), ("sanxi", "Sanxi", 3, 1200)]);
        report.Days.Count.ShouldBe(30);
        report.Days[^1].ShouldBe(new(new(2026, 11, 23), 4200));
        (await stall.Town.Ask(@operator, new MarketSales(Township: "sanxi"))).Value!.NetFen.ShouldBe(1200);
        (await stall.Town.Ask(@operator, new MarketSales(Until: new(2026, 11, 22)))).Value!.NetFen.ShouldBe(0);
        (await stall.Town.Ask(@operator, new MarketSales(From: new(2026, 11, 24), Until: new(2026, 11, 22)))).Problem.Field.ShouldBe("until");
        (await stall.Town.Ask(@operator, new MarketSales(From: new(2027, 1, 1)))).Problem.Field.ShouldBe("until");
        (await stall.Town.Ask(@operator, new MarketSales(From: new(1, 1, 1)))).Problem.Field.ShouldBe("from");
        (await stall.Town.Ask(@operator, new MarketSales(Until: new(1, 1, 5)))).Problem.Field.ShouldBe("until");
        (await stall.Town.Ask(@operator, new MarketSales(From: DateOnly.MaxValue, Until: DateOnly.MaxValue))).Problem.Field.ShouldBe("from");
        (await (await stall.Town.StaffClient("merchant")).GetAsync("/shop/sales?from=2027-01-01")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await stall.Town.StaffClient("operator")).GetAsync("/api/v1/market/sales.csv?from=2027-01-01")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stall.Town.Ask(stall.Merchant, new ShopSales())).Value!.NetFen.ShouldBe(4200);
        (await stall.Town.Ask(stall.Merchant, new ReadShopAccount())).Value!.Fen.ShouldBe(4200);
        (await stall.Town.Ask(await stall.Town.Staff("worker2"), new MarketSales())).Value!.NetFen.ShouldBe(0);
        var desk = await stall.Town.StaffClient("operator");
        var csv = await desk.GetStringAsync("/api/v1/market/sales.csv");
        csv.ShouldContain("油豆腐");
        csv.ShouldNotContain("199");
        csv.ShouldNotContain("已取消");
        (await desk.GetAsync("/api/v1/market/sales.xlsx")).Content.Headers.ContentType!.MediaType!.ShouldContain("spreadsheetml");
        (await desk.GetStringAsync("/desk/market")).ShouldContain("Sanxi");
    }

    [Fact]
    public async Task Township_IsKeptByTheOperator()
    {
        await using var stall = await Stall.Open();
        var @operator = await stall.Town.Staff("operator");
        (await stall.Town.Run(@operator, new KeepTownship("三", "S", default) { Code = "S!" })).Problems.Select(p => p.Field).ShouldBe(["code", "nameZh", "since"]);
        (await stall.Town.Run(@operator, new KeepTownship("三溪乡", "Sanxi", new(2024, 5, 1), ScopePath.Root) { Code = "sanxi" })).Problem.Code.ShouldBe("market.not_your_place");
        (await stall.Town.Run(@operator, new KeepTownship("三溪乡", "Sanxi", new(2024, 5, 1)) { Code = "sanxi" })).Ok.ShouldBeTrue();
        (await stall.Town.Run(@operator, new KeepTownship("三溪镇", "Sanxi", new(2024, 5, 1)) { Code = "sanxi" })).Ok.ShouldBeTrue();
        (await (await stall.Town.StaffClient("operator")).GetStringAsync("/desk/market/tenancies")).ShouldContain("Sanxi");
    }

    private static Task<bool> Charge(Stall stall) => stall.Town.InScope(async s =>
    {
        await s.GetRequiredService<ChargeRents>().Run(default);
        return true;
    });

    private static Task<long> Rents(Stall stall) => stall.Do(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return (await ledger.Balance((await ledger.Find(new(OwnerKind.Cooperative, "hf-coop"), LedgerUnit.Fen, "rent", default))!.Value, default)).Posted;
    });
}
