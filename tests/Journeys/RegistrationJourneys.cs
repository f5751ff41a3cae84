using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A new tenant asks to be registered, and the worker at the desk sees it at once (S03, S06).</summary>
public sealed class RegistrationJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S03"), Trait("Feature", "S06")]
    public async Task Tenant_Registers_AndTheOpenWorkbenchShowsItByItself()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.CommunityWorker, at: Town.Second));
        await desk.GotoAsync("/desk/registrations");
        await using var first = await Device();
        var phone = await Resident(first, "/register");
        await FillIn(phone, "陈可", "502");
        await Picture(phone, "register-filled");
        await ShouldBeAccessible(phone);

        await Send(phone);
        var request = Waiting(desk, "和二-7-502 · 陈可");
        await Expect(request).ToBeVisibleAsync();
        await Expect(request).ToContainTextAsync("租户");
        await Expect(request).ToContainTextAsync("租期至");
        await Expect(request).ToContainTextAsync("已等待");
        await Picture(desk, "review-queue");

        // The phone shows the decision by itself, too.
        await Expect(phone.Locator("#me-homes")).ToContainTextAsync("待审核");
        await request.GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true }).ClickAsync();
        await Expect(phone.Locator("#me-homes")).ToContainTextAsync("已通过");
        await Expect(phone.Locator("#me-homes .weui-cell").First).ToContainTextAsync("和二-7-502");
        await Picture(phone, "register-approved");

        var audit = desk.Locator("#review-queue table tbody tr").Filter(new() { HasText = "和二-7-502" });
        await Expect(audit).ToContainTextAsync("已通过");
        await Expect(audit).ToContainTextAsync("李敏");
        await ShouldBeAccessible(desk);
        await Picture(desk, "review-decided");
    }

    [Fact, Trait("Feature", "S03"), Trait("Feature", "S06")]
    public async Task Registration_Rejected_TellsTheResidentWhy()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.CommunityWorker, at: Town.Second));
        await desk.GotoAsync("/desk/registrations");
        await using var second = await Device();
        var phone = await Resident(second, "/register");
        await FillIn(phone, "陈可心", "501");
        await Send(phone);
        var request = Waiting(desk, "和二-7-501 · 陈可心");
        await Expect(request).ToBeVisibleAsync();

        var reject = request.GetByRole(AriaRole.Button, new() { Name = "不通过" });
        await reject.ClickAsync();
        await Expect(desk.Locator(".problems")).ToContainTextAsync("原因");
        await request.Locator("[name=Reason]").FillAsync("请补充租赁合同的照片");
        await reject.ClickAsync();
        await Expect(request).ToHaveCountAsync(0);

        await Expect(phone.Locator("#me-homes")).ToContainTextAsync("请补充租赁合同的照片");
        await phone.GotoAsync("/notices");
        await Expect(phone.Locator("#inbox")).ToContainTextAsync("居民认证未通过");
        await Expect(desk.Locator("#review-queue table tbody tr").Filter(new() { HasText = "陈可心" })).ToContainTextAsync("请补充租赁合同的照片");
    }

    private static ILocator Waiting(IPage desk, string title) =>
        desk.Locator("#review-queue .card").Filter(new() { HasText = title });

    private async Task FillIn(IPage phone, string name, string door)
    {
        await phone.SelectOptionAsync("[name=community]", "hf-2");
        await phone.ClickAsync("form[method=get]:has([name=community]) button[type=submit]");
        await phone.SelectOptionAsync("[name=building]", "hf-2-c01-07");
        await phone.ClickAsync("form[method=get]:has([name=community]) button[type=submit]");
        await phone.SelectOptionAsync("[name=Home]", new SelectOptionValue { Label = door });
        await phone.Locator(".tile-choice").Filter(new() { HasText = "租户" }).ClickAsync();
        await phone.FillAsync("[name=Name]", name);
        await phone.FillAsync("[name=LeaseEnd]", Town.Clock.GetUtcNow().AddMonths(6).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Returns when the server has answered.</summary>
    private static Task<IResponse> Send(IPage phone) => phone.RunAndWaitForResponseAsync(
        () => phone.ClickAsync("form[method=post] button[type=submit]"),
        answer => answer.Request.Method == "POST" && answer.Url.Contains("/register", StringComparison.Ordinal));
}
