namespace Linli.Journeys;

/// <summary>Every page of a resident, large and normal, in both languages, checked by axe-core and kept as a picture to look at.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class AccessibilityJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("home", "/"), ("report", "/report"), ("box", "/report?type=box"), ("complaint", "/report?type=complaint"), ("help", "/report?type=help"),
        ("property", "/report?type=property"), ("question", "/report?type=question"), ("mediation", "/report?type=mediation"),
        ("my", "/my"), ("channel", "/channel"), ("around", "/around"), ("around-none", "/around?category=noise"), ("governance", "/governance"), ("neighbours", "/neighbours"),
        ("services", "/services"), ("find-community", "/find/community"), ("find-property", "/find/property"), ("find-friends", "/find/friends"), ("announcements", "/announcements"), ("shops", "/shops"),
        ("notices", "/notices"), ("me", "/me"), ("settings", "/me/settings"), ("my-notices", "/me/notices"), ("security", "/me/security"),
        ("case-missing", "/cases/019a0000-0000-7000-8000-00000000dead"),
    ];

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    public async Task EveryPageOfAResident_PassesAxe(bool elder, bool english, bool desktop)
    {
        var receipt = await Town.Report("健身广场的灯坏了两盏");
        await using var device = await Device(desktop, elder, english);
        var page = await Resident(device);
        var look = $"{(desktop ? "wide" : "phone")}{(elder ? "-elder" : "")}{(english ? "-en" : "")}";
        foreach (var (name, path) in Pages.Append(("case", $"/cases/{receipt.Id.Value}")))
        {
            await page.GotoAsync(path);
            await Picture(page, $"{look}-{name}");
            await ShouldBeAccessible(page);
        }
    }
}
