using Linli.Places.Walking.Network;

namespace Linli.Bench.Walking;

/// <summary>A town of crooked streets with blocks of about 70 m, the same for the same seed.</summary>
internal static class Town
{
    public const double Longitude = 120.0;
    public const double Latitude = 30.0;
    private const double East = 0.00073;
    private const double North = 0.00063;

    public static (List<GraphNode> Nodes, List<GraphEdge> Edges) Build(int side, int seed)
    {
        var random = new Random(seed);
        var nodes = new List<GraphNode>(side * side);
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
                nodes.Add(new(Longitude + ((column + (random.NextDouble() * 0.5)) * East), Latitude + ((row + (random.NextDouble() * 0.5)) * North)));
        var edges = new List<GraphEdge>();
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
            {
                var here = (row * side) + column;
                if (column + 1 < side && random.NextDouble() < 0.9)
                    edges.Add(Edge(nodes, here, here + 1, random));
                if (row + 1 < side && random.NextDouble() < 0.9)
                    edges.Add(Edge(nodes, here, here + side, random));
            }

        return (nodes, edges);
    }

    private static GraphEdge Edge(List<GraphNode> nodes, int from, int to, Random random)
    {
        var (a, b) = (nodes[from], nodes[to]);
        var kind = random.Next(20) switch { 0 => WayKind.Steps, 1 or 2 => WayKind.Crossing, _ => WayKind.Footway };
        return new(from, to, (int)(Ground.Metres(a.Longitude, a.Latitude, b.Longitude, b.Latitude) * 1000), new(kind) { HalfCrossings = kind == WayKind.Crossing ? 2 : 0 });
    }
}
