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
        await Town.TalentRules();
        await using var office = await Device(desktop: true);
        var keeper = await Staff(office, await Town.Hire(Posts.Operator), first: "/desk/flats/estates");
        await EnterTheFlat(keeper);
        await using var phone = await Device();
        var page = await Resident(phone);
        var account = await Account(page);
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

        // Nobody stays longer without saying so: the keeper asks, the tenant agrees on the phone.
        await keeper.GetByRole(AriaRole.Link, new() { Name = $"1-1-{Town.Door}" }).ClickAsync();
        await keeper.GetByText("续租、换房").ClickAsync();
        await keeper.FillAsync("[name=Months]", "6");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "请承租人同意续租" }).ClickAsync();
        await keeper.GetByText("续租、换房").ClickAsync();
        await Says(keeper, "等对方在手机上同意");
        await page.GotoAsync("/enterprise/flats/mine");
        await ShouldBeAccessible(page);
        await Picture(page, "talent-5-go-on");
        await Press(page, "同意续租");
        await Says(page, "已办好");
        await Expect(page.Locator("main")).ToContainTextAsync($"{Town.Clock.Today:yyyy-MM-dd} – {Town.Clock.Today.AddMonths(18).AddDays(-1):yyyy-MM-dd}");
    }

    // The desk enters the estate, its furnishing, the flat (too dear at first) and a queue for it.
    private static async Task EnterTheFlat(IPage keeper)
    {
        await keeper.GotoAsync("/desk/flats/estates");
        var estate = keeper.Locator("form:has([name=Code])");
        await estate.Locator("[name=Code]").FillAsync("hefeng");
        await estate.Locator("[name=NameZh]").FillAsync("和风公寓");
        await estate.Locator("[name=Kit-OneRoom]").FillAsync("床 1\n钥匙 2");
        await ShouldBeAccessible(keeper);
        await Press(keeper, "保存项目");
        await Says(keeper, "项目已保存");
        await keeper.GetByText("加一套房").ClickAsync();
        var flat = keeper.Locator("form:has([name=Door])");
        await flat.Locator("[name=Building]").FillAsync("1");
        await flat.Locator("[name=Door]").FillAsync($"{Town.Door}");
        await flat.Locator("[name=Layout]").SelectOptionAsync("OneRoom");
        await flat.Locator("[name=Area]").FillAsync("30");
        await flat.Locator("[name=Rent]").FillAsync("900.01");
        await Press(keeper, "保存房源");
        await Says(keeper, "租金不能高于限价");
        await ShouldBeAccessible(keeper);
        await Picture(keeper, "talent-0-too-dear");
        await flat.Locator("[name=Rent]").FillAsync("900");
        await Press(keeper, "保存房源");
        await Says(keeper, "房源已保存");
        await keeper.GotoAsync("/desk/flats");
        await keeper.GetByText("开新的一轮").ClickAsync();
        await keeper.FillAsync("[name=NameZh]", "常年轮候");
        await keeper.SelectOptionAsync("[name=Way]", "Queue");
        await keeper.FillAsync("[name=Places]", "10");
        await Press(keeper, "开放");
        await Says(keeper, "0 人报名");
    }
}
