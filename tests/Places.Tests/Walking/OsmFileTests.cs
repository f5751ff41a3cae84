using System.IO.Compression;
using System.Text;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Tests.Walking;

public class OsmFileTests
{
    private const string Nodes = """
        <node id="1" lon="120.2000" lat="30.2000"/><node id="2" lon="120.2010" lat="30.2000"/><node id="3" lon="120.2020" lat="30.2000"/>
        <node id="4" lon="120.2010" lat="30.2010"/><node id="5" lon="120.2010" lat="29.9990"/>
        """;

    [Fact]
    public void Read_WaysThatMeet_AreCutWhereTheyMeet()
    {
        var cut = Cut(Nodes + Way(1, "1 2 3", "highway=footway width=2.5 name=桐荫路 name:en=Tongyin") + Way(2, "2 4", "highway=path"));

        cut.Nodes.Count.ShouldBe(4);
        cut.Edges.Select(e => (e.Ref, e.Kind, e.WidthCm)).ShouldBe(
            [("way/1", WayKind.Footway, 250), ("way/1", WayKind.Footway, 250), ("way/2", WayKind.Path, (int?)null)]);
        cut.Edges[0].LengthMm.ShouldBeInRange(95_900, 96_700);
        (cut.Edges[0].NameZh, cut.Edges[0].NameEn).ShouldBe(("桐荫路", "Tongyin"));
    }

    [Fact]
    public void Read_ABridgeOverAWay_IsNotJoinedToIt()
    {
        // The two cross on the map at 120.201, 30.2005, but share no node.
        var cut = Cut("""
            <node id="1" lon="120.2000" lat="30.2005"/><node id="2" lon="120.2020" lat="30.2005"/><node id="3" lon="120.2010" lat="30.2000"/><node id="4" lon="120.2010" lat="30.2010"/>
            """ + Way(1, "1 2", "highway=footway bridge=yes layer=1") + Way(2, "3 4", "highway=residential"));

        WalkComponents.Of(cut.Nodes.Count, [.. cut.Edges.Select(e => e.From)], [.. cut.Edges.Select(e => e.To)]).Sizes.ShouldBe([2, 2]);
        cut.Edges[0].Bridge.ShouldBeTrue();
    }

    [Theory]
    [InlineData("highway=footway foot=no")]
    [InlineData("highway=service access=private")]
    [InlineData("highway=motorway")]
    [InlineData("highway=cycleway")]
    [InlineData("highway=construction")]
    [InlineData("highway=primary sidewalk=separate")]
    [InlineData("highway=raceway")]
    public void Read_WaysNobodyWalks_AreRefusedWithTheReason(string tags)
    {
        var draft = Read(Nodes + Way(7, "1 2", tags)).Draft;

        draft.Ways.ShouldBeEmpty();
        var refused = draft.Refused.ShouldHaveSingleItem();
        refused.Ref.ShouldBe("way/7");
        refused.Reason.Zh.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("highway=service access=private foot=yes", WayKind.Lane)]
    [InlineData("highway=cycleway foot=designated", WayKind.Path)]
    [InlineData("highway=footway footway=crossing", WayKind.Crossing)]
    [InlineData("highway=steps", WayKind.Steps)]
    [InlineData("highway=steps conveying=forward", WayKind.Escalator)]
    [InlineData("highway=living_street oneway=yes", WayKind.Street)]
    public void Read_WaysPeopleWalk_KnowTheirKind(string tags, WayKind kind) =>
        Cut(Nodes + Way(1, "1 2", tags)).Edges.ShouldHaveSingleItem().Kind.ShouldBe(kind);

    [Fact]
    public void Read_OneWayForVehicles_BindsNobodyOnFoot()
    {
        Cut(Nodes + Way(1, "1 2", "highway=residential oneway=yes")).Edges[0].OneWay.ShouldBe(0);
        Cut(Nodes + Way(1, "1 2", "highway=residential oneway:foot=yes")).Edges[0].OneWay.ShouldBe(1);
        Cut(Nodes + Way(1, "1 2", "highway=steps conveying=backward")).Edges[0].OneWay.ShouldBe(-1);
    }

    [Fact]
    public void Read_ALiftBetweenTwoLevels_JoinsThem()
    {
        var cut = Cut("""
            <node id="1" lon="120.2000" lat="30.2000"/><node id="2" lon="120.2010" lat="30.2000"><tag k="highway" v="elevator"/><tag k="level" v="0;1"/></node><node id="3" lon="120.2020" lat="30.2000"/>
            """ + Way(1, "1 2", "highway=footway level=0") + Way(2, "2 3", "highway=corridor level=1"));

        var lift = cut.Edges.Single(e => e.Kind == WayKind.Lift);
        (cut.Nodes[lift.From].Level, cut.Nodes[lift.To].Level).ShouldBe((0, 1));
        cut.Nodes.Count.ShouldBe(4);
        WalkComponents.Of(cut.Nodes.Count, [.. cut.Edges.Select(e => e.From)], [.. cut.Edges.Select(e => e.To)]).Sizes.ShouldBe([4]);
    }

    [Fact]
    public void Read_StepsBetweenLevels_EndOnTheLevelsTheyMeet()
    {
        var cut = Cut(Nodes + Way(1, "1 2", "highway=footway level=0") + Way(2, "2 3", "highway=steps level=0;1") + Way(3, "3 4", "highway=footway level=1"));

        var steps = cut.Edges.Single(e => e.Kind == WayKind.Steps);
        (cut.Nodes[steps.From].Level, cut.Nodes[steps.To].Level).ShouldBe((0, 1));
    }

    [Fact]
    public void Read_ALockedGate_EndsTheWayOnBothSides()
    {
        var cut = Cut("""
            <node id="1" lon="120.2000" lat="30.2000"/><node id="2" lon="120.2010" lat="30.2000"><tag k="barrier" v="gate"/><tag k="access" v="private"/></node><node id="3" lon="120.2020" lat="30.2000"/>
            """ + Way(1, "1 2 3", "highway=footway"));

        cut.Edges.Count.ShouldBe(2);
        WalkComponents.Of(cut.Nodes.Count, [.. cut.Edges.Select(e => e.From)], [.. cut.Edges.Select(e => e.To)]).Sizes.ShouldBe([2, 2]);
    }

    [Fact]
    public void Read_CrossingsAndKerbsAtNodes_BelongToTheWayThatPasses()
    {
        var edge = Cut("""
            <node id="1" lon="120.2000" lat="30.2000"/><node id="2" lon="120.2005" lat="30.2000"><tag k="highway" v="crossing"/></node>
            <node id="3" lon="120.2006" lat="30.2000"><tag k="barrier" v="kerb"/><tag k="kerb" v="raised"/></node><node id="4" lon="120.2010" lat="30.2000"/>
            """ + Way(1, "1 2 3 4", "highway=footway")).Edges.ShouldHaveSingleItem();

        (edge.HalfCrossings, edge.KerbMm).ShouldBe((2, 120));
        WalkCost.Of(edge, edge.LengthMm, 0, true, RandomNetwork.Profile("wheelchair")).ShouldBe(WalkCost.None);
    }

    [Fact]
    public void Read_ARoundabout_GetsANodeInItsMiddle() =>
        Cut(Nodes + Way(1, "1 2 4 1", "highway=pedestrian")).Edges.Count.ShouldBe(2);

    [Fact]
    public void Read_MissingPoints_AreLeftOutAndSaid()
    {
        var draft = Read(Nodes + Way(1, "1 2 99 4 5", "highway=footway") + Way(2, "98 97 1", "highway=footway")).Draft;

        // Nothing leads straight over the gap: a river may lie there.
        draft.Ways.Select(w => (w.Ref, w.Points.Length)).ShouldBe([("way/1", 2), ("way/1", 2)]);
        draft.Notes.ShouldHaveSingleItem().En.ShouldContain("way/1");
        draft.Refused.ShouldHaveSingleItem().Ref.ShouldBe("way/2");
    }

    [Fact]
    public void Read_PackedWithGzip_IsTheSame()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Osm(Nodes + Way(1, "1 2", "highway=footway"))));

        WalkingFile.Read(packed).Value!.Draft.Ways.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("<osm><way id='1'>", "places.osm_unreadable")]
    [InlineData("<html></html>", "places.osm_unreadable")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><osm/>", "places.osm_unreadable")]
    [InlineData("PK\u0003\u0004", "places.network_format")]
    [InlineData("", "places.network_format")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[", "places.geojson_unreadable")]
    [InlineData("{\"type\":\"Feature\"}", "places.geojson_unreadable")]
    public void Read_WhatIsNoNetwork_IsRefused(string text, string code) =>
        WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Problem.Code.ShouldBe(code);

    [Fact]
    public void Read_AGzipCutOff_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Osm(string.Concat(Enumerable.Range(1, 4000).Select(i => $"<node id='{i}' lon='120.{i}' lat='30'/>")))));
        packed.SetLength(packed.Length / 2);

        WalkingFile.Read(packed).Problem.Code.ShouldBe("places.osm_unreadable");
    }

    [Fact]
    public void Read_SwappedDegrees_AreDetectedAndSaid()
    {
        var osm = "<node id='1' lon='30.2' lat='120.2'/><node id='2' lon='30.2' lat='120.3'/>" + Way(1, "1 2", "highway=footway");

        var problem = WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Osm(osm)))).Problem;

        problem.Code.ShouldBe("places.swapped");
        problem.Message.En.ShouldContain("node/1");
    }

    [Theory]
    [InlineData("2", 200)]
    [InlineData("1.5 m", 150)]
    [InlineData("1,5", 150)]
    [InlineData("90 cm", 90)]
    [InlineData("6'", 183)]
    [InlineData("wide", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    public void Width_AsPeopleWriteIt(string text, int? centimetres) => OsmTags.Centimetres(text).ShouldBe(centimetres);

    [Theory]
    [InlineData("0;1", new double[] { 0, 1 })]
    [InlineData("-2-1", new double[] { -2, -1, 0, 1 })]
    [InlineData("0.5", new[] { 0.5 })]
    [InlineData("ground", new double[0])]
    [InlineData("0-100000", new double[0])]
    public void Levels_AsTheyAreTagged(string text, double[] levels) => OsmTags.Levels(text).ShouldBe(levels);

    private static WalkingFile Read(string inside) => WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Osm(inside)))).Value!;

    private static CutNetwork Cut(string inside) => NetworkCutter.Cut(Read(inside).Draft, "osm");

    private static string Osm(string inside) => $"<?xml version='1.0' encoding='UTF-8'?><osm version='0.6'>{inside}</osm>";

    private static string Way(int id, string nodes, string tags) =>
        $"<way id='{id}'>{string.Concat(nodes.Split(' ').Select(n => $"<nd ref='{n}'/>"))}{string.Concat(tags.Split(' ').Select(t => $"<tag k='{t[..t.IndexOf('=', StringComparison.Ordinal)]}' v='{t[(t.IndexOf('=', StringComparison.Ordinal) + 1)..]}'/>"))}</way>";
}
