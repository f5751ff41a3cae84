using System.Globalization;
using Linli.People;
using Linli.Platform.Time;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A survey from the first question to what comes of it (day 20:00).</summary>
public sealed class SurveyJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S11"), Trait("Feature", "S01")]
    public async Task Worker_AsksTheNeighbours_OneAnswers_AndEverybodyReadsTheResults()
    {
        await using var desks = await Device(desktop: true);
        var desk = await Staff(desks, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/surveys");
        await desk.GetByRole(AriaRole.Link, new() { Name = "新问卷" }).ClickAsync();
        await desk.FillAsync("[name=Title]", "儿童乐园什么时候亮灯");
        await desk.FillAsync("[name=OpensAt]", Local(TimeSpan.FromMinutes(-5)));
        await desk.FillAsync("[name=ClosesAt]", Local(TimeSpan.FromDays(-2)));
        await desk.FillAsync("[name=MinAge]", "");
        await desk.FillAsync("[name=Text1]", "您希望几点熄灯");
        await desk.FillAsync("[name=Options1]", "21:00\n22:00");
        await desk.CheckAsync("[name=Required1]");
        await Press(desk, "保存草稿");
        await Expect(desk.Locator(".problems")).ToContainTextAsync("结束时间应在开始之后");
        await desk.FillAsync("[name=ClosesAt]", Local(TimeSpan.FromDays(3)));
        await Press(desk, "保存草稿");
        await Says(desk, "已保存");

        // More places for questions came with the draft.
        await desk.FillAsync("[name=Text2]", "还有什么想说的");
        await desk.SelectOptionAsync("[name=Kind2]", "Text");
        await Press(desk, "保存草稿");
        await Expect(desk.Locator("[name=Text2]")).ToHaveValueAsync("还有什么想说的");
        await Picture(desk, "survey-builder");
        await ShouldBeAccessible(desk);
        await Press(desk, "发布");
        await SayYes(desk);
        await Says(desk, "进行中");

        // A neighbour finds it on the home page, under its own channel.
        await using var phone = await Device();
        var (page, _) = await Neighbour(phone);
        await page.Locator(".channels").GetByText("问卷调查").ClickAsync();
        await page.GetByText("儿童乐园什么时候亮灯").ClickAsync();
        await ShouldBeAccessible(page);
        await Picture(page, "survey-answer");
        await page.CheckAsync("[name=q1][value='2']");
        await page.FillAsync("[name=q2]", "灯请朝下");
        await Press(page, "提交答卷");
        await Says(page, "已收到您的答卷");

        await desk.ReloadAsync();
        await Says(desk, "灯请朝下");
        await Press(desk, "现在结束");
        await SayYes(desk);
        await desk.FillAsync("[name=Text]", "下周起 22:00 熄灯，灯罩已调低。");
        await Press(desk, "公布");
        await Picture(desk, "survey-desk-results");
        await ShouldBeAccessible(desk);
        await page.ReloadAsync();
        await Says(page, "下周起 22:00 熄灯");
        await Says(page, "100%（1）");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("灯请朝下");
        await Picture(page, "survey-results");
        await ShouldBeAccessible(page);

        string Local(TimeSpan from) => LocalTime.ToLocal(Town.Clock.GetUtcNow() + from).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
    }
}
