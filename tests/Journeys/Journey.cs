using System.Globalization;
using System.Text;
using System.Text.Json;
using Linli.Cases;
using Microsoft.Playwright;

namespace Linli.Journeys;

/// <summary>One town and one browser for half of the journeys; each journey has residents of its own.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyGroup : ICollectionFixture<Town>, ICollectionFixture<Chromium>
{
    public const string Name = "journeys";
}

/// <summary>Another town and another browser for the other half, at the same time; on PostgreSQL where there is one.</summary>
[CollectionDefinition(Name)]
public sealed class OtherJourneyGroup : ICollectionFixture<OtherTown>, ICollectionFixture<Chromium>
{
    public const string Name = "other journeys";
}

/// <summary>What journeys share: people with phones.</summary>
[Collection(JourneyGroup.Name)]
public abstract class Journey(Town town, Chromium chromium)
{
    private static int phones;

    protected Town Town { get; } = town;

    /// <summary>A phone of 390 × 844 whose position is known, or a desktop.</summary>
    protected async Task<IBrowserContext> Device(
        bool desktop = false, bool elder = false, bool english = false, bool script = true, bool located = true, bool worker = false)
    {
        Assert.SkipUnless(chromium.Browser is not null, "There is no Chromium here: set LINLI_CHROMIUM to its path.");
        var context = await chromium.Browser!.NewContextAsync(new()
        {
            BaseURL = Town.Address.ToString(),
            Locale = "zh-CN",
            ViewportSize = desktop ? new() { Width = 1440, Height = 900 } : new() { Width = 390, Height = 844 },
            DeviceScaleFactor = desktop ? 1 : 2,
            HasTouch = !desktop,
            JavaScriptEnabled = script,
            Geolocation = located ? new() { Latitude = 30.2102f, Longitude = 120.2152f } : null,
            Permissions = located ? ["geolocation"] : [],
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(Chromium.Patience);
        var page = await context.NewPageAsync();
        if (elder)
            await page.GotoAsync("/preferences?elder=on&back=/");
        if (english)
            await page.GotoAsync("/preferences?language=en&back=/");
        return context;
    }

    /// <summary>Signs a new resident in through the page, the way people do.</summary>
    protected async Task<IPage> Resident(IBrowserContext context, string first = "/")
    {
        var phone = $"1390000{Interlocked.Increment(ref phones):0000}";
        var page = context.Pages[0];
        await page.GotoAsync("/sign-in?back=" + Uri.EscapeDataString(first));
        await page.FillAsync("[name=Phone]", phone);
        await page.ClickAsync("main button[type=submit]");
        await page.FillAsync("[name=Code]", Town.CodeFor(phone));
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync("**" + first, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    /// <summary>A verified resident of the second community with a phone, and the account.</summary>
    protected async Task<(IPage Page, string Account)> Neighbour(IBrowserContext context, string first = "/")
    {
        var page = await Resident(context, first);
        var account = await Account(page);
        await Town.MoveIn(account);
        await page.GotoAsync(first);
        return (page, account);
    }

    /// <summary>The account of whoever the page belongs to.</summary>
    protected static Task<string> Account(IPage page) => page.EvaluateAsync<string>("() => fetch('/api/v1/me').then(a => a.json()).then(me => me.account)");

    /// <summary>What a scanner reads from a resident's phone.</summary>
    protected static Task<string> CodeOf(IPage page) => page.EvaluateAsync<string>("() => fetch('/api/v1/me/code').then(a => a.json()).then(c => c.token)");

    /// <summary>Types as a scanner does: the text, then Enter.</summary>
    protected static async Task Scan(IPage page, string field, string text)
    {
        await page.FillAsync($"main [name={field}]", text);
        await page.PressAsync($"main [name={field}]", "Enter");
    }

    /// <summary>Presses the button of the page with exactly this text.</summary>
    protected static Task Press(IPage page, string name) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Fills fields of one form by their names, chooses where there is a list, and sends it.</summary>
    /// <param name="form">The form.</param>
    /// <param name="button">The value of the button to press; null where there is one button only.</param>
    /// <param name="fields">Name and text, or the value of a choice.</param>
    protected static async Task Send(ILocator form, string? button, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            var field = form.Locator($"[name='{name}'], [name$='.{name}']");
            if (await field.EvaluateAsync<bool>("e => e.tagName === 'SELECT'"))
                await field.SelectOptionAsync(value);
            else
                await field.FillAsync(value);
        }

        await form.Locator(button is null ? "button[type=submit]" : $"button[value={button}]").ClickAsync();
    }

    /// <summary>Waits until the page says something.</summary>
    protected static Task Says(IPage page, string text) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);

    /// <summary>Signs a member of staff in through the page.</summary>
    protected static async Task<IPage> Staff(IBrowserContext context, string login, string password = Town.Password, string first = "/")
    {
        var page = context.Pages[0];
        await page.GotoAsync("/sign-in/staff?back=" + Uri.EscapeDataString(first));
        await page.FillAsync("[name=Login]", login);
        await page.FillAsync("[name=Password]", password);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        return page;
    }

    /// <summary>Says yes to what the page asks before something that cannot be undone.</summary>
    protected static Task SayYes(IPage page) => page.ClickAsync("dialog[open] button[value=yes]");

    /// <summary>A photo as the camera gives it.</summary>
    protected static Task TakePhoto(IPage page) => page.SetInputFilesAsync(
        "input[type=file]", new FilePayload { Name = "IMG_0001.png", MimeType = "image/png", Buffer = Town.Photo });

    /// <summary>The case whose page is open.</summary>
    protected static CaseId CaseOf(IPage page) => new(Guid.Parse(page.Url.Split('?')[0].Split('/')[^1]));

    /// <summary>Fails with every violation of WCAG 2.2 A and AA that axe-core finds.</summary>
    protected static async Task ShouldBeAccessible(IPage page)
    {
        await ShowWhole(page);
        var axe = Path.Combine(AppContext.BaseDirectory, "axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "axe-core is not restored: build src/Web once.");
        // Evaluated, not added as a script: the page's policy forbids foreign scripts.
        await page.EvaluateAsync(await File.ReadAllTextAsync(axe) + "; null");
        var result = await page.EvaluateAsync<JsonElement>(
            "() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
        var found = new StringBuilder();
        foreach (var violation in result.GetProperty("violations").EnumerateArray())
            found.AppendLine(CultureInfo.InvariantCulture, $"{page.Url} {violation.GetProperty("id")}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").ToString()))}");
        found.ToString().ShouldBeEmpty();
        (await page.TitleAsync()).ShouldNotBeNullOrWhiteSpace();
    }

    /// <summary>Keeps a picture where <c>LINLI_SCREENSHOTS</c> names a folder, to be looked at.</summary>
    protected static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LINLI_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        await ShowWhole(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    // As long as the page: the bar at the bottom of a phone hides nothing, and photos further down are loaded.
    private static async Task ShowWhole(IPage page)
    {
        var width = page.ViewportSize!.Width;
        await page.SetViewportSizeAsync(width, 844);
        var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await page.SetViewportSizeAsync(width, Math.Clamp(height, 844, 8000));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
