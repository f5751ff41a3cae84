using System.Net;
using Linli.Market.Cart;
using Linli.Market.Live;
using Linli.Market.Orders;
using Linli.Market.Townships;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Market.Tests;

[Trait("Feature", "S66")]
public class LiveTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Begins = TestTown.Start.AddHours(2);

    [Theory, MemberData(nameof(Both))]
    public async Task EventPrice_HoldsWhileItRunsOnly_AndUpToItsLimit(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(fen: 50_000), await stall.Goods(stock: 100));
        var show = await Announce(stall, goods, most: 5, mostEach: 3);
        (await stall.Town.Run(buyer, new PutIntoCart(goods, 2, Event: show))).Ok.ShouldBeTrue();
        (await Price(stall, buyer)).ShouldBe(600);
        (await Order(stall, buyer, goods, 2, 400, show)).Problem.Code.ShouldBe("market.price_changed");
        stall.Town.Time.SetTo(Begins);
        (await Price(stall, buyer)).ShouldBe(400);
        (await Order(stall, buyer, goods, 4, 400, show)).Problem.Code.ShouldBe("market.live_limit");
        (await Order(stall, buyer, goods, 3, 400, show)).Value!.PaidFen.ShouldBe(1200);

        // Two of five are left: three cost what they always cost.
        var refused = (await Order(stall, buyer, goods, 3, 400, show)).Problem;
        (refused.Code, refused.Message.En).ShouldBe(("market.price_changed", "油豆腐 cost ¥4.00 and now costs ¥6.00: agree to it before you pay."));
        (await Order(stall, buyer, goods, 2, 400, show)).Ok.ShouldBeTrue();
        (await Order(stall, buyer, goods, 1, 400, show)).Problem.Code.ShouldBe("market.price_changed");
        (await Order(stall, buyer, goods, 1, 600, show)).Ok.ShouldBeTrue();
        (await stall.Town.Ask(buyer, new OpenLive(show))).Value!.Offers.Single().Sold.ShouldBe(5);
        stall.Town.Time.SetTo(Begins.AddHours(1));
        (await stall.Town.Ask(buyer, new OpenLive(show))).Value!.Line.Phase.ShouldBe(LivePhase.Over);
        (await Order(stall, buyer, goods, 1, 400, show)).Problem.Code.ShouldBe("market.price_changed");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TheLastAtTheEventsPrice_GrabbedByManyAtOnce_IsSoldToAsManyAsThereAre(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(fen: 50_000), await stall.Goods(stock: 100));
        var show = await Announce(stall, goods, most: 3);
        stall.Town.Time.SetTo(Begins);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Order(stall, buyer, goods, 1, 400, show))));
        answers.Count(a => a.Ok).ShouldBe(3);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "market.price_changed");
        (await stall.WalletOf(buyer)).ShouldBe(50_000 - 1200);
    }

    // Whoever calls an order off gives back their share of the sale, too; and nobody pays more in a sale than everybody else.
    [Theory, MemberData(nameof(Both))]
    public async Task Cancelled_GivesTheShareOfTheSaleBack_AndTheUsualPriceMayBeLower(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (buyer, goods) = (await stall.Buyer(fen: 50_000), await stall.Goods(stock: 100));
        var show = await Announce(stall, goods, most: 3);
        stall.Town.Time.SetTo(Begins);
        var all = (await Order(stall, buyer, goods, 3, 400, show)).Value!;
        (await Order(stall, buyer, goods, 1, 400, show)).Problem.Code.ShouldBe("market.price_changed");
        (await stall.Town.Run(buyer, new CancelOrder { Order = all.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Run(buyer, new CancelOrder { Order = all.Id })).Value!.State.ShouldBe(OrderState.Cancelled);
        (await stall.Town.Ask(buyer, new OpenLive(show))).Value!.Offers.Single().Sold.ShouldBe(0);
        var again = (await Order(stall, buyer, goods, 2, 400, show)).Value!;
        (await stall.Town.Run(stall.Merchant, new CancelByShop("没有货了", PutBack: false) { Order = again.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Ask(buyer, new OpenLive(show))).Value!.Offers.Single().Sold.ShouldBe(0);
        (await stall.Town.Run(stall.Merchant, new Linli.Market.Goods.KeepGoods { Id = goods, NameZh = "油豆腐", NameEn = "Tofu", UnitZh = "份", UnitEn = "portion", Category = Linli.Market.Goods.GoodsCategory.Tofu, PriceFen = 300, Delivers = true })).Ok.ShouldBeTrue();
        (await Order(stall, buyer, goods, 1, 400, show)).Problem.Code.ShouldBe("market.price_changed");
        (await Order(stall, buyer, goods, 1, 300, show)).Value!.PaidFen.ShouldBe(300);
    }

    [Fact]
    public async Task Listing_SaysBeforeDuringAndAfter_WithItsOrigin_AndACalledOffOneSellsNothing()
    {
        await using var stall = await Stall.Open();
        (await stall.Town.Run(await stall.Town.Staff("operator"), new KeepTownship("三溪乡", "Sanxi", new(2024, 5, 1)) { Code = "sanxi" })).Ok.ShouldBeTrue();
        var (buyer, goods) = (await stall.Buyer(), await stall.Goods(township: "sanxi"));
        var show = await Announce(stall, goods, township: "sanxi");
        var seen = (await stall.Town.Ask(null, new ListLive())).Value!.Single();
        (seen.Phase, seen.Township!.Value.En, seen.ShopName.Zh).ShouldBe((LivePhase.Coming, "Sanxi", "郑记杂货"));
        (await stall.Town.Client().GetStringAsync($"/market/live/{show}")).ShouldContain("Sanxi");
        stall.Town.Time.SetTo(Begins.AddMinutes(1));
        (await stall.Town.Client().GetStringAsync("/market/live")).ShouldContain("Live now");
        (await stall.Town.Run(stall.Merchant, new KeepLive { Id = show, TitleZh = "改标题", Host = "主播", Platform = "抖音", StartsAt = Begins, EndsAt = Begins.AddHours(1), Offers = [new(goods, 400)] })).Problem.Code.ShouldBe("market.live_begun");
        (await stall.Town.Run(stall.Merchant, new CancelLive(show))).Ok.ShouldBeTrue();
        (await stall.Town.Ask(null, new ListLive())).Value!.Single().Phase.ShouldBe(LivePhase.Cancelled);
        (await Order(stall, buyer, goods, 1, 400, show)).Problem.Code.ShouldBe("market.price_changed");
        (await stall.Town.Client().GetAsync($"/market/live/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Announcement_ThatCannotBe_IsRefusedBesideItsField()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        var right = Wish(goods);
        Task<string?> Field(KeepLive wish) => Refused(stall, wish);
        (await Field(right with { TitleZh = "" })).ShouldBe("titleZh");
        (await Field(right with { Host = "" })).ShouldBe("host");
        (await Field(right with { Link = "javascript:alert(1)" })).ShouldBe("link");
        (await Field(right with { Link = "https://user:pass@live.example/" })).ShouldBe("link");
        (await Field(right with { StartsAt = TestTown.Start.AddMinutes(-1) })).ShouldBe("startsAt");
        (await Field(right with { EndsAt = Begins })).ShouldBe("endsAt");
        (await Field(right with { EndsAt = Begins.AddHours(13) })).ShouldBe("endsAt");
        (await Field(right with { Offers = [] })).ShouldBe("offers");
        (await Field(right with { Offers = [new(goods, 601)] })).ShouldBe("offers");
        (await Field(right with { Offers = [new(goods, 400, -1)] })).ShouldBe("offers");
        (await Field(right with { Offers = [new(GoodsId.From(Guid.CreateVersion7()), 400)] })).ShouldBe("offers");
        (await Field(right with { Township = "nowhere" })).ShouldBe("township");
    }

    private static async Task<string?> Refused(Stall stall, KeepLive wish) => (await stall.Town.Run(stall.Merchant, wish)).Problem.Field;

    private static KeepLive Wish(GoodsId goods, long? most = null, long? mostEach = null, string? township = null) => new()
    {
        TitleZh = "三溪乡油豆腐专场", TitleEn = "Fried tofu of Sanxi", Host = "三溪农友", Platform = "抖音", Link = "https://live.example/1", Township = township, StartsAt = Begins,
        EndsAt = Begins.AddHours(1), Offers = [new(goods, 400, most, mostEach)],
    };

    private static async Task<Guid> Announce(Stall stall, GoodsId goods, long? most = null, long? mostEach = null, string? township = null) =>
        (await stall.Town.Run(stall.Merchant, Wish(goods, most, mostEach, township))).Value;

    private static async Task<long> Price(Stall stall, Guid buyer) => (await stall.Town.Ask(buyer, new ReadCart())).Value!.Single().Lines.Single().PriceFen;

    private static Task<Platform.Results.Result<PlacedOrder>> Order(Stall stall, Guid buyer, GoodsId goods, long count, long fen, Guid show) =>
        stall.Town.Run(buyer, new PlaceOrder(Stall.Shop, [new(goods, count, fen, show)], IdempotencyKey: stall.NewKey()));
}
