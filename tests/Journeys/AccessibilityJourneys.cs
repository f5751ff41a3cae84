using System.Collections.Concurrent;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.Playwright;

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

    // Where money, points, meals, goods and hours are: elders have them large.
    private static readonly (string Name, string Path)[] Trade =
    [
        ("wallet", "/me/wallet"), ("top-up", "/me/wallet/top-up"), ("points", "/points"), ("points-shop", "/points/shop"), ("volunteering", "/volunteering"), ("hours", "/volunteering/hours"),
        ("record", "/volunteering/record"), ("canteen", "/canteen"), ("canteen-mine", "/canteen/mine"), ("market", "/market"), ("cart", "/market/cart"), ("machines", "/machines"), ("wishes", "/wishes"),
        ("wishes-mine", "/wishes/mine"), ("donations", "/donations"), ("funds", "/funds"), ("projects", "/projects"), ("plots", "/low-carbon/plots"), ("garden", "/low-carbon/garden"),
    ];

    private static readonly (string Name, string Path)[] Books =
    [
        ("ledger", "/desk/ledger"), ("closing", "/desk/ledger/closing"), ("points", "/desk/ledger/points"), ("payments", "/desk/ledger/payments"), ("subsidies", "/desk/canteen/settlement"),
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
        await Walk(page, $"{(desktop ? "wide" : "phone")}{(elder ? "-elder" : "")}{(english ? "-en" : "")}", Pages.Append(("case", $"/cases/{receipt.Id.Value}")));
    }

    [Fact]
    public async Task EveryPageWhereAnElderPaysEarnsOrGives_PassesAxe()
    {
        await using var device = await Device(elder: true);
        var (page, account) = await Neighbour(device);
        await Town.Born(account, new(1950, 3, 8), "沈桂芳");
        await Town.Pay(account, 12_050);
        await Town.Earn(account, 85);
        await Walk(page, "phone-elder", Trade);
    }

    [Fact]
    public async Task EveryPageOfTheBooks_PassesAxe()
    {
        await using var device = await Device(desktop: true);
        await Walk(await Staff(device, await Town.Hire(Posts.Operator, at: ScopePath.Parse("/hf/", null)), first: "/desk/ledger"), "books", Books);
    }

    // Three tabs at once: a page is waited for longer than it works.
    private static async Task Walk(IPage page, string look, IEnumerable<(string Name, string Path)> pages)
    {
        var left = new ConcurrentQueue<(string Name, string Path)>(pages);
        await Task.WhenAll(Tab(page), Tab(await page.Context.NewPageAsync()), Tab(await page.Context.NewPageAsync()));

        async Task Tab(IPage tab)
        {
            while (left.TryDequeue(out var next))
            {
                (await tab.GotoAsync(next.Path))!.Ok.ShouldBe(next.Name != "case-missing", next.Path);
                await Picture(tab, $"{look}-{next.Name}");
                await ShouldBeAccessible(tab);
            }
        }
    }
}
