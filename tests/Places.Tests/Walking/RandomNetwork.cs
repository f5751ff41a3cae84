using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Tests.Walking;

/// <summary>Networks made by chance, and the plainest search there is to compare with.</summary>
internal static class RandomNetwork
{
    /// <summary>A town of crooked streets: some missing, some one-way, some with steps, some with points between.</summary>
    public static WalkGraph Town(int seed, int side = 12, bool oneWays = true)
    {
        var random = new Random(seed);
        var nodes = new List<GraphNode>();
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
                nodes.Add(new(120.2 + ((column + (random.NextDouble() * 0.6)) * 0.0008), 30.2 + ((row + (random.NextDouble() * 0.6)) * 0.0007)));
        var edges = new List<GraphEdge>();
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
            {
                var here = (row * side) + column;
                if (column + 1 < side && random.NextDouble() < 0.85)
                    edges.Add(Edge(nodes, here, here + 1, random, oneWays));
                if (row + 1 < side && random.NextDouble() < 0.85)
                    edges.Add(Edge(nodes, here, here + side, random, oneWays));
            }

        return WalkGraph.Build(nodes, edges);
    }

    private static GraphEdge Edge(List<GraphNode> nodes, int from, int to, Random random, bool oneWays)
    {
        var kind = random.Next(10) switch { 0 => WayKind.Steps, 1 => WayKind.Crossing, _ => WayKind.Footway };
        var facts = new WayFacts(kind) { OneWay = oneWays ? random.Next(12) switch { 0 => 1, 1 => -1, _ => 0 } : 0, WidthCm = random.Next(8) == 0 ? 70 : null };
        var (a, b) = (nodes[from], nodes[to]);
        double[]? between = random.Next(3) == 0 ? [((a.Longitude + b.Longitude) / 2) + 0.0001, ((a.Latitude + b.Latitude) / 2) + 0.0001] : null;
        var metres = between is null
            ? Ground.Metres(a.Longitude, a.Latitude, b.Longitude, b.Latitude)
            : Ground.Metres(a.Longitude, a.Latitude, between[0], between[1]) + Ground.Metres(between[0], between[1], b.Longitude, b.Latitude);
        return new(from, to, Math.Max(1, (int)(metres * 1000)), facts, between);
    }

    public static WalkProfile Profile(string code) => WalkProfile.Defaults.Single(p => p.Code == code);

    /// <summary>Dijkstra as in the book, over edges as they lie there.</summary>
    public static int[] Naive(ProfileNet net, IEnumerable<(int Node, int Cost)> seeds, bool reverse = false)
    {
        var graph = net.Graph;
        var cost = new int[graph.Nodes];
        Array.Fill(cost, WalkCost.None);
        foreach (var (node, at) in seeds)
            cost[node] = Math.Min(cost[node], at);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var e = 0; e < graph.Edges; e++)
            {
                var (along, against) = reverse ? (net.Backward(e), net.Forward(e)) : (net.Forward(e), net.Backward(e));
                changed |= Relax(graph.From[e], graph.To[e], along) | Relax(graph.To[e], graph.From[e], against);
            }
        }

        return cost;

        bool Relax(int from, int to, int step)
        {
            if (cost[from] == WalkCost.None || step == WalkCost.None || cost[from] + step >= cost[to])
                return false;
            cost[to] = cost[from] + step;
            return true;
        }
    }
}
