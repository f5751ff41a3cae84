using System.Net;
using System.Text.Json;
using Linli.Cockpit.Roster;
using Linli.Platform.Data;
using Linli.Sensing.Alarms;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>S68: the watch of the duty room: no gap, two signatures, and what happens when one is missing.</summary>
[Trait("Feature", "S68")]
public sealed class WatchTests
{
    private static readonly DateTimeOffset Six = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Gaps_AreTheTimesNoShiftCovers()
    {
        var day = new[] { (Six, Six.AddHours(8)), (Six.AddHours(8), Six.AddHours(16)), (Six.AddHours(15), Six.AddHours(24)) };
        RosterRules.Gaps(day, Six, Six.AddHours(24)).ShouldBeEmpty();
        RosterRules.Gaps(day[..2], Six, Six.AddHours(24)).ShouldBe([new(Six.AddHours(16), Six.AddHours(24))]);
        RosterRules.Gaps([day[1]], Six, Six.AddHours(24)).Count.ShouldBe(2);
        RosterRules.Gaps([], Six, Six.AddHours(1)).ShouldBe([new(Six, Six.AddHours(1))]);
    }

    [Theory]
    [InlineData("Asked", "Accepted", true)]
    [InlineData("Asked", "Done", false)]
    [InlineData("OnTheWay", "Safe", true)]
    [InlineData("Done", "OnSite", false)]
    [InlineData("Declined", "Accepted", false)]
    public void Calls_GoForwardOnly(string from, string to, bool may) =>
        AlarmRules.MayMove(Enum.Parse<CallState>(from), Enum.Parse<CallState>(to)).ShouldBe(may);

    [Theory, MemberData(nameof(Both))]
    public async Task Watch_IsSignedOverAndSignedFor_ByTwoPeople(DatabaseKind kind)
    {
        await using var town = await WatchTown.Found(kind, WatchTown.Rule());
        var (first, second, planner) = (await town.StaffClient("officer"), await town.StaffClient("officer2"), await town.StaffClient("operator"));
        await planner.Post("/cockpit/shifts", new { account = await town.Staff("guard1"), startsAt = Six, endsAt = Six.AddHours(8) }).Bad("account");
        await planner.Post("/cockpit/shifts", new { account = await town.Staff("officer"), startsAt = Six, endsAt = Six.AddHours(20) }).Bad("endsAt");
        await planner.Post("/cockpit/shifts", new { account = await town.Staff("officer"), startsAt = TestTown.Start.AddDays(-2), endsAt = TestTown.Start.AddDays(-2).AddHours(8) }).Bad("startsAt");
        await planner.Post("/cockpit/shifts", new { account = await town.Staff("officer2"), startsAt = TestTown.Start.AddHours(6), endsAt = TestTown.Start.AddHours(14) }).Good();
        (await planner.Get("/cockpit/watch").Good()).GetProperty("gaps").GetArrayLength().ShouldBe(2);

        await first.Post("/cockpit/watch/taking", new { }).Good();
        (await second.Post("/cockpit/watch/taking", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await second.Post("/cockpit/watch/giving", new { notes = "不是我的班" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await first.Post("/cockpit/watch/giving", new { notes = new string('长', 2001) }).Bad("notes");
        await first.Post("/cockpit/watch/giving", new { notes = "东岸护栏松动" }).Good();
        (await first.Post("/cockpit/watch/taking", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var read = (await second.Get("/cockpit/watch").Good()).GetProperty("waiting");

        // What is open changes between reading and signing: it is read again.
        await town.Raise(WatchTown.Cause(TestTown.Start));
        await first.Post("/cockpit/watch/giving", new { notes = "东岸护栏松动；新告警一条" }).Good();
        (await second.Post("/cockpit/watch/taking", new { digest = read.Text("digest") })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        read = (await second.Get("/cockpit/watch").Good()).GetProperty("waiting");
        read.Whole("openAlarms").ShouldBe(1);
        town.Time.Move(TimeSpan.FromMinutes(1));
        await second.Post("/cockpit/watch/taking", new { digest = read.Text("digest") }).Good();
        (await second.Get("/cockpit/watch").Good()).GetProperty("mine").GetBoolean().ShouldBeTrue();

        // Whoever has the watch hears of alarms, and the other no more.
        await town.Raise(WatchTown.Cause(TestTown.Start.AddMinutes(1), "lake/radar/2"));
        (await second.Get("/notices").Good()).Whole("unread").ShouldBe(1);
        (await first.Get("/notices").Good()).Whole("unread").ShouldBe(1);
    }

    [Fact]
    public async Task Watch_WithoutASignature_IsToldAbove_AndMayBeTakenAfterTheGrace()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule());
        var (first, second, planner) = (await town.StaffClient("officer"), await town.StaffClient("officer2"), await town.StaffClient("operator"));
        await first.Post("/cockpit/watch/taking", new { }).Good();
        await planner.Post("/cockpit/shifts", new { account = await town.Staff("officer2"), startsAt = TestTown.Start.AddHours(2), endsAt = TestTown.Start.AddHours(10) }).Good();
        town.Time.Move(TimeSpan.FromMinutes(125));
        await Signatures(town);
        (await second.Post("/cockpit/watch/taking", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await planner.Get("/notices").Good()).Whole("unread").ShouldBe(0);
        town.Time.Move(TimeSpan.FromMinutes(11));
        await Signatures(town);
        await Signatures(town);
        (await planner.Get("/notices").Good()).Whole("unread").ShouldBe(1);
        (await planner.Get("/cockpit/watch").Good()).GetProperty("missing").GetBoolean().ShouldBeTrue();
        await second.Post("/cockpit/watch/taking", new { }).Good();
        var past = (await planner.Get("/cockpit/watch").Good()).GetProperty("past")[0];
        past.GetProperty("givenAt").ValueKind.ShouldBe(JsonValueKind.Null);
        past.Text("from").ShouldContain("officer");
    }

    [Fact]
    public async Task Shift_TakenOutOfThePlan_LeavesAGap_AndOneThatBeganStays()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule());
        var (planner, officer) = (await town.StaffClient("operator"), await town.StaffClient("officer"));
        var (one, other) = (await town.Staff("officer"), await town.Staff("officer2"));
        var shifts = new List<Guid>();
        for (var i = 0; i < 22; i++)
            shifts.Add((await planner.Post("/cockpit/shifts", new { account = i % 2 == 0 ? one : other, startsAt = TestTown.Start.AddHours(i * 8), endsAt = TestTown.Start.AddHours((i + 1) * 8) }).Good()).GetGuid());
        (await planner.Get("/cockpit/watch").Good()).GetProperty("gaps").GetArrayLength().ShouldBe(0, "24 hours a day, seven days");
        (await officer.Page("/cockpit")).ShouldContain("Gaps in 7 days: 0");
        (await officer.Delete($"/cockpit/shifts/{shifts[3]}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await planner.Delete($"/cockpit/shifts/{shifts[3]}").Good();
        (await planner.Get("/cockpit/watch").Good()).GetProperty("gaps")[0].GetProperty("from").GetDateTimeOffset().ShouldBe(TestTown.Start.AddHours(24));
        (await planner.Delete($"/cockpit/shifts/{shifts[3]}").Refused(HttpStatusCode.NotFound)).ShouldBe("cockpit.shift_not_found");
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await planner.Delete($"/cockpit/shifts/{shifts[0]}").Refused(HttpStatusCode.Conflict)).ShouldBe("cockpit.shift_began");
        (await planner.Page("/desk/duty")).ShouldContain("Take out");
    }

    /// <summary>Day 06:00: every module is fed by devices over their real way, says its age, and every number opens its records.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task Wall_FedByDevices_ShowsNumbersOfNow_ThatOpenTheirRecords(DatabaseKind kind)
    {
        await using var town = await WatchTown.FoundLive(kind);
        var officer = await town.StaffClient("officer");
        town.Time.Move(TimeSpan.FromMinutes(1));
        await SafetyDevices.Speak(town);
        var modules = (await officer.Get("/cockpit/wall").Good()).GetProperty("modules").EnumerateArray().ToList();
        // Homes and shops have tests of their own: they say nothing without a consent, and without an area.
        foreach (var module in modules.Where(m => m.Text("code") is not ("elders" or "retail")))
        {
            module.GetProperty("figure").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.String, module.Text("code"));
            (module.Whole("ageSeconds") < 60, module.GetProperty("stale").GetBoolean()).ShouldBe((true, false), module.Text("code"));
        }

        (Value("water"), Value("parking")).ShouldBe(("2.31", "9"));
        foreach (var href in modules.SelectMany(m => m.GetProperty("figure").GetProperty("facts").EnumerateArray().Select(f => f.Text("href")).Append(m.GetProperty("figure").Text("href"))).Distinct())
            (await officer.GetAsync(new Uri(href, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, href);

        // Two minutes without a word, and what is old says so.
        town.Time.Move(TimeSpan.FromMinutes(2));
        var later = (await officer.Get("/cockpit/wall").Good()).GetProperty("modules").EnumerateArray().ToList();
        later.Where(m => m.GetProperty("stale").GetBoolean()).Select(m => m.Text("code")).ShouldBe(["fire", "parking", "water"], ignoreOrder: true);
        (await officer.Page("/cockpit")).ShouldContain("Stale: 2 min ago");

        string Value(string code) => modules.Single(m => m.Text("code") == code).GetProperty("figure").Text("value");
    }

    [Fact]
    public async Task Wall_HasEightModules_SaysWhatItHasNoDataFor_AndShowsNoName()
    {
        await using var town = await WatchTown.Found(DatabaseKind.Sqlite, WatchTown.Rule());
        var officer = await town.StaffClient("officer");
        await town.Raise(WatchTown.Cause(TestTown.Start));
        var wall = await officer.Get("/cockpit/wall").Good();
        var modules = wall.GetProperty("modules").EnumerateArray().ToList();
        modules.Select(m => m.Text("code")).ShouldBe(["safety", "fire", "parking", "retail", "school", "elders", "cases", "water"]);
        modules.Count(m => m.GetProperty("named").GetBoolean()).ShouldBe(4);
        modules[0].GetProperty("figure").Text("value").ShouldBe("1");
        modules[0].Whole("ageSeconds").ShouldBe(0);
        // Where nothing has been measured there is no number.
        modules[2].GetProperty("figure").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Page("/cockpit")).ShouldNotContain("王guard");
        (await (await town.StaffClient("guard1")).Get("/cockpit/wall")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.Get("/cockpit/devices.geojson")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { "/desk/alarms", "/desk/alarms/figures", "/desk/duty", $"/desk/alarms/{wall.GetProperty("events")[0].Id()}" })
            (await officer.Page(path)).ShouldNotBeEmpty(path);
        (await (await town.StaffClient("guard1")).Page("/duty")).ShouldContain("Off duty");
    }

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static Task<bool> Signatures(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<WatchSignatures>().Run(CancellationToken.None);
        return true;
    });
}
