using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Points: what the covenant gives them for, and what they bring at the shop on the corner.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class PointsJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S31")]
    public async Task Code_IsScannedAtTheShop_TooDearIsRefused_AndAMistakeIsUndone()
    {
        var (merchant, _) = await Town.Shop();
        await Town.Station((await Town.Goods("积分鸡蛋", 900), 20), (await Town.Goods("积分大米", 4500), 300));
        await using var phone = await Device();
        var page = await Resident(phone);
        var account = await Account(page);
        await Town.MoveIn(account);
        await Town.Earn(account, 30);

        await using var counter = await Device(desktop: true);
        var shop = await Staff(counter, merchant, first: "/shop/redeem");
        await Scan(shop, "Code", "6901234567892");
        await Expect(shop.Locator("main .problems")).ToBeVisibleAsync();
        await ShouldBeAccessible(shop);
        await Picture(shop, "points-1-no-code");
        await Scan(shop, "Code", await CodeOf(page));
        await shop.GetByRole(AriaRole.Button, new() { Name = "积分大米" }).ClickAsync();
        await SayYes(shop);
        await Expect(shop.Locator("main .problems")).ToContainTextAsync("积分");
        await Picture(shop, "points-2-too-dear");

        // The resident still stands there and takes something else; then it was the wrong box.
        await shop.GetByRole(AriaRole.Button, new() { Name = "积分鸡蛋" }).ClickAsync();
        await SayYes(shop);
        await Says(shop, "已兑换：积分鸡蛋 × 1，扣 20 积分");
        await page.GotoAsync("/me/wallet?unit=points");
        await Says(page, "积分鸡蛋");
        await ShouldBeAccessible(page);
        await Picture(page, "points-3-statement");
        await shop.GetByText("点错了？冲正").ClickAsync();
        await shop.FillAsync("main [name=Reason]", "拿错了一盒");
        await Press(shop, "冲正，退回积分");
        await Says(shop, "（已冲正）");
        await page.GotoAsync("/points/shop");
        await Says(page, "已冲正，积分已退 · 拿错了一盒");
        await Expect(page.Locator("main .stat-value").First).ToHaveTextAsync("30");
        await Picture(page, "points-4-given-back");
    }

    [Fact, Trait("Feature", "S33")]
    public async Task Clause_IsWritten_DeclaredWithAPhoto_Confirmed_AndItsPointsAreSpent()
    {
        await Town.EarningRule("covenant.landing", "楼道清理", 10);
        await Town.Station((await Town.Goods("公约香皂", 500), 8));
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: Town.Second), first: "/desk/covenant");
        await desk.SelectOptionAsync("main [name=Place]", "hf-2");
        await desk.FillAsync("main [name=Number]", "0");
        await desk.FillAsync("main [name=TextZh]", "楼道不堆放杂物");
        await desk.FillAsync("main [name=TextEn]", "Landings stay clear");
        await desk.SelectOptionAsync("main [name=Event]", "covenant.landing");
        await desk.FillAsync("main [name=Source]", "居民代表会议第 3 次");
        await desk.CheckAsync("main [name=Declared]");
        await Press(desk, "保存");
        await Expect(desk.Locator("main .problems")).ToContainTextAsync("条款编号为 1–99");
        await ShouldBeAccessible(desk);
        await Picture(desk, "covenant-1-number");
        await desk.FillAsync("main [name=Number]", "1");
        await Press(desk, "保存");
        await Expect(desk.Locator("main table")).ToContainTextAsync("1. 楼道不堆放杂物");

        await using var phone = await Device();
        var (page, account) = await Neighbour(phone, "/points");
        await Town.Born(account, new(1967, 5, 12), "吴姐");
        await page.GotoAsync("/points");
        await ShouldBeAccessible(page);
        await Picture(page, "covenant-2-clauses");
        await page.GetByRole(AriaRole.Link, new() { Name = "1. 楼道不堆放杂物" }).ClickAsync();
        await page.FillAsync("[name=Text]", "把三楼的旧纸箱清走了");
        await Press(page, "提交");
        await Expect(page.Locator("main .problems")).ToContainTextAsync("请附 1–3 张照片");
        await Expect(page.Locator("[name=Text]")).ToHaveValueAsync("把三楼的旧纸箱清走了");
        await TakePhoto(page);
        await Press(page, "提交");
        await Says(page, "待确认");

        // Her steward does not confirm without a word, and then does.
        await using var field = await Device(desktop: true);
        var steward = await Staff(field, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/covenant");
        await Says(steward, "把三楼的旧纸箱清走了");
        await Press(steward, "不确认");
        await Expect(steward.Locator("main .problems")).ToBeVisibleAsync();
        await ShouldBeAccessible(steward);
        await Picture(steward, "covenant-3-word");
        await Press(steward, "确认，发积分");
        await Says(steward, "没有待确认的申报");
        await page.ReloadAsync();
        await Says(page, "+10");

        // The station's catalogue: eight of the ten for soap, to be fetched within a day.
        await page.GotoAsync("/points/shop");
        await page.Locator("main .card").Filter(new() { HasText = "公约香皂" }).GetByRole(AriaRole.Button, new() { Name = "预留，24 小时内来取" }).ClickAsync();
        await SayYes(page);
        await Says(page, "已预留：公约香皂 × 1");
        await ShouldBeAccessible(page);
        await Picture(page, "covenant-4-reserved");
    }
}
