using System.Text;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Tests.Walking;

/// <summary>Networks as they really come: strays, doubles, gaps, crossings tagged twice, several towns.</summary>
public class DirtyNetworkTests
{
    [Fact]
    public async Task Import_OneNodeFarAway_LeavesItsWayOutAndTheRestWorks()
    {
        await using var bed = await PlacesBed.Empty();
        var report = await bed.Done(new ImportWalking(Lines(
            Line("street", "footway", 120.2, 30.2, 120.201, 30.2), Line("second", "footway", 120.201, 30.2, 120.202, 30.2), Line("stray", "footway", 120.2, 30.2, 0.0001, 0.0001)), "s"));

        report.Refused.ShouldHaveSingleItem().Ref.ShouldBe("stray");
        (await bed.Answer(new GetIsochrone("120.2005", "30.2"))).Count.ShouldBe(3);
        // A second source in another city costs no more than its ways.
        await bed.Done(new ImportWalking(Lines(Line("beijing", "footway", 116.4, 39.9, 116.401, 39.9)), "bj"));
        (await bed.Answer(new GetIsochrone("120.2005", "30.2"))).Count.ShouldBe(3);
        (await bed.Answer(new GetIsochrone("116.4005", "39.9"))).Count.ShouldBe(3);

        await bed.Done(new RemoveWalking("bj"));
        (await bed.Answer(new GetIsochrone("116.4005", "39.9"))).ShouldBeEmpty();
        (await bed.Run(new RemoveWalking("bj"))).Problem.Code.ShouldBe("places.unknown_source");
    }

    [Fact, Trait("Feature", "S74")]
    public async Task Import_TheSameLineTwice_CountsItsLengthOnce()
    {
        await using var bed = await PlacesBed.Empty();
        var once = await bed.Done(new ImportWalking(Lines(Line("a", "footway", 120.2, 30.2, 120.201, 30.2)), "s"));
        var twice = await bed.Done(new ImportWalking(Lines(Line("a", "footway", 120.2, 30.2, 120.201, 30.2), Line("b", "footway", 120.201, 30.2, 120.2, 30.2)), "s"));

        twice.Metres.ShouldBe(once.Metres);
        twice.Refused.ShouldHaveSingleItem().Ref.ShouldBe("b");
    }

    [Fact]
    public void Crossing_TaggedOnItsWayAndOnTheRoadsNode_IsWaitedForOnce()
    {
        var cut = NetworkCutter.Cut(OsmFile.Read(Osm("""
            <node id="1" lat="30.2" lon="120.2"/><node id="2" lat="30.2001" lon="120.2"><tag k="highway" v="crossing"/></node><node id="3" lat="30.2002" lon="120.2"/>
            <node id="4" lat="30.2001" lon="120.199"/><node id="5" lat="30.2001" lon="120.201"/>
            <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="footway"/><tag k="footway" v="crossing"/><tag k="crossing" v="marked"/></way>
            <way id="2"><nd ref="4"/><nd ref="2"/><nd ref="5"/><tag k="highway" v="residential"/></way>
            """)).Value!, "s");

        cut.Edges.Where(e => e.Ref == "way/1").Sum(e => e.HalfCrossings).ShouldBe(2);
        cut.Edges.Where(e => e.Ref == "way/2").Sum(e => e.HalfCrossings).ShouldBe(0, "who walks along the street does not cross it");
    }

    [Fact]
    public void Osm_AWayTwiceAndAMotorRoad_AreRefusedWithTheReason()
    {
        var draft = OsmFile.Read(Osm("""
            <node id="1" lat="30.2" lon="120.2"/><node id="2" lat="30.2001" lon="120.2"/>
            <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way>
            <way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="motorroad" v="yes"/></way>
            """)).Value!;

        draft.Ways.ShouldHaveSingleItem();
        draft.Refused.Select(r => r.Ref).ShouldBe(["way/1", "way/3"]);
    }

    [Fact]
    public void Lines_WithAByteOrderMarkAndABrokenCharacter_AreReadOrRefusedButNeverThrow()
    {
        var text = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.201,30.2]]}}]}""";
        WalkingFile.Read(new MemoryStream([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)])).Ok.ShouldBeTrue();
        var broken = text.Replace("\"properties\":{}", "\"properties\":{\"name_zh\":\"\\ud800\"}", StringComparison.Ordinal);
        WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(broken))).Problem.Code.ShouldBe("places.geojson_unreadable");
    }

    [Fact]
    public void Nearest_InTheSmallerOfTwoTowns_PrefersItsNetworkToAStub()
    {
        var nodes = new List<GraphNode>();
        var edges = new List<GraphEdge>();
        void Street(double lon, double lat, int pieces)
        {
            for (var i = 0; i <= pieces; i++)
                nodes.Add(new(lon + (i * 0.0005), lat));
            for (var i = nodes.Count - pieces; i < nodes.Count; i++)
                edges.Add(new(i - 1, i, 48_000, new(WayKind.Footway)));
        }

        Street(120.2, 30.2, 200);
        Street(120.2, 30.5, 60);
        // A stub in the yard, a metre nearer than the street.
        Street(120.21, 30.50011, 1);
        var net = new ProfileNet(WalkGraph.Build(nodes, edges), RandomNetwork.Profile("adult"));
        var ground = net.Graph.Ground;

        var snap = net.Graph.Index.Nearest(ground.X(120.2102), ground.Y(30.50006), net)!.Value;

        net.InMainPart(snap.Edge).ShouldBeTrue();
    }

    [Fact]
    public void MetresCategory_WalkedByWheels_IsMeasuredOnTheirWays()
    {
        // Straight on there are steps; around it is three times as far.
        List<GraphNode> nodes = [new(120.2, 30.2), new(120.201, 30.2), new(120.2005, 30.201)];
        int Mm(int a, int b) => (int)(Ground.Metres(nodes[a].Longitude, nodes[a].Latitude, nodes[b].Longitude, nodes[b].Latitude) * 1000);
        var graph = WalkGraph.Build(nodes, [new(0, 1, Mm(0, 1), new(WayKind.Steps)), new(0, 2, Mm(0, 2), new(WayKind.Footway)), new(2, 1, Mm(2, 1), new(WayKind.Footway))]);
        var profile = RandomNetwork.Profile("wheelchair");
        var homes = new Reach.Attached([new(new(Linli.Platform.Data.ScopePath.Root.Child("b"), PlaceKind.Building, ("楼", "B"), ""), 120.2, 30.2, 1)], Linli.Places.Walking.Entrances.Doors.None);

        var near = Reach.ToNearest(new(graph, profile), new(graph, profile.Distances()), homes, [new("f", "clinic", 120.201, 30.2)])[0];

        near.Metres!.Value.ShouldBeInRange((Mm(0, 2) + Mm(2, 1)) / 1000 - 2, (Mm(0, 2) + Mm(2, 1)) / 1000 + 2);
        var rule = ShippedRules.Categories.First(c => c.Metres is not null) with { Metres = 150 };
        CircleAnalysis.Within(rule, near).ShouldBeFalse();
        CircleAnalysis.Within(rule, new(100, 0, 1504)).ShouldBeFalse("150.4 m is more than 150 m");
        CircleAnalysis.Within(rule, new(WalkCost.None, -1, 1000)).ShouldBeFalse("near, but no way for those who walk");
    }

    [Fact]
    public void ShippedCategories_AskForKindsThatThereAre()
    {
        foreach (var kind in ShippedRules.Categories.SelectMany(c => c.Kinds))
            (Linli.Places.Facilities.FacilityKinds.Find(kind) is not null || CircleBook.MapClasses.Contains(kind)).ShouldBeTrue(kind);
    }

    private static MemoryStream Osm(string inside) => new(Encoding.UTF8.GetBytes($"<osm version=\"0.6\">{inside}</osm>"));

    private static WalkingFile Lines(params string[] features) =>
        WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}"""))).Value!;

    private static string Line(string id, string kind, double a, double b, double c, double d) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"id\":\"{id}\",\"properties\":{{\"kind\":\"{kind}\"}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[[{a},{b}],[{c},{d}]]}}}}");
}
