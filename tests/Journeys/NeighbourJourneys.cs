using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The three ways in of the resident's home: the community, the property company, and friends (S03).</summary>
[Trait("Feature", "S03")]
public sealed class NeighbourJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Home_LeadsToTheCommunityThePropertyAndFriends()
    {
        await using var phone = await Device();
        var page = await Resident(phone);
        foreach (var (name, path) in new[] { ("找社区", "/find/community"), ("找物业", "/find/property"), ("找朋友", "/find/friends") })
        {
            await page.GotoAsync("/");
            await page.Locator($"main a[href='{path}']").Filter(new() { HasText = name }).First.ClickAsync();
            await page.WaitForURLAsync("**" + path);
            await Expect(page.Locator("h1")).ToContainTextAsync(name);
        }
    }

    [Fact]
    public async Task VerifiedResident_SeesDeskGridStewardAndPropertyCompany()
    {
        await using var phone = await Device();
        var page = await VerifiedResident(phone);
        await page.GotoAsync("/find/community");
        await Expect(page.Locator("#my-grid")).ToContainTextAsync("第二网格");
        await Expect(page.Locator("#my-grid")).ToContainTextAsync("宋诗梅");
        await Expect(page.Locator("main")).ToContainTextAsync("0571-55501042");
        await Expect(page.Locator("main")).ToContainTextAsync("纸鸢街 342 号");
        await Expect(page.Locator("main")).ToContainTextAsync("周一–周五 08:30–17:30");
        await ShouldBeAccessible(page);
        await Picture(page, "find-community");
        await page.GotoAsync("/find/property");
        await Expect(page.Locator("#my-property")).ToContainTextAsync("和润物业");
        await Expect(page.Locator("#my-property")).ToContainTextAsync("0571-55502008");
        await Expect(page.Locator("#my-property")).ToContainTextAsync("每天 08:00–20:00");
        await ShouldBeAccessible(page);
        await Picture(page, "find-property");
        await page.Locator("#my-property").GetByText("向物业报修").ClickAsync();
        await page.WaitForURLAsync("**/report?type=property");
    }

    [Fact]
    public async Task Neighbours_FindGreetAndAccept_ThenSeeEachOthersContact()
    {
        await using var first = await Device();
        await using var second = await Device();
        var (gao, ding) = (await VerifiedResident(first), await VerifiedResident(second));
        await gao.GotoAsync("/find/friends");
        await ShouldBeAccessible(gao);
        await FillCard(gao, "溪畔高叔", "棋牌", "微信 gao-demo");
        await FillCard(ding, "雨棠丁姨", "广场舞", "微信 ding-demo");

        await gao.GotoAsync("/find/friends");
        var card = gao.Locator("[data-neighbour]").Filter(new() { HasText = "雨棠丁姨" });
        await Expect(card).ToContainTextAsync("广场舞");
        await Expect(gao.Locator("main")).Not.ToContainTextAsync("ding-demo");
        await card.Locator("summary").ClickAsync();
        await card.Locator("[name=Text]").FillAsync("您好，湖西广场见过您排练");
        await Picture(gao, "friends-found");
        await ShouldBeAccessible(gao);
        await card.GetByRole(AriaRole.Button, new() { Name = "发送" }).ClickAsync();
        await Expect(gao.Locator("main")).ToContainTextAsync("问候已发出");

        // The other page shows it by itself.
        await Expect(ding.Locator("#my-greetings")).ToContainTextAsync("湖西广场见过您排练");
        await ShouldBeAccessible(ding);
        await Picture(ding, "friends-greeted");
        await ding.Locator("#my-greetings").GetByRole(AriaRole.Button, new() { Name = "接受", Exact = true }).ClickAsync();
        await SayYes(ding);
        await Expect(ding.Locator("#my-greetings")).ToContainTextAsync("gao-demo");
        await Expect(gao.Locator("#my-greetings")).ToContainTextAsync("ding-demo");
        await Picture(gao, "friends-accepted");

        // Leaving takes everything along.
        await gao.GotoAsync("/find/friends/card");
        await ShouldBeAccessible(gao);
        await gao.GetByText("退出，删除我的名片").ClickAsync();
        await SayYes(gao);
        await Expect(gao.Locator("main")).ToContainTextAsync("我愿意被邻居找到");
        await ding.GotoAsync("/find/friends");
        await Expect(ding.Locator("main")).Not.ToContainTextAsync("gao-demo");
    }

    [Fact]
    public async Task Club_StartedByAResident_IsReviewedAndJoined()
    {
        await using var first = await Device();
        await using var second = await Device();
        var (ding, luo) = (await VerifiedResident(first), await VerifiedResident(second));
        await ding.GotoAsync("/clubs/start");
        await ding.FillAsync("[name=Name]", "十八蝴蝶舞团");
        await ding.SelectOptionAsync("[name=Interest]", "dance");
        await ding.FillAsync("[name=About]", "每晚七点在湖西广场排练，九点前结束。");
        await ding.FillAsync("[name=Nickname]", "丁姨");
        await ding.FillAsync("[name=BornOn]", "1961-12-09");
        await ShouldBeAccessible(ding);
        await Picture(ding, "club-start");
        await ding.ClickAsync("main form button[type=submit]");
        await ding.WaitForURLAsync("**/clubs/*-*");
        await Expect(ding.Locator("main")).ToContainTextAsync("待审核");
        var club = new Uri(ding.Url).AbsolutePath;

        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.CommunityWorker, at: Town.Second));
        await desk.GotoAsync("/desk/clubs");
        await ShouldBeAccessible(desk);
        await Picture(desk, "club-review");
        await desk.Locator("#club-queue .card").Filter(new() { HasText = "十八蝴蝶舞团" }).GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true }).ClickAsync();

        await luo.GotoAsync("/clubs");
        await ShouldBeAccessible(luo);
        await luo.ClickAsync("text=十八蝴蝶舞团");
        await luo.FillAsync("[name=Nickname]", "罗姐");
        await luo.FillAsync("[name=BornOn]", "1965-10-28");
        await luo.FillAsync("[name=Word]", "零基础可以吗");
        await ShouldBeAccessible(luo);
        await luo.GetByRole(AriaRole.Button, new() { Name = "申请加入" }).ClickAsync();
        await Expect(luo.Locator("main")).ToContainTextAsync("等发起人同意");

        await ding.GotoAsync(club);
        await Expect(ding.Locator("#club-members")).ToContainTextAsync("零基础可以吗");
        await ding.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await Expect(luo.Locator("#club-members")).ToContainTextAsync("丁姨");
        await Picture(luo, "club-member");
    }

    private async Task<IPage> VerifiedResident(IBrowserContext context)
    {
        var page = await Resident(context);
        await Town.MoveIn(await Account(page));
        return page;
    }

    private static async Task FillCard(IPage page, string nickname, string interest, string contact)
    {
        await page.GotoAsync("/find/friends");
        await page.GetByText("我愿意被邻居找到").ClickAsync();
        await page.WaitForURLAsync("**/find/friends/card");
        await page.FillAsync("[name=Nickname]", nickname);
        await page.Locator(".tile-choice").Filter(new() { HasText = interest }).ClickAsync();
        await page.FillAsync("[name=About]", "想认识住在附近的人");
        await page.FillAsync("[name=Contact]", contact);
        await page.FillAsync("[name=BornOn]", "1960-01-02");
        await Picture(page, "friends-card");
        await ShouldBeAccessible(page);
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForURLAsync("**/find/friends");
    }
}
