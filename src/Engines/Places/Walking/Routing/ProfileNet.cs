using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Routing;

/// <summary>One step from a node: where it leads and what it costs.</summary>
internal readonly record struct Arc(int Node, int Cost);

/// <summary>Arcs by the node they leave, in one run of memory.</summary>
internal sealed record ArcTable(int[] First, Arc[] Arcs, int[] Edges);

/// <summary>The network as one profile walks it: costs in deciseconds (or decimetres, for the distance).</summary>
internal sealed class ProfileNet
{
    private readonly int[] forward;
    private readonly int[] backward;
    private const int Sizeable = 50;

    private readonly int[] part;

    public ProfileNet(WalkGraph graph, WalkProfile profile)
    {
        (Graph, Profile) = (graph, profile);
        forward = new int[graph.Edges];
        backward = new int[graph.Edges];
        for (var e = 0; e < graph.Edges; e++)
        {
            var levels = graph.Node(graph.To[e]).Level - graph.Node(graph.From[e]).Level;
            forward[e] = WalkCost.Of(graph.Facts[e], graph.LengthMm[e], levels, true, profile);
            backward[e] = WalkCost.Of(graph.Facts[e], graph.LengthMm[e], levels, false, profile);
        }

        Out = Table(graph, e => forward[e], e => backward[e]);
        In = Table(graph, e => backward[e], e => forward[e]);
        Dearest = Out.Arcs.Length == 0 ? 1 : Out.Arcs.Max(a => a.Cost);
        Usual = Out.Arcs.Length == 0 ? 1 : (int)Out.Arcs.Average(a => a.Cost);
        var passable = Enumerable.Range(0, graph.Edges).Where(Passable).ToArray();
        (part, Parts) = WalkComponents.Of(graph.Nodes, Array.ConvertAll(passable, e => graph.From[e]), Array.ConvertAll(passable, e => graph.To[e]));
    }

    public WalkGraph Graph { get; }

    public WalkProfile Profile { get; }

    /// <summary>Steps as they are walked.</summary>
    public ArcTable Out { get; }

    /// <summary>Steps walked backwards, for searches from a goal to everybody who may come.</summary>
    public ArcTable In { get; }

    /// <summary>The dearest step.</summary>
    public int Dearest { get; }

    /// <summary>What a step costs on average.</summary>
    public int Usual { get; }

    /// <summary>How many nodes each part has that this profile can walk without leaving it, the largest first.</summary>
    public int[] Parts { get; }

    /// <summary>Along the direction of drawing, or <see cref="WalkCost.None"/>.</summary>
    public int Forward(int edge) => forward[edge];

    /// <summary>Against the direction of drawing, or <see cref="WalkCost.None"/>.</summary>
    public int Backward(int edge) => backward[edge];

    public bool Passable(int edge) => forward[edge] != WalkCost.None || backward[edge] != WalkCost.None;

    /// <summary>
    /// Whether an edge belongs to a network one can get about in: the largest, or one of some size, such as that of a community
    /// whose ways do not meet its neighbour's.
    /// </summary>
    public bool InMainPart(int edge) => part[Graph.From[edge]] is var of && (of == 0 || Parts[of] >= Sizeable);

    public int PartOf(int node) => part[node];

    private static ArcTable Table(WalkGraph graph, Func<int, int> along, Func<int, int> against)
    {
        var first = new int[graph.Nodes + 1];
        for (var e = 0; e < graph.Edges; e++)
        {
            if (along(e) != WalkCost.None)
                first[graph.From[e] + 1]++;
            if (against(e) != WalkCost.None)
                first[graph.To[e] + 1]++;
        }

        for (var n = 0; n < graph.Nodes; n++)
            first[n + 1] += first[n];
        var (arcs, edges, next) = (new Arc[first[^1]], new int[first[^1]], first.ToArray());
        for (var e = 0; e < graph.Edges; e++)
        {
            if (along(e) != WalkCost.None)
                Put(graph.From[e], graph.To[e], along(e), e);
            if (against(e) != WalkCost.None)
                Put(graph.To[e], graph.From[e], against(e), e);
        }

        return new(first, arcs, edges);

        void Put(int node, int other, int cost, int edge)
        {
            arcs[next[node]] = new(other, cost);
            edges[next[node]++] = edge;
        }
    }
}
