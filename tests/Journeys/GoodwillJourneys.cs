using Linli.People;
using Linli.Platform.Data;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The evening of the demo's day, 19:20: of 102 wishes that are open, one neighbour takes one on (S107).</summary>
[Trait("Feature", "S107")]
public sealed class GoodwillJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    private const int Wishes = 102;

    [Fact]
    public async Task Wish_OfOneHundredAndTwo_IsClaimedByOneNeighbour_AndTheGiftIsTakenIn()
    {
        var group = ScopePath.Parse("/hf/", null);
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: group, name: "王澜"));
        await desk.GotoAsync("/desk/goodwill");
        await desk.GetByText("新建心愿活动").ClickAsync();
        await desk.FillAsync("[name=Code]", "light");
        await desk.SelectOptionAsync("[name=Place]", "hf");
        await desk.FillAsync("[name=NameZh]", "点亮微心愿");
        await desk.FillAsync("[name=DeskZh]", "邻里中心一楼服务台");
        await ShouldBeAccessible(desk);
        await Picture(desk, "wishes-new-round");
        await desk.GetByRole(AriaRole.Button, new() { Name = "新建", Exact = true }).ClickAsync();
        await desk.WaitForURLAsync("**/desk/goodwill/wishes/light");
        var signed = Town.Clock.GetUtcNow().AddDays(-3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await desk.FillAsync("[name=Table]", "编号,学段,年级,年级人数,心愿,价格,监护人签字日期\n" + string.Concat(Enumerable.Range(1, Wishes).Select(i => $"HF-{i:000},小学,3,96,{(i == 4 ? "一个书包" : "一套彩笔")},80,{signed}\n")));
        await desk.GetByRole(AriaRole.Button, new() { Name = "录入", Exact = true }).ClickAsync();
        await Expect(desk.Locator("main")).ToContainTextAsync($"可录入 {Wishes} 行");

        // Somebody else reads and publishes them.
        await using var second = await Device(desktop: true);
        var reader = await Staff(second, await Town.Hire(Posts.PartySecretary, at: group));
        await reader.GotoAsync("/desk/goodwill/wishes/light?state=Stated");
        await reader.CheckAsync("[data-check-all]");
        await reader.CheckAsync("[name=Checked]");
        await reader.GetByRole(AriaRole.Button, new() { Name = "核实所选" }).ClickAsync();
        await reader.GotoAsync("/desk/goodwill/wishes/light?state=Verified");
        await reader.CheckAsync("[data-check-all]");
        await reader.GetByRole(AriaRole.Button, new() { Name = "公开所选" }).ClickAsync();

        await using var phone = await Device();
        var lin = await Resident(phone);
        await Town.MoveIn(await Account(lin));
        await lin.GotoAsync("/wishes?round=light");
        await Expect(lin.Locator(".stat-row")).ToContainTextAsync("102");
        await ShouldBeAccessible(lin);
        await Picture(lin, "wishes-open");
        var bag = lin.Locator("main .card").Filter(new() { HasText = "一个书包" });
        await Expect(bag).ToContainTextAsync("小学三年级·D");
        await bag.GetByRole(AriaRole.Button, new() { Name = "我来实现" }).ClickAsync();
        await SayYes(lin);
        await Expect(lin.Locator("main")).ToContainTextAsync("由您来实现");
        await Expect(lin.Locator(".stat-row")).ToContainTextAsync("101");
        await Picture(lin, "wishes-claimed");

        // The desk takes the gift in, with a photo that its donor sees.
        await desk.GotoAsync("/desk/goodwill/wishes/light?state=Claimed");
        await desk.SelectOptionAsync("main select[name=Ids]", new SelectOptionValue { Index = 1 });
        await desk.FillAsync("[name=Note]", "蓝色书包一个");
        await TakePhoto(desk);
        await ShouldBeAccessible(desk);
        await Picture(desk, "wishes-taken-in");
        await desk.GetByRole(AriaRole.Button, new() { Name = "登记送达" }).ClickAsync();
        await Expect(desk.Locator("main")).Not.ToContainTextAsync("登记送达");
        await lin.GotoAsync("/wishes/mine");
        await Expect(lin.Locator("main")).ToContainTextAsync("蓝色书包一个");
        await Expect(lin.Locator("main img[alt='您送来的礼物']")).ToHaveCountAsync(1);
        await ShouldBeAccessible(lin);
        await Picture(lin, "wishes-mine");
    }
}
