using System.Text;
using Linli.Places.Circles;
using Linli.Places.Indoor;
using Linli.Places.Walking;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;

namespace Linli.Places.Tests.Walking;

/// <summary>People walk to doors: of homes and of facilities, from OpenStreetMap, GeoJSON and indoor maps.</summary>
public class EntranceTests
{
    // A street from west to east along 30.2; a house at 120.205 in the north of it whose doors lie on a street of its own.
    private const double South = 30.2;
    private const double North = 30.2018;

    [Fact, Trait("Feature", "S77")]
    public void Reach_OfAHouseWithDoors_IsTheNearestDoorsAndNotTheMiddles()
    {
        var (adult, distances) = Nets("adult");
        var doors = new Doors([Entrance("b0", 120.2, South), Entrance("b0", 120.204, South)], []);
        List<HomesAt> homes = [Home("b0", 120.202, South)];
        List<Goal> goals = [new("f", "clinic", 120.21, South)];

        var nearest = Reach.ToNearest(adult, distances, new(homes, doors), goals);

        nearest[0].Decimetres.ShouldBeInRange(Decimetres(120.204, 120.21) - 3, Decimetres(120.204, 120.21) + 3);
        Reach.ToNearest(adult, distances, new(homes, Doors.None), goals)[0].Decimetres.ShouldBeInRange(Decimetres(120.202, 120.21) - 3, Decimetres(120.202, 120.21) + 3);
    }

    [Fact, Trait("Feature", "S77")]
    public void Reach_ToAFacilityWithDoors_IsTheNearestInWalkingTime()
    {
        var (adult, distances) = Nets("adult");
        var doors = new Doors([Entrance("f", 120.209, South), Entrance("f", 120.204, South)], []);

        var nearest = Reach.ToNearest(adult, distances, new([Home("b0", 120.202, South)], doors), [new("f", "clinic", 120.2075, North)]);

        nearest[0].Decimetres.ShouldBeInRange(Decimetres(120.202, 120.204) - 3, Decimetres(120.202, 120.204) + 3);
    }

    [Fact, Trait("Feature", "S77")]
    public void Wheels_TakeOnlyDoorsWithoutSteps()
    {
        var (wheels, distances) = Nets("wheelchair");
        List<HomesAt> homes = [Home("b0", 120.202, South)];
        List<Goal> goals = [new("f", "clinic", 120.204, South)];
        Nearness To(params EntranceRow[] doors) => Reach.ToNearest(wheels, distances, new(homes, new Doors(doors, [])), goals)[0];

        To(Entrance("f", 120.204, South, false), Entrance("f", 120.208, South, true)).Deciseconds.ShouldBeInRange(Deciseconds(wheels, 120.202, 120.208) - 3, Deciseconds(wheels, 120.202, 120.208) + 3);
        To(Entrance("f", 120.204, South), Entrance("f", 120.208, South, true)).Deciseconds.ShouldBeInRange(Deciseconds(wheels, 120.202, 120.208) - 3, Deciseconds(wheels, 120.202, 120.208) + 3, "what is known to be without steps comes before what nobody has looked at");
        To(Entrance("f", 120.206, South), Entrance("f", 120.203, South, false)).Deciseconds.ShouldBeInRange(Deciseconds(wheels, 120.202, 120.206) - 3, Deciseconds(wheels, 120.202, 120.206) + 3);
        To(Entrance("f", 120.204, South, false)).Minutes.ShouldBeNull("all its doors have steps");
        Reach.ToNearest(wheels, distances, new(homes, Doors.None), [goals[0] with { Wheelchair = false }])[0].Minutes.ShouldBeNull("it says itself that no wheelchair gets in");
    }

    [Fact]
    public void WhatLiesInABuilding_IsEnteredByItsDoors()
    {
        var outline = new NetTopologySuite.Geometries.GeometryFactory().ToGeometry(new(120.2, 120.201, 30.2, 30.201));
        var doors = new Doors([Entrance("block", 120.2, 30.2005)], [("block", outline)]);

        doors.Into("shop", 120.2005, 30.2005, needsWheels: false).ShouldHaveSingleItem().Longitude.ShouldBe(120.2);
        doors.Into("other", 120.3, 30.2005, needsWheels: false).ShouldHaveSingleItem().Longitude.ShouldBe(120.3);
    }

    [Theory]
    [InlineData("yes", "yes", true)]
    [InlineData("main", "no", false)]
    [InlineData("staircase", null, null)]
    public void OsmFile_ItsEntrances_AreReadWithWhatTheySayOfSteps(string entrance, string? wheelchair, bool? stepFree)
    {
        var tags = wheelchair is null ? "" : $"<tag k=\"wheelchair\" v=\"{wheelchair}\"/>";
        var read = OsmFile.Read(new MemoryStream(Encoding.UTF8.GetBytes($"""
            <osm version="0.6">
            <node id="1" lat="30.2" lon="120.2"/><node id="2" lat="30.2" lon="120.201"/>
            <node id="3" lat="30.2003" lon="120.2005"><tag k="entrance" v="{entrance}"/>{tags}</node>
            <node id="4" lat="30.2003" lon="120.2006"><tag k="entrance" v="emergency"/></node>
            <node id="5" lat="30.2003" lon="120.2007"><tag k="amenity" v="bench"/></node>
            <way id="9"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way></osm>
            """)));

        var found = read.Value!.Found().ShouldHaveSingleItem();
        (found.Ref, found.Longitude, found.Latitude, found.StepFree).ShouldBe(("node/3", 120.2005, 30.2003, stepFree));
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S77")]
    public async Task Import_EntrancesOfAFile_BelongToTheHouseTheyNameOrLieOn(DatabaseKind kind)
    {
        await using var bed = await WalkingTownTests.Town(kind);
        var building = bed.Memory.FindCode("hf-2-c08-07")!;
        var (lon, lat) = (building.Longitude!.Value, building.Latitude!.Value);
        var text = FormattableString.Invariant($$$"""
            {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"near","properties":{"kind":"entrance","wheelchair":"yes"},"geometry":{"type":"Point","coordinates":[{{{lon}}},{{{lat}}}]}},
            {"type":"Feature","id":"named","properties":{"kind":"entrance","facility":"f-library","step_free":false},"geometry":{"type":"Point","coordinates":[120.2209,30.2064]}},
            {"type":"Feature","id":"unknown","properties":{"kind":"entrance","building":"no-such"},"geometry":{"type":"Point","coordinates":[120.2209,30.2064]}},
            {"type":"Feature","id":"alone","properties":{"kind":"entrance"},"geometry":{"type":"Point","coordinates":[120.3,30.3]}}]}
            """);
        ImportWalking Import() => new(WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Value!, "doors", "wgs84");

        var report = await bed.Done(Import());

        report.Entrances.ShouldBe(2);
        report.Refused.Select(r => r.Ref).ShouldBe(["unknown", "alone"]);
        (await bed.Done(Import())).Entrances.ShouldBe(2);
        var rows = await bed.InScope<LinliDb, List<EntranceRow>>(db => Task.FromResult(db.Records<EntranceRow>().Where(e => e.Source == "doors").OrderBy(e => e.Number).ToList()));
        rows.Select(e => (e.Of, e.StepFree)).ShouldBe([("hf-2-c08-07", true), ("f-library", false)]);
        // The only known door of the library has steps.
        var there = FormattableString.Invariant($"{lat},{lon}");
        (await bed.Answer(new FindRoute(there, "f-library"))).Found.ShouldBeTrue();
        (await bed.Answer(new FindRoute(there, "f-library", "wheelchair"))).Found.ShouldBeFalse();
    }

    [Fact, Trait("Feature", "S78")]
    public async Task IndoorMap_ItsOuterDoors_AreTheEntrancesOfItsFacility()
    {
        await using var bed = await WalkingTownTests.Town();
        var rows = await bed.InScope<LinliDb, List<EntranceRow>>(db => Task.FromResult(db.Records<EntranceRow>().Where(e => e.Source == "venue:one-stop-hall").ToList()));

        // East door step-free, west door revolving; the doors between rooms lead into nothing from outside.
        rows.Select(e => (e.Of, e.StepFree)).ShouldBe([("f-desk", true), ("f-desk", false)], ignoreOrder: true);
        var adult = await bed.Answer(new FindRoute("30.205633,120.2200", "f-desk"));
        var wheels = await bed.Answer(new FindRoute("30.205633,120.2200", "f-desk", "wheelchair"));
        adult.Found.ShouldBeTrue();
        wheels.Found.ShouldBeTrue();
    }

    private static (ProfileNet Walked, ProfileNet Distances) Nets(string profile)
    {
        // Nodes every 0.001 degree along the street.
        List<GraphNode> nodes = [.. Enumerable.Range(0, 12).Select(i => new GraphNode(120.2 + (i * 0.001), South))];
        List<GraphEdge> edges = [.. Enumerable.Range(0, 11).Select(i => new GraphEdge(
            i, i + 1, (int)(Ground.Metres(nodes[i].Longitude, South, nodes[i + 1].Longitude, South) * 1000), new(WayKind.Footway)))];
        var graph = WalkGraph.Build(nodes, edges);
        return (new(graph, RandomNetwork.Profile(profile)), new(graph, WalkProfile.Distance));
    }

    private static int Decimetres(double from, double to) => (int)Math.Round(Ground.Metres(from, South, to, South) * 10);

    private static int Deciseconds(ProfileNet net, double from, double to) => (int)Math.Round(net.Profile.Deciseconds(Ground.Metres(from, South, to, South)));

    private static HomesAt Home(string code, double lon, double lat) => new(new(ScopePath.Root.Child(code), PlaceKind.Building, ("楼", "Block"), ""), lon, lat, 10);

    private static int number;

    private static EntranceRow Entrance(string of, double lon, double lat, bool? stepFree = null) =>
        new() { Source = "t", Number = number++, Ref = "e", Of = of, Longitude = lon, Latitude = lat, StepFree = stepFree };
}
