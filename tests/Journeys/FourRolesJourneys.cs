using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>One item through four workspaces over one set of data (S02): resident, staff, property, merchant, and back to the resident.</summary>
[Trait("Feature", "S02")]
[Collection(OtherJourneyGroup.Name)]
public sealed class FourRolesJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Item_BegunByAResident_PassesStaffPropertyAndMerchant_UntilTheResidentConfirms()
    {
        // The shop first: its owner fills it in on the phone, a worker lists it.
        await using var shopPhone = await Device();
        var shop = await Staff(shopPhone, await Town.Hire(Posts.Merchant, name: "郑老板"));
        await shop.GotoAsync("/shop");
        await shop.FillAsync("[name=Name]", "月牙桥便利店");
        await shop.FillAsync("[name=Address]", "月牙桥路 1 号");
        await shop.FillAsync("[name=Phone]", "0571-55503001");
        await shop.FillAsync("[name=Hours]", "每天 6:30–21:00");
        await ShouldBeAccessible(shop);
        await shop.ClickAsync("main form[method=post] button[type=submit]");
        await Expect(shop.Locator("#shop-state")).ToContainTextAsync("待审核");

        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.CommunityWorker));
        await desk.GotoAsync("/desk/shops");
        await ShouldBeAccessible(desk);
        await desk.Locator("#shop-queue .card").Filter(new() { HasText = "月牙桥便利店" }).GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true }).ClickAsync();
        await Expect(shop.Locator("#shop-state")).ToContainTextAsync("已公开");
        await Picture(shop, "shop-listed");

        // The resident.
        await using var phone = await Device();
        var resident = await Resident(phone, "/report");
        await resident.FillAsync("[name=Text]", "便利店门口的纸箱挡住了人行道");
        await resident.Locator(".tile-choice").Filter(new() { HasText = "乱停车" }).ClickAsync();
        await Expect(resident.Locator("[data-place-message]")).ToContainTextAsync("已定位");
        await resident.Locator("form button.btn-primary").ClickAsync();
        await resident.WaitForURLAsync("**/report/receipt/*");
        var number = await resident.InnerTextAsync(".receipt-number");
        await resident.GetByText("查看进展").ClickAsync();
        await resident.WaitForURLAsync("**/cases/*");
        var path = $"/desk/cases/{CaseOf(resident).Value}";

        // Staff give it to the team on the street.
        await desk.GotoAsync(path);
        await desk.ClickAsync("#act-dispatch summary");
        await desk.SelectOptionAsync("[name='Dispatch.Team']", "lighting");
        await desk.ClickAsync("#act-dispatch button[type=submit]");
        await desk.WaitForURLAsync("**done=Dispatch");

        // The team begins and asks the shop to help.
        await using var crewPhone = await Device();
        var crew = await Staff(crewPhone, await Town.Hire(Posts.PropertyRepair, "lighting"));
        await crew.GotoAsync("/property?box=Pool");
        await crew.ClickAsync($"text={number}");
        await crew.ClickAsync("#act-grab button[type=submit]");
        await crew.WaitForURLAsync("**done=Grab");
        await crew.ClickAsync("#act-start button[type=submit]");
        await crew.WaitForURLAsync("**done=Start");
        await crew.ClickAsync("#act-askcohandler summary");
        await crew.SelectOptionAsync("[name='AskCoHandler.Team']", new SelectOptionValue { Label = "月牙桥便利店" });
        await crew.FillAsync("[name='AskCoHandler.Task']", "请把纸箱搬回店里");
        await crew.ClickAsync("#act-askcohandler button[type=submit]");
        await crew.WaitForURLAsync("**done=AskCoHandler");

        // The shop hears of it, adds a photo and says what it did.
        await Expect(shop.Locator("#shop-state")).ToContainTextAsync("1");
        await shop.GotoAsync("/shop/cases?box=Helping");
        await ShouldBeAccessible(shop);
        await Picture(shop, "shop-helping");
        await shop.ClickAsync($"text={number}");
        await shop.ClickAsync("#act-addevidence summary");
        await shop.SelectOptionAsync("[name='AddEvidence.Phase']", "After");
        await shop.SetInputFilesAsync("[name='AddEvidence.Files']", new FilePayload { Name = "after.png", MimeType = "image/png", Buffer = Town.Photo });
        await shop.WaitForSelectorAsync("#act-addevidence [data-photo-list] img");
        await shop.ClickAsync("#act-addevidence button[type=submit]");
        await shop.WaitForURLAsync("**done=AddEvidence");
        await shop.ClickAsync("#act-finishcohandling summary");
        await shop.FillAsync("[name='FinishCoHandling.Result']", "纸箱已搬走");
        await Picture(shop, "shop-case");
        await shop.ClickAsync("#act-finishcohandling button[type=submit]");
        await shop.WaitForURLAsync("**done=FinishCoHandling");

        // The team answers on the strength of the shop's photo; the resident says that it is done.
        await crew.GotoAsync(path);
        await Expect(crew.Locator("#case-timeline")).ToContainTextAsync("纸箱已搬走");
        await crew.FillAsync("[name='Answer.Text']", "店家已把纸箱搬走，人行道已清。");
        await crew.ClickAsync("#act-answer button[type=submit]");
        await crew.WaitForURLAsync("**done=Answer");
        await Expect(resident.Locator(".answer")).ToContainTextAsync("人行道已清");
        await resident.Locator(".stars label").First.ClickAsync();
        await resident.GetByText("已解决，确认办结").ClickAsync();
        await resident.WaitForURLAsync("**?did=confirm");
        await Expect(resident.Locator(".step-done")).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task Operator_WritesAnnouncements_AndResidentsReadThemOnTheHomePage()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.Operator, at: Linli.Platform.Data.ScopePath.Parse("/hf/", null), name: "袁雨然"));
        await desk.GotoAsync("/desk/announcements");
        await ShouldBeAccessible(desk);
        await desk.SelectOptionAsync("[name=Scope]", "/hf/");
        await desk.FillAsync("[name=TitleZh]", "邻里节摊位报名");
        await desk.FillAsync("[name=TextZh]", "本月邻里节设 20 个便民摊位，请到邻里中心前台报名。");
        await desk.CheckAsync("[name=Important]");
        await desk.ClickAsync("main form[method=post] button[type=submit]");
        await desk.WaitForURLAsync("**/desk/announcements/*");
        await ShouldBeAccessible(desk);
        await desk.GetByRole(AriaRole.Button, new() { Name = "发布" }).ClickAsync();
        await Expect(desk.Locator("main")).ToContainTextAsync("公开中");
        await Picture(desk, "announcement-desk");

        await using var phone = await Device();
        var page = await Resident(phone);
        await Expect(page.Locator("main")).ToContainTextAsync("邻里节摊位报名");
        await Picture(page, "home-announcement");
        await page.Locator(".home-strip").Filter(new() { HasText = "邻里节摊位报名" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("20 个便民摊位");
        await ShouldBeAccessible(page);
        await page.GotoAsync("/announcements");
        await ShouldBeAccessible(page);

        await desk.GetByRole(AriaRole.Button, new() { Name = "撤下" }).ClickAsync();
        await SayYes(desk);
        await Expect(desk.Locator("main")).ToContainTextAsync("已撤下");
        await page.GotoAsync("/");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("邻里节摊位报名");
    }
}
