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

/// <summary>Circles by the network (R22–R24), against the plainest way of finding them.</summary>
public class CircleTests
{
    [Fact, Trait("Feature", "S77")]
    public void Reach_FromAnyHome_IsWhatTheWayThereTakes() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var graph = RandomNetwork.Town(seed);
            var (net, distances) = (new ProfileNet(graph, RandomNetwork.Profile("elder")), new ProfileNet(graph, WalkProfile.Distance));
            var homes = new Reach.Attached([.. Enumerable.Range(0, 12).Select(i => Home(i, random))]);
            List<Goal> goals = [.. Enumerable.Range(0, 3).Select(i => new Goal("f" + i, "clinic", 120.2 + (random.NextDouble() * 0.0096), 30.2 + (random.NextDouble() * 0.0084)))];

            var found = Reach.ToNearest(net, distances, homes, goals);

            for (var h = 0; h < homes.Count; h++)
            {
                var ways = goals.Select(g => Way(net, homes.Homes[h], g)).ToList();
                if (ways.All(w => w is null))
                    found[h].Minutes.ShouldBeNull();
                else
                    found[h].Deciseconds.ShouldBe(ways.Min(w => w ?? WalkCost.None));
                if (found[h].Goal >= 0)
                    ways[found[h].Goal].ShouldBe(found[h].Deciseconds);
                var metres = goals.Select(g => Way(distances, homes.Homes[h], g)).Min(w => w ?? WalkCost.None);
                found[h].Decimetres.ShouldBe(metres);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Category_WithMetres_IsJudgedByTheWayAndNotTheMinutes()
    {
        var rule = CircleCategory.Defaults.Single(c => c.Code == "kindergarten");
        rule.Metres.ShouldBe(300, "R24: kindergarten 300 m");
        CircleAnalysis.Within(rule, new(9000, 0, 3000)).ShouldBeTrue();
        CircleAnalysis.Within(rule, new(100, 0, 3010)).ShouldBeFalse();
        CircleAnalysis.Within(rule, Nearness.Nothing).ShouldBeFalse();
    }

    [Fact]
    public void Levels_AreThoseOfTheStandard() =>
        CircleLevel.All.Select(l => (l.Minutes, l.MetresFrom, l.MetresTo, l.PeopleFrom, l.PeopleTo, l.HomesFrom, l.HomesTo)).ShouldBe(
            [(5, 300, 300, 5_000, 12_000, 1_500, 4_000), (10, 500, 500, 15_000, 25_000, 5_000, 8_000), (15, 800, 1_000, 50_000, 100_000, 17_000, 32_000)]);

    private static int? Way(ProfileNet net, HomesAt home, Goal goal)
    {
        var (index, ground) = (net.Graph.Index, net.Graph.Ground);
        return index.Nearest(ground.X(home.Longitude), ground.Y(home.Latitude), net) is { } start && index.Nearest(ground.X(goal.Longitude), ground.Y(goal.Latitude), net) is { } end
            ? RouteFinder.Find(net, start, end)?.Deciseconds
            : null;
    }

    private static HomesAt Home(int i, Random random) => new(
        new(ScopePath.Root.Child("b" + i), PlaceKind.Building, ("楼", "Block"), ""), 120.2 + (random.NextDouble() * 0.0096), 30.2 + (random.NextDouble() * 0.0084), 10);
}

/// <summary>The demo town's network and circles, on both databases.</summary>
public class WalkingTownTests
{
    public static TheoryData<DatabaseKind> Both => PlacesBed.Both;

    private static readonly Caller Planner = new(PlacesBed.Steward, "周", [new Grant("operator", ScopePath.Root, null, new HashSet<string> { PlacesPermissions.Circles, PlacesPermissions.Manage })]);

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S77"), Trait("Feature", "S74")]
    public async Task Town_ItsNetworkAndCircles_AreThere(DatabaseKind kind)
    {
        await using var bed = await Town(kind);
        var summary = await bed.Answer(new GetWalking());
        // S74: the slow lane measures 1.3 km on the ground.
        summary.SlowLaneMetres.ShouldBe(1300, 2);
        summary.Edges.ShouldBeGreaterThan(1100);
        summary.Parts[0].ShouldBeGreaterThan((int)(summary.Nodes * 0.99));
        var slow = await bed.Answer(new GetWays(Slow: true));
        slow.ShouldAllBe(w => w.WidthMetres == 1.5 && w.CarriagewayMetres == 5.5);

        var report = await bed.Answer(new GetGaps(), Planner);
        report.Homes.ShouldBe(20_000);
        report.Categories.Select(c => c.Category.Code).ShouldBe(CircleCategory.Defaults.Select(c => c.Code));
        report.Categories.ShouldAllBe(c => c.Served + c.Lacking == 20_000);
        report.Categories.Single(c => c.Category.Code == "junior").Served.ShouldBe(0, "there is no junior school in the town");
        report.Rows.Select(r => r.Lacks.Count).ShouldBeInOrder(SortDirection.Descending);

        var before = report.Categories.Single(c => c.Category.Code == "junior");
        var answer = await bed.Answer(new WhatIf("junior", "120.2175", "30.2055"), Planner);
        answer.ServedBefore.ShouldBe(before.Served);
        answer.ServedAfter.ShouldBeGreaterThan(5_000);
        answer.Gains.Sum(g => g.Homes).ShouldBe(answer.ServedAfter - answer.ServedBefore);
        answer.MinutesBefore.ShouldBeNull("nobody had a way to one");
        answer.People.ShouldBeNull("no register is loaded here");
        (await bed.Answer(new WhatIf("junior", "120.4", "30.4"), Planner)).OnTheNetwork.ShouldBeFalse();
    }

    [Fact]
    public async Task Gaps_ByGridCompoundAndCommunity_CountTheSameHomes()
    {
        await using var bed = await Town();
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
        await using var bed = await Town();
        var place = bed.Memory.FindCode("hf-2")!.Path;
        var report = await bed.Answer(new GetGaps(), new Caller(PlacesBed.Steward, "周", [new Grant("community_worker", place, null, new HashSet<string> { PlacesPermissions.Circles })]));

        report.Homes.ShouldBeInRange(1, 19_999);
        report.Rows.ShouldAllBe(r => place.Contains(r.Place));
    }

    [Fact, Trait("Feature", "S85")]
    public async Task Around_APoint_ListsFacilitiesWithTheWayOnFoot_NearestFirst()
    {
        await using var bed = await Town();
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
        await using var bed = await Town();
        var home = (await bed.InScope<IHomes, IReadOnlyList<Home>>(h => h.InBuilding(bed.Memory.FindCode("hf-2-c08-07")!.Path, CancellationToken.None)))[0];

        var circle = await bed.Answer(new GetHomeCircle(home.Id));

        circle.Label.ShouldBe(home.Label);
        circle.Categories.Count.ShouldBe(CircleCategory.Defaults.Count);
        circle.Categories.Single(c => c.Code == "primary").Nearest.ShouldStartWith("f-school");
        circle.Around.ShouldAllBe(f => f.Minutes <= 15);
        (await bed.Ask(new GetHomeCircle(new HomeId(PlacesBed.Steward)))).Problem.Code.ShouldBe("places.unknown_home");
    }

    [Fact, Trait("Feature", "S74")]
    public async Task Route_OverTheFootbridge_GoesAroundForWheelchairs()
    {
        await using var bed = await Town();
        // On both sides of Daoxiang Road at the footbridge that has steps only.
        var (from, to) = ("30.198784,120.220046", "30.198630,120.220018");
        var adult = await bed.Answer(new FindRoute(from, to));
        adult.Found.ShouldBeTrue();
        adult.HasSteps.ShouldBeTrue();
        adult.Steps.ShouldContain(s => s.Text.Zh.Contains('桥'));
        adult.StepFree!.Found.ShouldBeTrue();
        var wheels = await bed.Answer(new FindRoute(from, to, "wheelchair"));
        wheels.HasSteps.ShouldBeFalse();
        wheels.Metres.ShouldBeGreaterThan(adult.Metres * 2);
        wheels.Metres.ShouldBe(adult.StepFree.Metres);
        // The other bridge has lifts: from its deck to the street.
        var lift = await bed.Answer(new FindRoute("30.204440,120.217154", "30.204412,120.217370", "wheelchair", FromLevel: 1, ToLevel: 0));
        lift.Steps.ShouldContain(s => s.Kind == WayKind.Lift);
    }

    [Fact]
    public async Task Route_BadInput_NamesTheField()
    {
        await using var bed = await Town();
        (await bed.Ask(new FindRoute("120.21,30.2", "30.2,120.21"))).Problem.Field.ShouldBe("from");
        (await bed.Ask(new FindRoute("120.21,30.2", "30.2,120.21"))).Problem.Code.ShouldBe("places.swapped");
        (await bed.Ask(new FindRoute("30.2", "f-mall"))).Problem.Field.ShouldBe("from");
        (await bed.Ask(new FindRoute("30.2,120.21", null))).Problem.Field.ShouldBe("to");
        (await bed.Ask(new FindRoute("30.2,120.21", "f-mall", "horse"))).Problem.Field.ShouldBe("profile");
        (await bed.Ask(new FindRoute("30.2,120.21", "f-mall", Crs: "mars"))).Problem.Field.ShouldBe("crs");
        var nowhere = await bed.Answer(new FindRoute("31.2,121.4", "f-mall"));
        nowhere.Found.ShouldBeFalse();
        nowhere.Reason!.Value.Zh.ShouldNotBeEmpty();
        (await bed.Ask(new GetIsochrone("120.21", "30.2", "0"))).Problem.Field.ShouldBe("minutes");
        (await bed.Ask(new GetIsochrone("120.21", "30.2", "5,abc"))).Problem.Field.ShouldBe("minutes");
        (await bed.Answer(new GetIsochrone("121.4", "31.2"))).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Import_TheSameFileTwice_ReplacesItAndOthersStay(DatabaseKind kind)
    {
        await using var bed = await Town(kind);
        var before = await bed.Answer(new GetWalking());
        ImportWalking Import(bool dry) => new(WalkingFile.Read(File.OpenRead(PlacesBed.Samples.File("walking.geojson"))).Value!, "hefengli", DryRun: dry);

        var dry = await bed.Done(Import(true));
        dry.DryRun.ShouldBeTrue();
        (await bed.Answer(new GetWalking())).Edges.ShouldBe(before.Edges);
        var report = await bed.Done(Import(false));
        report.Refused.ShouldBeEmpty();
        report.SlowLaneMetres.ShouldBe(1300, 2);
        var after = await bed.Answer(new GetWalking());
        (after.Nodes, after.Edges, after.Metres).ShouldBe((before.Nodes, before.Edges, before.Metres));
        after.Sources.ShouldHaveSingleItem();

        (await bed.Run(Import(false), PlacesBed.StaffAt("/zj/hb/ys/hf/hf-1/"))).Problem.Code.ShouldBe("places.not_here");
    }

    [Theory, InlineData("gcj02"), InlineData("bd09")]
    public async Task Import_InAnotherSystem_IsDetectedAndSaid(string crs)
    {
        await using var bed = await Town();
        var system = Enum.Parse<Linli.Platform.Geo.CoordinateSystem>(crs, ignoreCase: true);
        var shifted = Linli.Platform.Geo.GeoJson.Read(File.ReadAllBytes(PlacesBed.Samples.File("walking.geojson")))
            .Select(f => f with { Geometry = Linli.Platform.Geo.ChinaCoordinates.FromWgs84(f.Geometry!, system) });
        WalkingFile Shifted() => WalkingFile.Read(new MemoryStream(Linli.Platform.Geo.GeoJson.Write(shifted))).Value!;

        var detected = await bed.Done(new ImportWalking(Shifted(), "other", DryRun: true));
        detected.Crs.ShouldBe(crs);
        detected.Notes.ShouldHaveSingleItem().En.ShouldContain(SystemGuess.NameOf(system));
        detected.SlowLaneMetres.ShouldBe(1300, 2);
        var told = await bed.Done(new ImportWalking(Shifted(), "other", "wgs84", DryRun: true));
        told.Crs.ShouldBe("wgs84");
        told.Notes.ShouldHaveSingleItem().En.ShouldContain("meant?");
        (await bed.Done(new ImportWalking(Shifted(), "other", crs, DryRun: true))).Notes.ShouldBeEmpty();
        (await bed.Run(new ImportWalking(Shifted(), "other", "mars"))).Problem.Field.ShouldBe("crs");
        (await bed.Run(new ImportWalking(Shifted(), "a b"))).Problem.Field.ShouldBe("source");
    }

    [Fact]
    public async Task Import_FeaturesThatCannotBeWalked_AreRefusedEachWithAReason()
    {
        await using var bed = await PlacesBed.Empty();
        const string Lines = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"good","properties":{"width_m":2},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"joins","properties":{},"geometry":{"type":"LineString","coordinates":[[120.2005,30.200005],[120.2005,30.201]]}},
            {"type":"Feature","id":"kind","properties":{"kind":"runway"},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"width","properties":{"width_m":-2},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}},
            {"type":"Feature","id":"shape","properties":{},"geometry":{"type":"Point","coordinates":[120.2,30.2]}},
            {"type":"Feature","id":"short","properties":{},"geometry":{"type":"LineString","coordinates":[[120.25,30.25],[120.25,30.25]]}},
            {"type":"Feature","id":"none","properties":{},"geometry":null},
            {"type":"Feature","id":"lift","properties":{"kind":"lift","levels":"0;1"},"geometry":{"type":"Point","coordinates":[120.2,30.2]}}]}
            """;
        var report = await bed.Done(new ImportWalking(WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lines))).Value!, "lines"));

        report.Refused.Select(r => r.Ref).ShouldBe(["kind", "width", "shape", "short", "none", "lift"], ignoreOrder: true);
        report.Edges.ShouldBe(3, "the second line ends on the first, half a metre off, and cuts it");
        report.Parts.ShouldHaveSingleItem().Nodes.ShouldBe(4);
        WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lines.Replace("[120.2,30.2]", "[30.2,120.2]", StringComparison.Ordinal)))).Problem.Code.ShouldBe("places.swapped");
        (await bed.Run(new ImportWalking(WalkingFile.Read(new MemoryStream("{\"type\":\"FeatureCollection\",\"features\":[]}"u8.ToArray())).Value!, "none"))).Problem.Code.ShouldBe("places.no_ways");
    }

    [Fact]
    public async Task Rules_OfACommunity_ReplaceTheUsualOnesThereAndFromTheirDay()
    {
        await using var bed = await Town();
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

    internal static async Task<PlacesBed> Town(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var bed = await PlacesBed.Demo(kind);
        await bed.InScope<LinliDb, bool>(async (db, scope) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<WalkingDemo>(scope).Seed(PlacesBed.Samples, CancellationToken.None);
            await transaction.CommitAsync();
            return true;
        });
        return bed;
    }
}

/// <summary>The routes of the walking network as programs see them.</summary>
public sealed class WalkingApiTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Theory]
    [InlineData("GET", "/api/v1/places/gaps")]
    [InlineData("GET", "/api/v1/places/gaps.csv")]
    [InlineData("GET", "/api/v1/places/what-if?category=bus&lon=120.2&lat=30.2")]
    [InlineData("POST", "/api/v1/places/walking/import?source=x")]
    [InlineData("GET", "/api/v1/places/circles/0193c000-0000-7000-8000-000000000101")]
    public async Task Call_WhatIsNotPublic_IsRefused(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        (await api.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Import_ThenAskForAReach_IsGeoJson()
    {
        using var file = new ByteArrayContent(await File.ReadAllBytesAsync(PlacesBed.Samples.File("walking.geojson"), TestContext.Current.CancellationToken));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
        var imported = await api.Staff.PostAsync("/api/v1/places/walking/import?source=hefengli", file, TestContext.Current.CancellationToken);
        imported.StatusCode.ShouldBe(HttpStatusCode.OK, await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var answer = await api.Client.GetAsync("/api/v1/places/isochrone?lon=120.2175&lat=30.2055", TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/geo+json");
        var features = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("features");
        features.EnumerateArray().Select(f => f.GetProperty("properties").GetProperty("minutes").GetInt32()).ShouldBe([15, 10, 5]);
        features[0].GetProperty("properties").GetProperty("area_m2").GetDouble().ShouldBeInRange(800_000, 3_200_000);
        (await api.Client.GetStringAsync("/api/v1/places/isochrone?lon=10&lat=10", TestContext.Current.CancellationToken)).ShouldBe("""{"type":"FeatureCollection","features":[]}""");
        (await api.Client.GetStringAsync("/api/v1/places/route?from=30.2055,120.2175&to=f-mall", TestContext.Current.CancellationToken)).ShouldContain("\"found\":true");
    }
}
