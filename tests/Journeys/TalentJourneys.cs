using System.Globalization;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Somebody new in town: from the application to the key of a flat (S86, S89).</summary>
public sealed class TalentJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S86"), Trait("Feature", "S89")]
    public async Task Talent_IsRecognised_WaitsForAFlat_SignsItsContract_AndMovesIn()
    {
        await Town.OpenFlats();
        await using var phone = await Device();
        var page = await Resident(phone);
        var account = await page.EvaluateAsync<string>("() => fetch('/api/v1/me').then(a => a.json()).then(me => me.account)");
        await Town.MoveIn(account);

        await page.GotoAsync("/enterprise/talent");
        await ShouldBeAccessible(page);
        var form = page.Locator("details:has(input[value=bachelor])");
        await form.Locator("summary").ClickAsync();
        await form.Locator("[name=Months]").FillAsync("12");
        await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "diploma.png", MimeType = "image/png", Buffer = Town.Photo });
        await form.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("审核中");
        await Picture(page, "talent-1-applied");

        await using var counter = await Device(desktop: true);
        var worker = await Staff(counter, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/talent");
        await worker.GotoAsync("/desk/talent");
        await ShouldBeAccessible(worker);
        await worker.FillAsync("[name=Reason]", "学历和社保符合第三条");
        await worker.GetByRole(AriaRole.Button, new() { Name = "予以认定", Exact = true }).ClickAsync();
        await Expect(worker.Locator("main")).ToContainTextAsync("已认定");

        await page.GotoAsync("/enterprise/flats");
        await page.GetByRole(AriaRole.Button, new() { Name = "加入轮候" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("前面还有 0 人");
        await Town.GiveFlatsOut();
        await page.GotoAsync("/enterprise/flats");
        await ShouldBeAccessible(page);
        await Picture(page, "talent-2-offered");
        await page.GetByRole(AriaRole.Button, new() { Name = "要这套，去签约" }).ClickAsync();
        await page.WaitForURLAsync("**/enterprise/flats/mine*");

        // Without money nothing is signed and nothing is taken.
        await page.GetByRole(AriaRole.Button, new() { Name = "签约付押金" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("余额还差 900.00 元");
        await Town.Pay(account, 200_000);
        await page.GetByRole(AriaRole.Button, new() { Name = "签约付押金" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("您已签，等出租方签");

        await using var office = await Device(desktop: true);
        var keeper = await Staff(office, await Town.Hire(Posts.Operator), first: "/desk/flats?box=ToSign");
        await keeper.GotoAsync("/desk/flats?box=ToSign");
        await ShouldBeAccessible(keeper);
        await keeper.GetByRole(AriaRole.Link, new() { Name = $"1-1-{Town.Door}" }).ClickAsync();
        await keeper.GetByRole(AriaRole.Button, new() { Name = "出租方签约" }).ClickAsync();
        await keeper.GetByRole(AriaRole.Button, new() { Name = "清点完成，请承租人确认" }).ClickAsync();
        await Expect(keeper.Locator("main")).ToContainTextAsync("等承租人确认");
        await Picture(keeper, "talent-3-checked");

        await page.GotoAsync("/enterprise/flats/mine");
        await Expect(page.Locator("main")).ToContainTextAsync("床 × 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "确认，入住" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("居住中");
        await page.Locator("button[value=pay]").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("已交");
        await ShouldBeAccessible(page);
        await Picture(page, "talent-4-home");
        await keeper.GotoAsync("/desk/flats?box=Let");
        await Expect(keeper.Locator("main")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"1-1-{Town.Door}"));
    }
}
