using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Twenty-five past four (day.md 16:25–16:50): the office has set up the path, a card leaves it; parents, school and keeper see it at once, until it is closed.</summary>
[Collection(OtherJourneyGroup.Name)]
[Trait("Feature", "S43"), Trait("Feature", "S44"), Trait("Feature", "S45")]
public sealed class SchoolPathJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    private const string Card = "C-1007";

    [Fact]
    public async Task CardThatLeavesThePath_IsSeenByParentsSchoolAndKeeper_UntilItIsClosed()
    {
        Town.Clock.ToNextMorning();
        Town.Clock.MoveTo(Town.Clock.Today, new(16, 25));
        await using var office = await Device(desktop: true);
        var clerk = await Town.Hire(Posts.Operator, at: ScopePath.Parse("/hf/", null));
        await SetUp(await Staff(office, clerk, first: "/desk/school-paths/new"), Town.Clock.Today);

        await using var fathers = await Device();
        await using var mothers = await Device();
        var (father, mother) = (await Resident(fathers, "/me"), await Resident(mothers, "/me"));
        await Town.Pupil(await Account(father), await Account(mother), "林安安", Card);
        await Enrol(father);

        await using var shop = await Device();
        var merchant = await Town.Hire(Posts.Merchant, name: "郑老板");
        await Town.GuardPoint(clerk, merchant);
        var keeper = await Staff(shop, merchant, first: "/guard-duty");
        await Press(keeper, "我到岗了");
        await Says(keeper, "您在岗");
        await Picture(keeper, "school-guard-duty");
        await ShouldBeAccessible(keeper);
        await keeper.GotoAsync("/duty");

        await using var schools = await Device(desktop: true);
        var school = await Staff(schools, await Town.Hire(Posts.SchoolSafety), first: "/desk/school-path");
        await Says(school, "没有提醒");

        // Along the path, and away from it: everybody's open page says so by itself.
        await Town.CardIs(Card, (90, 30.2095, 120.2160), (75, 30.2095, 120.2162), (60, 30.2095, 120.2165), (45, 30.2095, 120.2170));
        await father.ReloadAsync();
        await Expect(father.GetByText("在通学路上", new() { Exact = true })).ToBeVisibleAsync();
        await Town.CardIs(Card, (15, 30.2101, 120.2172), (0, 30.2104, 120.2173));
        await Says(father, "不在通学路上");
        await Says(father, "离开通学路");
        (await Town.AlertTook()).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await Picture(father, "school-parent-alert");
        await ShouldBeAccessible(father);
        await mother.GotoAsync("/notices");
        await mother.GetByText("离开通学路提醒").ClickAsync();
        await mother.WaitForURLAsync("**/my/school-path");
        await Says(mother, "不在通学路上");

        // The keeper takes the call.
        await Expect(keeper.Locator(".duty-call")).ToContainTextAsync("学生离开通学路");
        await Picture(keeper, "school-keeper-call");
        await keeper.Locator(".duty-call button").First.ClickAsync();
        await Says(father, "有人前往");

        // The school takes the alert and closes it when the child is back; it reads no name.
        await Expect(school.Locator("[data-alert]")).ToContainTextAsync("离开通学路");
        await Expect(school.Locator("main")).Not.ToContainTextAsync("林安安");
        await Picture(school, "school-desk-alert");
        await ShouldBeAccessible(school);
        await Press(school, "我来处理");
        await Expect(school.GetByRole(AriaRole.Button, new() { Name = "我来处理" })).ToBeHiddenAsync();
        await Town.CardIs(Card, (0, 30.2095, 120.2174));
        await Close(school);
        await Says(father, "已办结");
        await Expect(keeper.Locator(".duty-call")).ToBeHiddenAsync();
        await DeleteTracks(father);
        await Help(keeper);
    }

    private static async Task SetUp(IPage page, DateOnly today)
    {
        await page.FillAsync("[name=Code]", "blue");
        await page.SelectOptionAsync("[name=Place]", "hf");
        await page.FillAsync("[name=NameZh]", "蓝色通学路");
        await page.FillAsync("[name=NameEn]", "Blue School Path");
        await page.FillAsync("[name=Windows]", "08:10-07:20");
        await page.FillAsync("[name=Line]", Town.SchoolLine);
        await page.ClickAsync("summary:has-text('学校 2')");
        foreach (var (n, code, at, zh, en, grounds) in new[]
        {
            (0, "school-a", "hf-1", "桐荫小学", "Tongyin Primary School", Town.WestGrounds), (1, "school-b", "hf-2", "映月小学", "Yingyue Primary School", Town.EastGrounds),
        })
        {
            await page.FillAsync($"[name=School{n}]", code);
            await page.SelectOptionAsync($"[name=At{n}]", at);
            await page.FillAsync($"[name=Zh{n}]", zh);
            await page.FillAsync($"[name=En{n}]", en);
            await page.FillAsync($"[name=Grounds{n}]", grounds);
        }

        await Press(page, "保存");
        await Expect(page.Locator(".field-error")).ToContainTextAsync("时段应写成");
        await page.FillAsync("[name=Windows]", "07:20-08:10 16:20-17:30");
        await Press(page, "保存");
        await Says(page, "已保存");
        await Picture(page, "school-path-setup");
        await ShouldBeAccessible(page);

        await page.GotoAsync("/desk/school-calendar?place=hf");
        await page.FillAsync("[name=Days]", string.Create(CultureInfo.InvariantCulture, $"{today:yyyy-MM-dd} 也许 补课"));
        await Press(page, "保存");
        await Expect(page.Locator(".field-error")).ToContainTextAsync("第 1 行");
        await page.FillAsync("[name=Days]", string.Create(CultureInfo.InvariantCulture, $"{today:yyyy-MM-dd} 上学 补课"));
        await Press(page, "保存");
        await Says(page, "已保存");
        await Picture(page, "school-calendar");
        await ShouldBeAccessible(page);
    }

    private static async Task Enrol(IPage father)
    {
        await father.GotoAsync("/my/school-path");
        await father.ClickAsync("summary:has-text('登记学生卡')");
        await father.SelectOptionAsync("[name=School]", "school-a");
        await father.FillAsync("[name=Card]", Card);
        await father.CheckAsync("[name=Agree]");
        await father.ClickAsync("button[value=enrol]");
        await Says(father, "通学时段已开始，还没有收到消息");
        await father.ClickAsync("summary:has-text('孩子还可以回哪些小区')");
        await father.CheckAsync("[name=Leave][value=hf-1-c01]");
        await father.ClickAsync("button[value=leaves]");
        await Says(father, "和二苑、望汐新村");
        await Picture(father, "school-parent-enrolled");
        await ShouldBeAccessible(father);
    }

    private static async Task Close(IPage school)
    {
        await school.Locator("[data-alert] summary").ClickAsync();
        // What somebody writes stays while the page hears of news.
        await school.FillAsync("[data-alert] [name=Note]", "孩子去河边看鱼，店主陪同回到路上");
        await school.SelectOptionAsync("[data-alert] [name=Verdict]", "Real");
        await school.Locator("[data-alert] button[value=close]").ClickAsync();
        await Expect(school.Locator("[data-alert]")).ToBeHiddenAsync();
        await Expect(school.Locator("table.table")).ToContainTextAsync("已办结");
        await Picture(school, "school-desk-closed");
    }

    private static async Task DeleteTracks(IPage father)
    {
        await father.ReloadAsync();
        await Expect(father.GetByText("在通学路上", new() { Exact = true })).ToBeVisibleAsync();
        await father.ClickAsync("button[value=tracks]");
        await SayYes(father);
        await Says(father, "行踪已删除");
        await Says(father, "通学时段已开始，还没有收到消息");
    }

    // Rain: an umbrella is lent and a knee is plastered; everybody may read that, nobody whose.
    private async Task Help(IPage keeper)
    {
        await keeper.GotoAsync("/guard-duty");
        await Press(keeper, "借出一把雨伞");
        await Press(keeper, "使用了急救箱");
        await using var anybody = await Device();
        var page = anybody.Pages[0];
        await page.GotoAsync("/school-path");
        await Says(page, "全长 1.5 公里，连起 2 所小学");
        foreach (var text in new[] { "G7 月牙桥便利店护学点", "急救箱", "16:00-18:00", "有人在岗", "借出一把雨伞", "使用了急救箱" })
            await Says(page, text);
        await Expect(page.Locator("main")).Not.ToContainTextAsync("安安");
        await Picture(page, "school-path-public");
        await ShouldBeAccessible(page);
    }
}
