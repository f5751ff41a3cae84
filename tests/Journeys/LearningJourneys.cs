using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Two in the afternoon: a learner tries a sixth course (S40).</summary>
public sealed class LearningJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S40")]
    public async Task Learner_ChoosesFiveCourses_AndReadsWhyTheSixthIsRefused()
    {
        await using var phone = await Device(elder: true);
        var page = await Resident(phone, "/learning");
        var courses = await Town.College(await Account(page));
        foreach (var course in courses.Take(5))
        {
            await page.GotoAsync($"/learning/courses/{course}");
            await page.ClickAsync("main button[value=enrol]");
            await page.WaitForURLAsync("**/learning/mine*");
        }

        await page.GotoAsync($"/learning/courses/{courses[5]}");
        await page.ClickAsync("main button[value=enrol]");
        await Expect(page.Locator("main")).ToContainTextAsync("每人每年最多选 5 门");
        await ShouldBeAccessible(page);
        await Picture(page, "college-sixth");
        await page.ClickAsync("main button[value=wish]");
        await Expect(page.Locator("main")).ToContainTextAsync("已登记候补");
        await page.GotoAsync("/learning/mine");
        await Expect(page.Locator("main")).ToContainTextAsync("国画第 6 班");
        await ShouldBeAccessible(page);
        await Picture(page, "college-mine");
    }
}
