using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Market.Goods;
using Linli.Market.Stock;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tests;

public class GoodsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Take_CountsDown_AndLeavesALineWithReasonAndSubject(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var goods = await stall.Goods(stock: 5);
        (await stall.Try(g => g.Take([new(goods, 2), new(goods, 1)], "redemption", "r-1", default))).Ok.ShouldBeTrue();
        (await stall.StockOf(goods)).ShouldBe(2);
        var line = (await stall.Town.Ask(stall.Merchant, new ReadStock(goods))).Value![0];
        (line.Number, line.Change, line.After, line.Why, line.Subject).ShouldBe((2, -3, 2, "redemption", "r-1"));
        var found = (await stall.Try(async g => Result(await g.Find([goods], default)))).Value!.Single();
        (found.Shop, found.PriceFen, found.Stock, found.Name.Zh).ShouldBe((Stall.Shop, 600, 2, "油豆腐"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Take_WhenOneOfThemIsShort_TakesNothing_AndSaysHowManyAreLeft(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (tofu, tea) = (await stall.Goods(stock: 5), await stall.Goods("茶", stock: 1));
        var refused = await stall.Try(g => g.Take([new(tofu, 2), new(tea, 2)], "sale", "o-1", default));
        refused.Problem.Code.ShouldBe("market.out_of_stock");
        refused.Problem.Message.En.ShouldContain("Only 1 of 茶");
        (await stall.StockOf(tofu)).ShouldBe(5);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Take_ByManyAtOnce_NeverGoesBelowZero_AndEachOfTheLastIsTakenOnce(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var (tofu, tea) = (await stall.Goods(stock: 7), await stall.Goods("茶", stock: 7));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => stall.Try(g =>
            g.Take(i % 2 == 0 ? [new(tofu, 1), new(tea, 1)] : [new(tea, 1), new(tofu, 1)], "sale", $"o-{i}", default)))));
        answers.Count(a => a.Ok).ShouldBe(7);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "market.out_of_stock");
        (await stall.StockOf(tofu)).ShouldBe(0);
        (await stall.StockOf(tea)).ShouldBe(0);
        var lines = (await stall.Town.Ask(stall.Merchant, new ReadStock(tofu))).Value!;
        lines.Sum(l => l.Change).ShouldBe(0);
        lines.Select(l => l.Number).ShouldBe([8, 7, 6, 5, 4, 3, 2, 1]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PutBack_IsAtMostWhatWasTakenForTheSubject(DatabaseKind kind)
    {
        await using var stall = await Stall.Open(kind);
        var goods = await stall.Goods(stock: 5);
        (await stall.Try(g => g.Take([new(goods, 3)], "sale", "o-1", default))).Ok.ShouldBeTrue();
        (await stall.Try(g => g.PutBack([new(goods, 4)], "return", "o-1", default))).Problem.Code.ShouldBe("market.put_back_too_many");
        (await stall.Try(g => g.PutBack([new(goods, 1)], "return", "o-2", default))).Problem.Code.ShouldBe("market.put_back_too_many");
        (await stall.Try(g => g.PutBack([new(goods, 2)], "return", "o-1", default))).Ok.ShouldBeTrue();
        (await stall.Try(g => g.PutBack([new(goods, 2)], "return", "o-1", default))).Problem.Code.ShouldBe("market.put_back_too_many");
        (await stall.Try(g => g.PutBack([new(goods, 1)], "return", "o-1", default))).Ok.ShouldBeTrue();
        (await stall.StockOf(goods)).ShouldBe(5);
    }

    [Fact]
    public async Task Take_OfWhatIsNotSoldAnyMore_OrCannotBeACount_IsRefused()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods(stock: 5);
        foreach (var count in new[] { 0, -1, long.MaxValue, long.MinValue })
            (await stall.Try(g => g.Take([new(goods, count)], "sale", "o-1", default))).Problem.Code.ShouldBe("market.count_wrong");
        (await stall.Try(g => g.Take([], "sale", "o-1", default))).Problem.Code.ShouldBe("market.count_wrong");
        (await stall.Try(g => g.Take([new(GoodsId.From(Guid.CreateVersion7()), 1)], "sale", "o-1", default))).Problem.Code.ShouldBe("market.goods_gone");
        (await stall.Town.Run(stall.Merchant, Wish() with { Id = goods, OnSale = false })).Ok.ShouldBeTrue();
        (await stall.Try(g => g.Take([new(goods, 1)], "sale", "o-1", default))).Problem.Code.ShouldBe("market.goods_gone");
        (await stall.StockOf(goods)).ShouldBe(5);
    }

    [Fact]
    public async Task Services_AreNotCounted_ButWhatComesBackIs()
    {
        await using var stall = await Stall.Open();
        var repair = await stall.Goods("修鞋", stock: null, category: GoodsCategory.Service);
        (await stall.Try(g => g.Take([new(repair, 1000)], "sale", "o-1", default))).Ok.ShouldBeTrue();
        (await stall.StockOf(repair)).ShouldBeNull();
        (await stall.Try(g => g.PutBack([new(repair, 1001)], "return", "o-1", default))).Problem.Code.ShouldBe("market.put_back_too_many");
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.Receive, 1) { Goods = repair })).Problem.Code.ShouldBe("market.not_counted");
    }

    [Fact]
    public async Task Stock_IsReceivedCountedAndWrittenOff_AndARepetitionCountsOnce()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods(stock: 5);
        var receive = new MoveStock(StockAct.Receive, 20, null, "once") { Goods = goods };
        (await stall.Town.Run(stall.Merchant, receive)).Value!.Count.ShouldBe(25);
        (await stall.Town.Run(stall.Merchant, receive)).Value!.Count.ShouldBe(25);
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.WriteOff, 3, "摔碎了") { Goods = goods })).Value!.Count.ShouldBe(22);
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.Count, 21, "月末盘点") { Goods = goods })).Value!.Count.ShouldBe(21);
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.WriteOff, 22, "坏了") { Goods = goods })).Problem.Code.ShouldBe("market.out_of_stock");
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.WriteOff, 1) { Goods = goods })).Problem.Field.ShouldBe("note");
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.Receive, -1) { Goods = goods })).Problem.Code.ShouldBe("market.count_wrong");
        (await stall.Town.Run(stall.Merchant, new MoveStock(StockAct.Receive, StockRules.Most) { Goods = goods })).Problem.Code.ShouldBe("market.count_wrong");
        (await stall.Town.Ask(stall.Merchant, new ReadStock(goods))).Value!.Select(l => (l.Why, l.Change)).ShouldBe([("count", -1), ("write-off", -3), ("receive", 20), ("receive", 5)]);
    }

    [Fact]
    public async Task Goods_AreChangedByTheirShopOnly_AndNotOverAColleaguesChange()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        (await stall.Town.Run(stall.Merchant, Wish() with { Id = goods, PriceFen = 700, Version = 1 })).Ok.ShouldBeTrue();
        (await stall.Town.Run(stall.Merchant, Wish() with { Id = goods, PriceFen = 800, Version = 1 })).Problem.Code.ShouldBe("market.goods_changed");
        (await stall.Town.Run(await stall.Town.Staff("operator"), Wish() with { Id = goods })).Problem.Code.ShouldBe("market.goods_not_found");
        (await stall.Town.Run(await stall.Town.Staff("operator"), Wish())).Problem.Code.ShouldBe("market.no_shop");
        (await stall.Town.Run(stall.Merchant, Wish() with { Township = "nowhere" })).Problem.Code.ShouldBe("market.township_unknown");
        var faults = (await stall.Town.Run(stall.Merchant, new KeepGoods { NameZh = " ", UnitZh = "", PriceFen = -1, Stock = -1, Category = (GoodsCategory)77 })).Problems;
        faults.Select(f => f.Field).ShouldBe(["nameZh", "unitZh", "priceFen", "category", "stock"]);
    }

    [Fact]
    public async Task OverHttp_AResidentCannotSell_AndAMerchantReadsTheirStock()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        var resident = await stall.Town.ResidentClient("19900000101");
        (await resident.PostAsJsonAsync($"/api/v1/market/goods/{goods.Value}/stock", new { act = "receive", count = 5 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var merchant = await stall.Town.StaffClient("merchant");
        var answer = await merchant.PostAsJsonAsync($"/api/v1/market/goods/{goods.Value}/stock", new { act = "receive", count = 5 });
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("count").GetInt64().ShouldBe(15);
        (await merchant.GetFromJsonAsync<JsonElement>($"/api/v1/market/goods/{goods.Value}/stock")).GetArrayLength().ShouldBe(2);
        (await merchant.GetStringAsync("/shop/goods")).ShouldContain("油豆腐");
        (await merchant.GetStringAsync($"/shop/goods/{goods.Value}")).ShouldContain("Every move of the stock");
    }

    [Fact]
    public async Task Photo_IsForEverybodyWhileTheGoodsAreSold()
    {
        await using var stall = await Stall.Open();
        var goods = await stall.Goods();
        var photo = await stall.Town.As(stall.Merchant, s => s.GetRequiredService<IFileStore>().Save(new MemoryStream(SamplePhoto.Jpeg), "tofu.jpg", FilePurpose.Photo, default));
        (await stall.Town.Run(stall.Merchant, Wish() with { Id = goods, Photo = photo.Value!.Id })).Ok.ShouldBeTrue();
        (await stall.Town.Client().GetAsync(photo.Value.Url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stall.Town.Run(stall.Merchant, Wish() with { Id = goods, OnSale = false })).Ok.ShouldBeTrue();
        (await stall.Town.Client().GetAsync(photo.Value.Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static KeepGoods Wish() => new() { NameZh = "油豆腐", UnitZh = "份", Category = GoodsCategory.Tofu, PriceFen = 600 };

    private static Result<T> Result<T>(T value) => value;
}
