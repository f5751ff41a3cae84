
namespace Linli.Places.Walking.Network;

/// <summary>A node of the network as it is put together.</summary>
internal readonly record struct GraphNode(double Longitude, double Latitude, float Level = 0);

/// <summary>An edge of the network as it is put together.</summary>
/// <param name="From">Index of the node it begins at.</param>
/// <param name="To">Index of the node it ends at.</param>
/// <param name="LengthMm">How long it is on the ground, at least 1.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="Between">Longitudes and latitudes of the points between its ends, in turn; <c>null</c> for a straight edge.</param>
internal sealed record GraphEdge(int From, int To, int LengthMm, WayFacts Facts, double[]? Between = null);

/// <summary>
/// The walking network at one moment, never changed once it is built. Nodes are numbered along a curve that keeps
/// neighbours together, so that a walk stays within few pages of memory.
/// </summary>
internal sealed class WalkGraph
{
    private readonly GraphNode[] nodes;
    private readonly int[] shapeFirst;
    private readonly float[] shapeX;
    private readonly float[] shapeY;

    private WalkGraph(GraphNode[] nodes, GraphEdge[] edges, Ground ground, Shapes shapes)
    {
        (this.nodes, Ground) = (nodes, ground);
        From = Array.ConvertAll(edges, e => e.From);
        To = Array.ConvertAll(edges, e => e.To);
        LengthMm = Array.ConvertAll(edges, e => e.LengthMm);
        Facts = Array.ConvertAll(edges, e => e.Facts);
        (shapeFirst, shapeX, shapeY) = (shapes.First, shapes.X, shapes.Y);
        X = Array.ConvertAll(nodes, n => ground.X(n.Longitude));
        Y = Array.ConvertAll(nodes, n => ground.Y(n.Latitude));
        (Component, Components) = WalkComponents.Of(nodes.Length, From, To);
        Index = new(this);
    }

    /// <summary>A network without any way.</summary>
    public static WalkGraph Empty { get; } = Build([], []);

    public int Nodes => nodes.Length;

    public int Edges => From.Length;

    public Ground Ground { get; }

    /// <summary>Node at which each edge begins.</summary>
    public int[] From { get; }

    /// <summary>Node at which each edge ends.</summary>
    public int[] To { get; }

    public int[] LengthMm { get; }

    public WayFacts[] Facts { get; }

    /// <summary>Metres east of the ground's origin, by node.</summary>
    public float[] X { get; }

    /// <summary>Metres north of the ground's origin, by node.</summary>
    public float[] Y { get; }

    /// <summary>Which connected part each node belongs to; 0 is the largest.</summary>
    public int[] Component { get; }

    /// <summary>How many nodes each connected part has, the largest first.</summary>
    public int[] Components { get; }

    public EdgeIndex Index { get; }

    public GraphNode Node(int node) => nodes[node];

    /// <summary>Metres east of the points of an edge, both ends included.</summary>
    public ReadOnlySpan<float> ShapeX(int edge) => shapeX.AsSpan(shapeFirst[edge], shapeFirst[edge + 1] - shapeFirst[edge]);

    /// <summary>Metres north of the points of an edge, both ends included.</summary>
    public ReadOnlySpan<float> ShapeY(int edge) => shapeY.AsSpan(shapeFirst[edge], shapeFirst[edge + 1] - shapeFirst[edge]);

    /// <summary>Puts a network together.</summary>
    public static WalkGraph Build(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        var ground = nodes.Count == 0
            ? new Ground(0, 0)
            : new Ground((nodes.Min(n => n.Longitude) + nodes.Max(n => n.Longitude)) / 2, (nodes.Min(n => n.Latitude) + nodes.Max(n => n.Latitude)) / 2);
        var order = Enumerable.Range(0, nodes.Count).OrderBy(i => Morton(ground, nodes[i])).ToArray();
        var number = new int[nodes.Count];
        for (var i = 0; i < order.Length; i++)
            number[order[i]] = i;
        var sorted = Array.ConvertAll(order, i => nodes[i]);
        var renumbered = edges.Select(e => e with { From = number[e.From], To = number[e.To] })
            .OrderBy(e => Math.Min(e.From, e.To)).ThenBy(e => Math.Max(e.From, e.To)).ToArray();
        return new(sorted, renumbered, ground, Shapes.Of(sorted, renumbered, ground));
    }

    // Two metres are fine enough to keep neighbours together; 65 km on each side fit into 32 bits.
    private static uint Morton(Ground ground, GraphNode node) =>
        Spread((uint)Math.Clamp((ground.X(node.Longitude) / 2) + 32768, 0, 65535)) | (Spread((uint)Math.Clamp((ground.Y(node.Latitude) / 2) + 32768, 0, 65535)) << 1);

    private static uint Spread(uint bits)
    {
        bits = (bits | (bits << 8)) & 0x00FF00FF;
        bits = (bits | (bits << 4)) & 0x0F0F0F0F;
        bits = (bits | (bits << 2)) & 0x33333333;
        return (bits | (bits << 1)) & 0x55555555;
    }

    private sealed record Shapes(int[] First, float[] X, float[] Y)
    {
        public static Shapes Of(GraphNode[] nodes, GraphEdge[] edges, Ground ground)
        {
            var first = new int[edges.Length + 1];
            for (var e = 0; e < edges.Length; e++)
                first[e + 1] = first[e] + 2 + ((edges[e].Between?.Length ?? 0) / 2);
            var (x, y) = (new float[first[^1]], new float[first[^1]]);
            for (var e = 0; e < edges.Length; e++)
            {
                var at = first[e];
                Put(nodes[edges[e].From].Longitude, nodes[edges[e].From].Latitude);
                var between = edges[e].Between ?? [];
                for (var i = 0; i < between.Length; i += 2)
                    Put(between[i], between[i + 1]);
                Put(nodes[edges[e].To].Longitude, nodes[edges[e].To].Latitude);

                void Put(double longitude, double latitude)
                {
                    x[at] = ground.X(longitude);
                    y[at++] = ground.Y(latitude);
                }
            }

            return new(first, x, y);
        }
    }
}

/// <summary>The connected parts of a network, whichever way its edges may be walked.</summary>
internal static class WalkComponents
{
    public static (int[] OfNode, int[] Sizes) Of(int nodes, int[] from, int[] to)
    {
        var parent = new int[nodes];
        for (var i = 0; i < nodes; i++)
            parent[i] = i;
        for (var e = 0; e < from.Length; e++)
            parent[Root(from[e])] = Root(to[e]);
        var sizes = new Dictionary<int, int>();
        for (var i = 0; i < nodes; i++)
            sizes[Root(i)] = sizes.GetValueOrDefault(Root(i)) + 1;
        var ranked = sizes.OrderByDescending(s => s.Value).ThenBy(s => s.Key).ToList();
        var rank = new Dictionary<int, int>(ranked.Count);
        for (var i = 0; i < ranked.Count; i++)
            rank.Add(ranked[i].Key, i);
        var component = new int[nodes];
        for (var i = 0; i < nodes; i++)
            component[i] = rank[Root(i)];
        return (component, [.. ranked.Select(r => r.Value)]);

        int Root(int node)
        {
            while (parent[node] != node)
                node = parent[node] = parent[parent[node]];
            return node;
        }
    }
}
