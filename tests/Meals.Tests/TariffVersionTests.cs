using System.Net;
using System.Net.Http.Json;
using Linli.Cases.Tests.Desk;
using Linli.Market;
using Linli.Market.Tariffs;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>Versions of a tariff: one that was decided ahead is neither swallowed by a new one nor lies under it without a word.</summary>
[Trait("Feature", "S34")]
public class TariffVersionTests
{
    private static readonly DateOnly NewYear = new(2027, 1, 1);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task NewVersion_BeforeAPlannedOne_IsRefusedNamingIt_UntilItEndsBeforeOrReplacesIt(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        await canteen.Do(Version(NewYear, 400));
        foreach (var day in new[] { CanteenTown.Today, CanteenTown.Today.AddDays(7), NewYear })
            (await canteen.Town.Run(canteen.Clerk, Version(day, 500))).Problem.ShouldSatisfyAllConditions(
                p => (p.Code, p.Field, p.Kind).ShouldBe(("market.tariff_planned", "from", ProblemKind.Conflict)), p => p.Message.En.ShouldContain("Version 2"), p => p.Message.Zh.ShouldContain("2027-01-01"), p => p.Message.Zh.ShouldContain("2026-12-31"));
        (await canteen.Town.Run(canteen.Clerk, Version(CanteenTown.Today, 500) with { Until = NewYear })).Problem.Code.ShouldBe("market.tariff_planned");
        (await Price(canteen, CanteenTown.Today)).ShouldBe(300, "nothing was saved");

        // Ending before it, both hold; one that begins after it needs no word.
        await canteen.Do(Version(CanteenTown.Today.AddDays(1), 500) with { Until = NewYear.AddDays(-1) });
        await canteen.Do(Version(NewYear.AddMonths(1), 450));
        (await Prices(canteen)).ShouldBe([300, 500, 500, 400, 450]);

        // Replaced by word, what was planned never begins, also what begins after it.
        await canteen.Do(Version(CanteenTown.Today.AddDays(2), 600) with { ReplacePlanned = true });
        (await Prices(canteen)).ShouldBe([300, 500, 600, 600, 600]);
        var rows = (await (await canteen.Town.StaffClient("operator")).GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/market/tariffs?code=elder-meal")).EnumerateArray()
            .ToDictionary(r => r.GetProperty("tariff").GetProperty("number").GetInt32(), r => (r.GetProperty("holds").GetBoolean(), r.GetProperty("ahead").GetBoolean()));
        (rows[1], rows[2], rows[3], rows[4], rows[5]).ShouldBe(((true, false), (false, false), (false, true), (false, false), (false, true)));

        // What was given up stands in nobody's way, and what replaced it can be replaced.
        (await canteen.Town.Run(canteen.Clerk, Version(CanteenTown.Today.AddDays(1), 700))).Problem.Message.En.ShouldContain("Version 3");
        await canteen.Do(Version(CanteenTown.Today.AddDays(3), 700) with { Until = NewYear, ReplacePlanned = true });
        (await Prices(canteen)).ShouldBe([300, 500, 700, 700, null], "a version that has ended leaves no price to fall back on");
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Replacement_OfSomeDays_LeavesWhatBeginsAfterThem(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        await canteen.Do(Version(CanteenTown.Today.AddDays(5), 400));
        await canteen.Do(Version(NewYear, 450));
        await canteen.Do(Version(CanteenTown.Today.AddDays(1), 600) with { Until = NewYear.AddDays(-1), ReplacePlanned = true });
        (await Prices(canteen)).ShouldBe([300, 600, 600, 450, 450]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Page_ShowsWhatIsPlanned_AndAsksWhetherToReplaceIt(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var client = await canteen.Town.StaffClient("operator");
        (await client.GetStringAsync(new Uri("/desk/tariffs", UriKind.Relative))).ShouldNotContain("name=\"Replace\"");
        await canteen.Do(Version(NewYear, 400));
        var page = await client.GetStringAsync(new Uri("/desk/tariffs", UriKind.Relative));
        page.ShouldContain("name=\"Replace\"");
        page.ShouldContain("2027-01-01");
        var refused = await client.PostAsJsonAsync("/api/v1/market/tariffs", new
        {
            place = SmallTown.Group.Value,
            code = "elder-meal",
            name = new { zh = "老年食堂", en = "Elders" },
            from = "2026-12-01",
            source = "合作社新决定",
            terms = new { steps = Array.Empty<object>() },
        });
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict, await refused.Content.ReadAsStringAsync());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Page_SetsTheAidOfEachStep_AndRefusesOneThatIsNone(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var client = await canteen.Town.StaffClient("operator");
        var form = new PageForm(client, "/desk/tariffs");
        var version = await canteen.Town.InScope(async s => (await s.GetRequiredService<ITariffs>().At("elder-meal", SmallTown.First, CanteenTown.Today, CancellationToken.None))!.Version);
        Task<HttpResponseMessage> Send(string act, string aid) => form.Post(
            ("_handler", "tariffs"), ("Do", act), ("Version", version.ToString()), ("Begins", "2026-12-01"), ("Source", "合作社新决定"),
            ("From-over80", "80"), ("Amount-over80", "0"), ("steps.over80.aid", aid),
            ("From-over70", "70"), ("Below-over70", "80"), ("Amount-over70", "3"), ("steps.over70.aid", "elder-meal"));

        var refused = await (await Send("save", "Elder meal")).Content.ReadAsStringAsync();
        refused.ShouldContain("f-steps-over80-aid-error");
        refused.ShouldContain("value=\"Elder meal\"");
        (await Aids(canteen)).ShouldBe([null, null], "nothing was saved");

        var seen = await (await Send("preview", "elder-meal")).Content.ReadAsStringAsync();
        seen.ShouldNotContain("f-steps-over80-aid-error");
        seen.ShouldContain("name=\"steps.over80.aid\" value=\"elder-meal\"");
        (await Aids(canteen)).ShouldBe([null, null], "a look saves nothing");
        await Send("save", "elder-meal");
        (await Aids(canteen)).ShouldBe(["elder-meal", "elder-meal"]);
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("/desk/tariffs", UriKind.Relative))).ShouldContain("; aid 'elder-meal', once a meal at whichever canteen");
    }

    private static Task<List<string?>> Aids(CanteenTown canteen) => canteen.Town.InScope(async s =>
        (await s.GetRequiredService<ITariffs>().At("elder-meal", SmallTown.First, new(2026, 12, 1), CancellationToken.None))!.Terms.Steps.Select(t => t.Aid).ToList());

    private static SaveTariff Version(DateOnly from, long pays) => new(
        SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), from, "合作社新决定", TariffTests.Elders with { Trials = [], Steps = [TariffTests.Elders.Steps[0], TariffTests.Elders.Steps[1] with { PaysFen = pays }] });

    // Today, tomorrow, the day after, New Year's Day, and in March: what somebody of seventy pays.
    private static async Task<List<long?>> Prices(CanteenTown canteen)
    {
        var prices = new List<long?>();
        foreach (var day in new[] { CanteenTown.Today, CanteenTown.Today.AddDays(1), CanteenTown.Today.AddDays(10), NewYear, NewYear.AddMonths(2) })
            prices.Add(await Price(canteen, day));
        return prices;
    }

    private static Task<long?> Price(CanteenTown canteen, DateOnly day) => canteen.Town.InScope(async s =>
        await s.GetRequiredService<ITariffs>().At("elder-meal", SmallTown.First, day, CancellationToken.None) is { } tariff
            ? Tariff.Quote(tariff.Terms, new(new(1950, 3, 8), []), [new(("套餐", "Set meal"), "set", 1000, 1)], new(day, false)).PaysFen : (long?)null);
}
