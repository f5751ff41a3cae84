using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>An administrator at the desk: accounts of staff with their posts, and keys for machines.</summary>
public sealed class AdministratorJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Administrator_OpensAnAccount_GrantsAPost_ResetsThePassword_AndSuspends()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.Administrator, at: Linli.Platform.Data.ScopePath.Root, name: "许承远"));
        await desk.GotoAsync("/desk/people/staff");
        await ShouldBeAccessible(desk);
        await desk.FillAsync("[name=Login]", "newcomer");
        await desk.FillAsync("[name=Name]", "朱诗宁");
        await desk.FillAsync("[name=Password]", "a-first-pass-2026");
        await desk.ClickAsync("main form[method=post] button[type=submit]");
        await desk.WaitForURLAsync("**/desk/people/staff/*");
        await ShouldBeAccessible(desk);

        await desk.SelectOptionAsync("[name=Post]", Posts.DeskClerk);
        await desk.SelectOptionAsync("[name=Scope]", "/hf/hf-1/");
        await desk.GetByRole(AriaRole.Button, new() { Name = "授予" }).ClickAsync();
        await Expect(desk.Locator("main")).ToContainTextAsync("和一社区");
        await Picture(desk, "admin-staff-member");

        await using var other = await Device(desktop: true);
        var clerk = await SignIn(other, "newcomer", "a-first-pass-2026");
        await clerk.GotoAsync("/desk/log");
        await Expect(clerk.Locator("h1")).ToContainTextAsync("登记来电");

        await desk.FillAsync("[name=Password]", "short");
        await desk.GetByRole(AriaRole.Button, new() { Name = "重置" }).ClickAsync();
        await Expect(desk.Locator(".problems")).ToContainTextAsync("至少 10");
        await desk.FillAsync("[name=Password]", "the-next-pass-2026");
        await desk.GetByRole(AriaRole.Button, new() { Name = "重置" }).ClickAsync();
        await desk.WaitForURLAsync("**done=password");
        await clerk.GotoAsync("/desk/log");
        await clerk.WaitForURLAsync("**/sign-in**");

        await desk.GetByRole(AriaRole.Button, new() { Name = "停用" }).ClickAsync();
        await SayYes(desk);
        await desk.WaitForURLAsync("**done=suspend");
        await Expect(desk.Locator("main")).ToContainTextAsync("已停用");
        await desk.GetByRole(AriaRole.Button, new() { Name = "恢复" }).ClickAsync();
        await desk.WaitForURLAsync("**done=resume");
        await desk.GetByRole(AriaRole.Button, new() { Name = "结束" }).ClickAsync();
        await SayYes(desk);
        await desk.WaitForURLAsync("**done=end");
        await Expect(desk.Locator("main")).ToContainTextAsync("还没有岗位");
    }

    [Fact]
    public async Task Administrator_MakesAKey_SeesItOnce_AndWithdrawsIt()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.Administrator, at: Linli.Platform.Data.ScopePath.Root, name: "许承远"));
        await desk.GotoAsync("/desk/people/keys");
        await desk.FillAsync("[name=Name]", "街道数据大屏");
        await desk.SelectOptionAsync("[name=Scope]", "/hf/");
        await desk.CheckAsync("[name=Permissions][value='cases.statistics']");
        await ShouldBeAccessible(desk);
        await Picture(desk, "admin-keys");
        await desk.GetByRole(AriaRole.Button, new() { Name = "生成" }).ClickAsync();
        var key = await desk.InnerTextAsync("#new-key");
        key.ShouldStartWith("linli_");
        await ShouldBeAccessible(desk);

        using var machine = new HttpClient { BaseAddress = Town.Address };
        machine.DefaultRequestHeaders.Add("X-Api-Key", key);
        (await machine.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
        (await machine.GetAsync(new Uri("/api/v1/registrations", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);

        await desk.GotoAsync("/desk/people/keys");
        await Expect(desk.Locator("main")).Not.ToContainTextAsync(key);
        await desk.Locator("tbody tr").Filter(new() { HasText = "街道数据大屏" }).GetByRole(AriaRole.Button, new() { Name = "作废" }).ClickAsync();
        await SayYes(desk);
        await Expect(desk.Locator("tbody tr").Filter(new() { HasText = "街道数据大屏" })).ToContainTextAsync("已作废");
        (await machine.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    private static async Task<IPage> SignIn(IBrowserContext context, string login, string password)
    {
        var page = context.Pages[0];
        await page.GotoAsync("/sign-in/staff");
        await page.FillAsync("[name=Login]", login);
        await page.FillAsync("[name=Password]", password);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        return page;
    }
}
