using Microsoft.Playwright;

namespace Linli.Journeys;

/// <summary>The browser of this machine: <c>LINLI_CHROMIUM</c>, or Debian's.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>
    /// Milliseconds after which a step has failed. Two cores that also run the other test projects answer late at times; what is
    /// right is waited for, never slept for.
    /// </summary>
    public const float Patience = 45_000;

    private IPlaywright? playwright;

    /// <summary>Where the browser is, or <c>null</c>.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("LINLI_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Usual, File.Exists);

    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        if (Path is null || !File.Exists(Path))
            return;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu-compositing", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
    }
}
