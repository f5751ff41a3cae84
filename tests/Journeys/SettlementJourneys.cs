using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Somebody is refused recognition, appeals, and is heard by another person than who refused (S89).</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class SettlementJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S89")]
    public async Task Applicant_IsRefusedWithAReason_Appeals_AndSomebodyElseDecides()
    {
        Town.Clock.ToNextMorning();
        await Town.TalentRules();
        await using var phone = await Device();
        var (page, _) = await Neighbour(phone, "/enterprise/talent");
        var form = page.Locator("details:has(input[value=bachelor])");
        await form.Locator("summary").ClickAsync();
        await form.Locator("[name=Months]").FillAsync("4");
        await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "diploma.png", MimeType = "image/png", Buffer = Town.Photo });
        await form.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Expect(page.Locator("[name=Anyway]")).ToBeVisibleAsync();
        await ShouldBeAccessible(page);
        await Picture(page, "settle-1-too-short");
        await page.CheckAsync("[name=Anyway]");
        await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "diploma.png", MimeType = "image/png", Buffer = Town.Photo });
        await form.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Says(page, "审核中");

        await using var one = await Device(desktop: true);
        var first = await Staff(one, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/talent");
        await first.GotoAsync("/desk/talent");
        await first.FillAsync("main [name=Reason]", "社保不满六个月");
        await Press(first, "不予认定");
        await Says(first, "社保不满六个月");
        await page.GotoAsync("/enterprise/talent");
        await Says(page, "社保不满六个月");
        await page.GetByText("不服？").ClickAsync();
        await page.FillAsync("[name=Grounds]", "前两个月由原单位在外地缴，已转入，附转移单。");
        await ShouldBeAccessible(page);
        await Picture(page, "settle-2-appeal");
        await Press(page, "提交申诉");
        await Says(page, "由其他人员复核");

        // Who refused has no say in it.
        await first.GotoAsync("/desk/talent");
        await Says(first, "由原决定人以外");
        await Expect(first.GetByRole(AriaRole.Button, new() { Name = "撤销原决定，予以认定" })).ToHaveCountAsync(0);
        await using var two = await Device(desktop: true);
        var second = await Staff(two, await Town.Hire(Posts.StreetOfficer, at: Town.Second), first: "/desk/talent");
        await second.GotoAsync("/desk/talent");
        await second.FillAsync("main [name=Reason]", "转移单属实，满六个月");
        await ShouldBeAccessible(second);
        await Picture(second, "settle-3-desk");
        await Press(second, "撤销原决定，予以认定");
        await Says(second, "已认定");
        await page.GotoAsync("/enterprise/talent");
        await Says(page, "转移单属实");
        await Says(page, "去看人才公寓");
    }
}
