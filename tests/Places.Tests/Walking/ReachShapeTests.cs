using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Places.Tests.Walking;

public class ReachShapeTests
{
    [Fact]
    public void Shape_OfAnyReach_IsValidAndHoldsEveryNodeReached() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var net = new ProfileNet(RandomNetwork.Town(seed, 15), RandomNetwork.Profile("adult"));
            var start = net.Graph.Index.Nearest((float)((random.NextDouble() - 0.5) * 800), (float)((random.NextDouble() - 0.5) * 800), net);
            if (start is null)
                return;
            using var lease = SearchPool<WalkSearch>.Take();
            lease.Search.Begin(net, start.Value);
            lease.Search.Spread(random.Next(1, 9000));
            var shape = new ReachShape();
            shape.Draw(lease.Search, start);
            var drawn = shape.ToGeometry(net.Graph.Ground);

            drawn.IsValid.ShouldBeTrue($"seed {seed}");
            foreach (var node in lease.Search.Settled)
                drawn.Contains(new Point(net.Graph.Node(node).Longitude, net.Graph.Node(node).Latitude)).ShouldBeTrue($"node {node} with seed {seed}");
            if (shape.Rings > 0)
                drawn.ShouldBeOfType<Polygon>($"one reach is one piece, seed {seed}");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Shape_AroundABlock_HasAHole()
    {
        // A square of four streets 600 m long: its middle is farther from every street than anybody walks to a door.
        var nodes = new List<GraphNode> { new(120.2, 30.2), new(120.206, 30.2), new(120.206, 30.206), new(120.2, 30.206) };
        var graph = WalkGraph.Build(nodes, [.. Enumerable.Range(0, 4).Select(i => Straight(nodes, i, (i + 1) % 4))]);
        var net = new ProfileNet(graph, RandomNetwork.Profile("adult"));

        var isochrone = GetIsochroneHandler.Around(net, new GeoPoint(30.2, 120.203), [60]).ShouldHaveSingleItem();

        var polygon = isochrone.Shape.ShouldBeOfType<Polygon>();
        polygon.NumInteriorRings.ShouldBe(1);
        NetTopologySuite.Algorithm.Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence).ShouldBeTrue("outer rings are right-handed (RFC 7946)");
        NetTopologySuite.Algorithm.Orientation.IsCCW(polygon.InteriorRings[0].CoordinateSequence).ShouldBeFalse();
        polygon.Contains(new Point(120.203, 30.203)).ShouldBeFalse();
    }

    [Fact]
    public void Shape_WithinOneWay_IsTheWalkedPartOfIt()
    {
        var nodes = new List<GraphNode> { new(120.2, 30.2), new(120.22, 30.2) };
        var net = new ProfileNet(WalkGraph.Build(nodes, [Straight(nodes, 0, 1)]), RandomNetwork.Profile("adult"));

        var isochrone = GetIsochroneHandler.Around(net, new GeoPoint(30.2, 120.21), [5]).ShouldHaveSingleItem();

        isochrone.Nodes.ShouldBe(0);
        // Five minutes at 1.1 m/s are 330 m either way, and a door's breadth beyond.
        var width = isochrone.Shape.EnvelopeInternal.Width * 96_300;
        width.ShouldBeInRange(660, 740);
    }

    [Fact]
    public void Isochrone_FarFromEveryWay_IsEmpty()
    {
        var nodes = new List<GraphNode> { new(120.2, 30.2), new(120.21, 30.2) };
        var net = new ProfileNet(WalkGraph.Build(nodes, [Straight(nodes, 0, 1)]), RandomNetwork.Profile("adult"));

        GetIsochroneHandler.Around(net, new GeoPoint(30.21, 120.2), [15]).ShouldBeEmpty();
        GetIsochroneHandler.Around(new ProfileNet(WalkGraph.Empty, RandomNetwork.Profile("adult")), new GeoPoint(30.2, 120.2), [15]).ShouldBeEmpty();
    }

    private static GraphEdge Straight(List<GraphNode> nodes, int from, int to) => new(
        from, to, (int)(Ground.Metres(nodes[from].Longitude, nodes[from].Latitude, nodes[to].Longitude, nodes[to].Latitude) * 1000), new(WayKind.Footway));
}
