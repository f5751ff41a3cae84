using Linli.Places.Circles;
using Linli.Places.Facilities;
using Linli.Places.Tests.Walking;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests;

/// <summary>Facilities that are closed for a while, not yet open, or gone: left out of circles and gaps, on the day that is asked about.</summary>
public class FacilityStandingTests
{
    private static readonly Caller Planner = new(PlacesBed.Steward, "周", [new Grant("operator", ScopePath.Root, null, new HashSet<string> { PlacesPermissions.Circles })]);

    [Theory]
    [InlineData(null, null, false, null, null, "2026-11-16", "There")]
    [InlineData("2026-11-16", null, false, null, null, "2026-11-15", "NotYet")]
    [InlineData("2026-11-16", null, false, null, null, "2026-11-16", "There")]
    [InlineData(null, "2026-11-16", false, null, null, "2026-11-16", "There")]
    [InlineData(null, "2026-11-16", false, null, null, "2026-11-17", "Gone")]
    [InlineData(null, null, true, null, null, "2026-11-16", "Paused")]
    [InlineData(null, null, true, "2026-11-16", "2026-11-18", "2026-11-15", "There")]
    [InlineData(null, null, true, "2026-11-16", "2026-11-18", "2026-11-16", "Paused")]
    [InlineData(null, null, true, "2026-11-16", "2026-11-18", "2026-11-18", "Paused")]
    [InlineData(null, null, true, "2026-11-16", "2026-11-18", "2026-11-19", "There")]
    [InlineData(null, null, true, null, "2026-11-18", "2026-11-19", "There")]
    [InlineData(null, "2026-11-16", true, null, null, "2026-11-17", "Gone")]
    public void Standing_OnADay_FollowsTheDays(string? openFrom, string? openUntil, bool closed, string? closedFrom, string? closedUntil, string day, string standing) =>
        new FacilityTerm(Day(openFrom), Day(openUntil), closed, Day(closedFrom), Day(closedUntil)).On(Day(day)!.Value).ToString().ShouldBe(standing);

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S77"), Trait("Feature", "S85")]
    public async Task ClosedFacilities_AreLeftOutOfCirclesGapsAndWhatIsAround_ButOnlyOnTheirDays(DatabaseKind kind)
    {
        await using var bed = await WalkingTownTests.Town(kind);
        // Nobody has a junior school; one opens beside the road on the first of December and closes for the Spring Festival.
        var school = new KeepFacility
        {
            Code = "f-junior", Place = "hf", Kind = "middle_school", NameZh = "和风初级中学", Longitude = 120.2175, Latitude = 30.2055, OpenFrom = new(2026, 12, 1),
            IsClosed = true, ClosedNote = "寒假", ClosedFrom = new(2027, 2, 1), ClosedUntil = new(2027, 2, 20), OpenUntil = new(2030, 6, 30),
        };
        await bed.Done(school);
        async Task<int> Served(DateOnly? day) => (await bed.Answer(new GetGaps(Category: "junior", Date: day), Planner)).Categories.ShouldHaveSingleItem().Served;
        async Task<bool> IsAround(DateOnly? day) => (await bed.Answer(new GetAround("120.2175", "30.2055", 5, Date: day))).Any(f => f.Code == "f-junior");
        var home = bed.Memory.FindCode("hf-2-c08-07")!.Path;
        async Task<bool> Has(DateOnly? day) => (await bed.Answer(new GetHomeCircle(null, home, Date: day))).Categories.Single(c => c.Code == "junior").Nearest is not null;

        (await Served(null)).ShouldBe(0, "it is the sixteenth of November");
        (await IsAround(null)).ShouldBeFalse();
        (await Has(null)).ShouldBeFalse();
        var open = await Served(new(2026, 12, 1));
        open.ShouldBeGreaterThan(5_000);
        (await IsAround(new(2026, 12, 1))).ShouldBeTrue();
        (await Has(new(2026, 12, 1))).ShouldBeTrue();
        (await Served(new(2027, 2, 20))).ShouldBe(0);
        (await Served(new(2027, 2, 21))).ShouldBe(open);
        (await Served(new(2030, 7, 1))).ShouldBe(0);
        // A what-if on a day without it gains what it serves.
        var then = await bed.Answer(new WhatIf("junior", "120.2175", "30.2055", Date: new(2030, 7, 1)), Planner);
        then.ServedAfter.ShouldBe(open);
        (await bed.Answer(new WhatIf("junior", "120.2175", "30.2055", Date: new(2026, 12, 1)), Planner)).Gains.ShouldBeEmpty();

        var listed = (await bed.Answer(new GetFacilities(Code: "f-junior"))).ShouldHaveSingleItem();
        (listed.IsClosed, listed.NowInWords.En).ShouldBe((true, "Not yet open: from 2026-12-01"));
        listed.Days.ShouldBe(new(school.OpenFrom, school.OpenUntil, school.ClosedFrom, school.ClosedUntil, true));
    }

    [Fact]
    public async Task ClosedFacilities_TodayIsTheLocalOne()
    {
        await using var bed = await WalkingTownTests.Town();
        await bed.Done(new KeepFacility { Code = "f-junior", Place = "hf", Kind = "middle_school", NameZh = "和风初级中学", Longitude = 120.2175, Latitude = 30.2055, OpenFrom = new(2026, 11, 17) });
        // Eight in the morning of the sixteenth; at 16:00 UTC the seventeenth begins here.
        bed.Time.Pass(TimeSpan.FromHours(15.9));
        (await bed.Answer(new GetAround("120.2175", "30.2055", 5))).ShouldNotContain(f => f.Code == "f-junior");
        bed.Time.Pass(TimeSpan.FromHours(0.2));
        (await bed.Answer(new GetAround("120.2175", "30.2055", 5))).ShouldContain(f => f.Code == "f-junior");
    }

    [Fact]
    public async Task Keep_DaysThatMakeNoSense_AreRefusedAtTheirField()
    {
        await using var bed = await PlacesBed.Small();
        var right = new KeepFacility { Code = "f", Place = "k1", Kind = "library", NameZh = "图书馆", Longitude = 120.2105, Latitude = 30.208 };
        (await bed.Run(right with { ClosedFrom = new(2026, 12, 1) })).Problem.Field.ShouldBe("closedFrom");
        (await bed.Run(right with { IsClosed = true, ClosedNote = "装修", ClosedFrom = new(2026, 12, 2), ClosedUntil = new(2026, 12, 1) })).Problem.Field.ShouldBe("closedUntil");
        (await bed.Run(right with { OpenFrom = new(2026, 12, 2), OpenUntil = new(2026, 12, 1) })).Problem.Field.ShouldBe("openUntil");
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");
}
