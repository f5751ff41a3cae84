using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Villages and partner townships: shops free of rent, a live sale for farmers, garden plots and what the cooperative earned.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class VillageJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S65")]
    public async Task Shop_IsLetFreeOfRentByADecision_AndItsSalesStandByOrigin()
    {
        var (merchant, oper) = await Town.Shop();
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, oper, first: "/desk/market/tenancies");
        await desk.FillAsync("main [name=Code]", "sanxi");
        await desk.FillAsync("main [name=NameZh]", "三溪乡");
        await desk.FillAsync("main [name=NameEn]", "Sanxi");
        await desk.FillAsync("main [name=Since]", "2026-01-01");
        await Press(desk, "登记");
        await Expect(desk.Locator("main table").Last).ToContainTextAsync("三溪乡");
        await desk.SelectOptionAsync("main [name=Shop]", Town.ShopCode);
        await desk.FillAsync("main [name=Space]", "一层 6 号铺");
        await desk.FillAsync("main [name=Rent]", "1500");
        await desk.FillAsync("main [name=FirstMonth]", $"{Town.Clock.Today:yyyy-MM}");
        await desk.FillAsync("main [name=Waive]", "12");
        await Press(desk, "签订");
        await Expect(desk.Locator("main .problems")).ToContainTextAsync("请写明免租原因");
        await ShouldBeAccessible(desk);
        await Picture(desk, "tenancy-1-no-reason");
        var form = desk.Locator("main form").Filter(new() { Has = desk.Locator("[name=Waive]") });
        await form.Locator("[name=Reason]").FillAsync("结对帮扶");
        await form.Locator("[name=Decision]").FillAsync("居民会议第 3 项");
        await Press(desk, "签订");
        var card = desk.Locator("main .card").Filter(new() { HasText = "一层 6 号铺" }).First;
        await Expect(card).ToContainTextAsync("免租中");
        await Expect(card).ToContainTextAsync("免 12 个月 · 结对帮扶 · 居民会议第 3 项");
        await Picture(desk, "tenancy-2-free");

        // Something of the township is bought; its shop and the desk see it by origin.
        var goods = await Town.Goods("三溪笋干", 2600, "sanxi");
        await using var phone = await Device();
        var page = await Resident(phone, "/market");
        await Town.Pay(await Account(page), 5000);
        await page.GotoAsync($"/market/goods/{goods}");
        await Says(page, "三溪乡");
        await Press(page, "放入购物车");
        await Buy(page);

        await using var counter = await Device(desktop: true);
        var shop = await Staff(counter, merchant, first: "/shop/sales");
        await Says(shop, "本月免租");
        await Says(shop, "三溪笋干");
        await Expect(shop.Locator(".stat").Filter(new() { HasText = "结对乡镇占比" })).ToContainTextAsync("%");
        await ShouldBeAccessible(shop);
        await Picture(shop, "tenancy-3-sales");
        await desk.GotoAsync("/desk/market?township=sanxi");
        await Says(desk, "三溪笋干");
    }

    [Fact, Trait("Feature", "S66")]
    public async Task LiveSale_OfATownship_IsAnnounced_AndItsPriceHoldsWhileItRuns()
    {
        var (merchant, oper) = await Town.Shop();
        using (var office = await Town.Desk(oper))
            await office.Put("/market/townships/heishui", new { nameZh = "黑水乡", nameEn = "Heishui", since = "2026-01-01" }).Good();
        var goods = await Town.Goods("黑水花椒", 3000, "heishui");
        var starts = LocalTime.ToLocal(Town.Clock.GetUtcNow().AddMinutes(10));
        await using var counter = await Device(desktop: true);
        var shop = await Staff(counter, merchant, first: "/shop/live");
        await shop.FillAsync("main [name=TitleZh]", "黑水花椒专场");
        await shop.FillAsync("main [name=Host]", "塔莎园艺");
        await shop.FillAsync("main [name=Platform]", "抖音");
        await shop.FillAsync("main [name=Link]", "http://live.example.org/9");
        await shop.FillAsync("main [name=StartsAt]", Minute(starts));
        await shop.FillAsync("main [name=EndsAt]", Minute(starts.AddHours(1)));
        await shop.SelectOptionAsync("main [name=Township]", "heishui");
        await shop.FillAsync($"main [name=Price{goods:N}]", "19.90");
        await Press(shop, "发布");
        await Expect(shop.Locator("main .problems")).ToContainTextAsync("直播链接要以 https:// 开头");
        await ShouldBeAccessible(shop);
        await Picture(shop, "live-1-link");
        await shop.FillAsync("main [name=Link]", "https://live.example.org/9");
        await Press(shop, "发布");
        await Expect(shop.Locator("main .card").Filter(new() { HasText = "黑水花椒专场" })).ToContainTextAsync("抖音");

        await using var phone = await Device();
        var page = await Resident(phone, "/market/live");
        await Town.Pay(await Account(page), 5000);
        await page.GetByRole(AriaRole.Link, new() { Name = "黑水花椒专场" }).ClickAsync();
        await Says(page, "现在下单是平时的价格");
        await Says(page, "黑水乡");
        await ShouldBeAccessible(page);
        await Picture(page, "live-2-coming");
        Town.Clock.MoveTo(starts.AddMinutes(1));
        await page.ReloadAsync();
        await Press(page, "按直播价放入购物车");
        await page.WaitForURLAsync("**/market/cart");
        await Says(page, "直播价");
        await Buy(page);
        await page.GotoAsync("/me/wallet");
        await Says(page, "30.10");
        await Picture(page, "live-3-paid");
    }

    [Fact, Trait("Feature", "S67")]
    public async Task Plots_AreOpened_OneForAHousehold_AndTheCooperativesIncomeStandsByYear()
    {
        var worker = await Town.Hire(Posts.CommunityWorker, at: Town.Second);
        using (var office = await Town.Desk(worker))
            await office.Put("/green/assets/roof-2", new { place = "hf-2", nameZh = "七幢屋顶", kind = "roofGarden", state = "thriving", area = 60, keeper = "物业" }).Good();
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, worker, first: "/desk/gardens");
        await desk.FillAsync("main [name=Asset]", "roof-2");
        await desk.FillAsync("main [name=NameZh]", "屋顶一米菜园");
        await desk.FillAsync("main [name=From]", Town.Day(10));
        await desk.FillAsync("main [name=Until]", Town.Day(180));
        await desk.FillAsync("main [name=ApplyUntil]", Town.Day(3));
        await desk.FillAsync("main [name=Plots]", "0");
        await Press(desk, "开季");
        await Expect(desk.Locator("main .problems")).ToContainTextAsync("地块数为 1–500");
        await ShouldBeAccessible(desk);
        await Picture(desk, "plots-1-none");
        await desk.FillAsync("main [name=Plots]", "2");
        await Press(desk, "开季");
        await Says(desk, "空 2 块");

        // One plot for each household: the second of the family is told so.
        await using var phone = await Device();
        var (first, _) = await Neighbour(phone, "/low-carbon/plots");
        await Press(first, "我家报名");
        await Says(first, "已报名，等待分配");
        await ShouldBeAccessible(first);
        await Picture(first, "plots-2-applied");
        await using var other = await Device();
        var (second, _) = await Neighbour(other, "/low-carbon/plots");
        await Press(second, "我家报名");
        await Expect(second.Locator("main .problems")).ToContainTextAsync("一户一块");
        await desk.ReloadAsync();
        await Says(desk, "1 户报名");

        // The accountant enters the year's rent; nothing is no income.
        await using var office2 = await Device(desktop: true);
        var books = await Staff(office2, await Town.Hire(Posts.CooperativeAccountant, at: ScopePath.Parse("/hf/", null)), first: "/desk/collective");
        var income = books.Locator("main form").Filter(new() { Has = books.Locator("[name=Voucher]") });
        await income.Locator("[name=Fen]").FillAsync("0");
        await income.Locator("[name=Voucher]").FillAsync("记-001");
        await income.Locator("[name=What]").FillAsync("厂房租金");
        await Press(books, "登记");
        await Expect(books.Locator("main .problems")).ToContainTextAsync("金额应大于 0");
        await income.Locator("[name=Fen]").FillAsync("7290000");
        await Press(books, "登记");
        await Expect(books.Locator(".stat").First).ToContainTextAsync("7,290,000.00");
        await Expect(books.Locator("#entries")).ToContainTextAsync("厂房租金");
        await ShouldBeAccessible(books);
        await Picture(books, "collective-1-board");
    }

    private static async Task Buy(IPage page)
    {
        await page.WaitForURLAsync("**/market/cart");
        await page.GetByRole(AriaRole.Link, new() { Name = "去付款" }).ClickAsync();
        await Press(page, "用钱包付款");
        await page.WaitForURLAsync("**/market/orders/*");
    }

    private static string Minute(DateTimeOffset local) => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
