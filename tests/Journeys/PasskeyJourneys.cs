using Linli.People;
using Microsoft.Playwright;

namespace Linli.Journeys;

/// <summary>Staff add a passkey and sign in with it, on an authenticator that the browser plays.</summary>
public sealed class PasskeyJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Passkey_Added_SignsInWithoutAPassword()
    {
        await using var desk = await Device(desktop: true);
        var page = await desk.NewPageAsync();
        await PlugInAuthenticator(page);

        // Passkeys are bound to a name; an address is none.
        var origin = $"http://localhost:{Town.Address.Port}";
        await page.GotoAsync(origin + "/sign-in/staff");
        await page.FillAsync("[name=Login]", await Town.Hire(Posts.DeskClerk));
        await page.FillAsync("[name=Password]", Town.Password);
        await page.ClickAsync("form button[type=submit]:visible >> nth=-1");
        await page.WaitForURLAsync(origin + "/");

        await page.GotoAsync(origin + "/me/security");
        await page.ClickAsync("[data-linli=passkey]");
        await page.WaitForURLAsync("**done=passkey");

        await desk.ClearCookiesAsync();
        await page.GotoAsync(origin + "/sign-in/staff?back=/desk");
        await page.ClickAsync("[data-linli=passkey]");
        await page.WaitForURLAsync(origin + "/desk");

        // Its owner knows it again, and can take it away.
        await page.GotoAsync(origin + "/me/security");
        await Assertions.Expect(page.Locator("#passkeys li")).ToContainTextAsync("Chrome");
        await page.GetByText("移除", new() { Exact = true }).ClickAsync();
        await page.Locator("dialog").GetByText("移除", new() { Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**done=removed");
        await Assertions.Expect(page.Locator("#passkeys li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Passkey_NeverAdded_IsRefusedWithAWord()
    {
        await using var desk = await Device(desktop: true);
        var page = await desk.NewPageAsync();
        await PlugInAuthenticator(page);
        await page.GotoAsync($"http://localhost:{Town.Address.Port}/sign-in/staff");
        await page.ClickAsync("[data-linli=passkey]");
        await page.WaitForSelectorAsync("[data-linli=passkey]:has-text('重试')");
    }

    private static async Task PlugInAuthenticator(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }
}
