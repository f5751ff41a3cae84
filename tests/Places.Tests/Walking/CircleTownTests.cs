using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests.Walking;

/// <summary>The circles of the demo town (R22–R24).</summary>
public class CircleTownTests
{
    private static readonly Caller Planner = new(PlacesBed.Steward, "周", [new Grant("operator", ScopePath.Root, null, new HashSet<string> { PlacesPermissions.Circles, PlacesPermissions.Manage })]);

    [Fact]
    public async Task Gaps_ByGridCompoundAndCommunity_CountTheSameHomes()
    {
        await using var bed = await WalkingTownTests.Town();
        foreach (var by in Enum.GetValues<GapGroup>())
        {
            var report = await bed.Answer(new GetGaps(Category: "primary", By: by), Planner);
            report.Rows.Sum(r => r.Lacks.Sum(l => l.Homes)).ShouldBe(report.Categories.ShouldHaveSingleItem().Lacking, by.ToString());
        }

        var one = await bed.Answer(new GetGaps("hf-1"), Planner);
        one.Homes.ShouldBeInRange(1, 19_999);
        (await bed.Ask(new GetGaps(Category: "casino"), Planner)).Problem.Field.ShouldBe("category");
        (await bed.Ask(new GetGaps("nowhere"), Planner)).Problem.Field.ShouldBe("scope");
        (await bed.Ask(new WhatIf("casino", "120.21", "30.2"), Planner)).Problem.Field.ShouldBe("category");
        (await bed.Ask(new WhatIf("junior", "30.2", "120.21"), Planner)).Problem.Code.ShouldBe("places.swapped");
    }

    [Fact]
    public async Task Gaps_ForStaffOfOneCommunity_AreItsHomesOnly()
    {
        await using var bed = await WalkingTownTests.Town();
        var place = bed.Memory.FindCode("hf-2")!.Path;
        var report = await bed.Answer(new GetGaps(), new Caller(PlacesBed.Steward, "周", [new Grant("community_worker", place, null, new HashSet<string> { PlacesPermissions.Circles })]));

        report.Homes.ShouldBeInRange(1, 19_999);
        report.Rows.ShouldAllBe(r => place.Contains(r.Place));
    }

    [Fact, Trait("Feature", "S85")]
    public async Task Around_APoint_ListsFacilitiesWithTheWayOnFoot_NearestFirst()
    {
        await using var bed = await WalkingTownTests.Town();
        // R24: the network's way, which is never shorter than the crow's.
        var around = await bed.Answer(new GetAround("120.218065", "30.200228"));
        // The mall, and what lies in it.
        around.Take(8).Select(f => f.Code).ShouldContain("f-mall");
        around.Select(f => f.Minutes).ShouldBeInOrder();
        foreach (var facility in around.Skip(1))
            (facility.Minutes * 60 * 1.1).ShouldBeGreaterThanOrEqualTo(new Linli.Platform.Geo.GeoPoint(30.200228, 120.218065).DistanceTo(new(facility.Latitude, facility.Longitude)) * 0.97 - 10);
        (await bed.Answer(new GetAround("120.218065", "30.200228", Profile: "elder"))).Count.ShouldBeLessThan(around.Count);
        (await bed.Answer(new GetAround("121.5", "31.2"))).ShouldBeEmpty("nothing reached is an empty answer");
        (await bed.Ask(new GetAround("120.2", "30.2", 99))).Problem.Field.ShouldBe("minutes");
        (await bed.Ask(new GetAround("120.2", "30.2", Profile: "cyclist"))).Problem.Field.ShouldBe("profile");
    }

    [Fact, Trait("Feature", "S77")]
    public async Task HomeCircle_SaysWhatIsNearEnoughAndWhatLacks()
    {
        await using var bed = await WalkingTownTests.Town();
        var home = (await bed.InScope<IHomes, IReadOnlyList<Home>>(h => h.InBuilding(bed.Memory.FindCode("hf-2-c08-07")!.Path, CancellationToken.None)))[0];

        var circle = await bed.Answer(new GetHomeCircle(home.Id));

        circle.Label.ShouldBe(home.Label);
        circle.Categories.Count.ShouldBe(ShippedRules.Categories.Count);
        circle.Categories.Single(c => c.Code == "primary").Nearest.ShouldStartWith("f-school");
        circle.Around.ShouldAllBe(f => f.Minutes <= 15);
        (await bed.Ask(new GetHomeCircle(new HomeId(PlacesBed.Steward)))).Problem.Code.ShouldBe("places.unknown_home");
    }

    [Fact]
    public async Task Rules_OfACommunity_ReplaceTheUsualOnesThereAndFromTheirDay()
    {
        await using var bed = await WalkingTownTests.Town();
        var place = bed.Memory.FindCode("hf-1")!.Path;
        var today = Linli.Platform.Time.LocalTime.Today(bed.Time);
        await bed.Done(new AddCircleCategory { Jurisdiction = place, Code = "primary", NameZh = "小学", NameEn = "Primary school", Kinds = ["primary_school"], Minutes = 10, Metres = 5000, EffectiveFrom = today, Source = "测试" });
        await bed.Done(new AddCircleCategory { Jurisdiction = place, Code = "bus", NameZh = "公交", NameEn = "Bus", Kinds = ["bus_stop"], Minutes = 15, EffectiveFrom = today.AddDays(1), Source = "测试" });
        (await bed.Answer(new GetGaps("hf-1", "primary"), Planner)).Categories[0].Lacking.ShouldBe(0);
        (await bed.Answer(new ListCircleCategories("hf-1"))).Categories.Single(c => c.Code == "bus").Minutes.ShouldBe(10);
        (await bed.Answer(new ListCircleCategories("hf-2"))).Categories.Single(c => c.Code == "primary").Metres.ShouldBe(500);

        await bed.Done(new AddWalkProfile { Jurisdiction = ScopePath.Root, Code = "adult", NameZh = "成人", NameEn = "Adult", MetresPerSecond = 1.4, StepsPercent = 200, EffectiveFrom = today, Source = "测试" });
        (await bed.Answer(new GetWalking())).Profiles.Single(p => p.Code == "adult").MetresPerSecond.ShouldBe(1.4);
        (await bed.Run(new AddWalkProfile { Code = "adult", NameZh = "成人", NameEn = "Adult", MetresPerSecond = 9, EffectiveFrom = today, Source = "测试" })).Problem.Field.ShouldBe("metresPerSecond");
        (await bed.Run(new AddCircleCategory { Jurisdiction = place, Code = "primary", NameZh = "小学", NameEn = "P", Kinds = [], Minutes = 7, EffectiveFrom = today, Source = "测试" })).Problems.Select(p => p.Field).ShouldBe(["kinds", "minutes"]);
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S77")]
    public async Task Levels_OfACommunity_AreDataWithTermSourceAndAuthor(DatabaseKind kind)
    {
        await using var bed = await WalkingTownTests.Town(kind);
        var (place, today) = (bed.Memory.FindCode("hf-1")!.Path, Linli.Platform.Time.LocalTime.Today(bed.Time));
        var manager = new Caller(PlacesBed.Steward, "周勇", [new Grant("operator", place, null, new HashSet<string> { PlacesPermissions.Manage, PlacesPermissions.Circles })]);
        var level = new AddCircleLevel
        {
            Jurisdiction = place, Minutes = 5, MetresFrom = 250, MetresTo = 350, PeopleFrom = 3_000, PeopleTo = 9_000, HomesFrom = 1_000, HomesTo = 3_000, EffectiveFrom = today.AddDays(1), Source = "本地规划",
        };

        await bed.Done(level, manager);

        async Task<CircleLevel> Five(string scope, DateOnly? day = null) => (await bed.Answer(new ListCircleCategories(scope, day))).Levels.Single(l => l.Minutes == 5);
        (await Five("hf-1")).HomesFrom.ShouldBe(1_500, "it holds from tomorrow on");
        (await Five("hf-1", today.AddDays(1))).ShouldBe(new(5, 250, 350, 3_000, 9_000, 1_000, 3_000, new(place, today.AddDays(1), null, "本地规划")));
        (await Five("hf-2", today.AddDays(1))).Source.ShouldBe("GB 50180-2018（R22）");
        (await Five("hf-1", new(2018, 12, 1))).Term.EffectiveFrom.ShouldBe(new(2018, 12, 1));
        // Set again from a later day: the rule before ends the day before, and both stay to be read with who and when.
        await bed.Done(level with { EffectiveFrom = today.AddDays(10), HomesFrom = 1_200 }, manager);
        (await Five("hf-1", today.AddDays(9))).HomesFrom.ShouldBe(1_000);
        (await Five("hf-1", today.AddDays(10))).HomesFrom.ShouldBe(1_200);
        var history = await bed.Answer(new CircleRuleHistory("hf-1"), manager);
        history.Where(r => r.By is not null).Select(r => (r.Rule, r.By, r.At, r.Term.EffectiveTo)).ShouldBe(
            [("5", "周勇", bed.Time.GetUtcNow(), null), ("5", "周勇", bed.Time.GetUtcNow(), today.AddDays(9))], ignoreOrder: true);
        history.Count(r => r.By is null).ShouldBe(ShippedRules.Levels.Count + ShippedRules.Categories.Count);
        (await bed.Answer(new GetGaps("hf-1", Date: today.AddDays(10)), manager)).Levels.ShouldContain(l => l.HomesFrom == 1_200);

        (await bed.Run(level with { Jurisdiction = bed.Memory.FindCode("hf-2")!.Path }, manager)).Problem.Code.ShouldBe("places.not_here");
        (await bed.Ask(new CircleRuleHistory("hf-2"), manager)).Problem.Code.ShouldBe("places.not_here");
        (await bed.Run(level with { Minutes = 7, HomesTo = 1, EffectiveFrom = default, Source = "" }, manager)).Problems.Select(p => p.Field).ShouldBe(["minutes", "homesTo", "effectiveFrom", "source"], ignoreOrder: true);
    }
}
