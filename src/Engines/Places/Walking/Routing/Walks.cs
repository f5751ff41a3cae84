using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Routing;

/// <summary>Walks between points that lie beside the network rather than on its nodes.</summary>
internal static class Walks
{
    /// <summary>Far more than any walk: no limit.</summary>
    public const int NoLimit = int.MaxValue / 4;

    /// <summary>What it costs to get from a point to the way it was put on.</summary>
    public static int ToTheWay(Snap snap, ProfileNet net) => (int)Math.Round(net.Profile.Deciseconds(snap.Metres));

    /// <summary>Begins a search at a point.</summary>
    public static void Begin(this WalkSearch search, ProfileNet net, Snap start) => search.Begin(net, [start]);

    /// <summary>Begins a search at several points at once, such as the doors of a house.</summary>
    public static void Begin(this WalkSearch search, ProfileNet net, params ReadOnlySpan<Snap> starts)
    {
        var farthest = 0;
        foreach (var start in starts)
            farthest = Math.Max(farthest, ToTheWay(start, net));
        search.Begin(net, farthest + net.Dearest);
        foreach (var start in starts)
            search.SeedAt(start, ToTheWay(start, net), -1, reverse: false);
    }

    /// <summary>Lets walks begin at a point of an edge, or with <paramref name="reverse"/> end there.</summary>
    public static void SeedAt(this WalkSearch search, Snap point, int at, int tag, bool reverse)
    {
        var net = search.Net;
        var (toEnd, toBeginning) = reverse ? Into(net, point) : OutOf(net, point);
        if (toEnd != WalkCost.None)
            search.Seed(net.Graph.To[point.Edge], at + toEnd, tag);
        if (toBeginning != WalkCost.None)
            search.Seed(net.Graph.From[point.Edge], at + toBeginning, tag);
    }

    /// <summary>What a point costs after a search with <see cref="WalkSearch.Spread"/>, without the way from the edge to the point.</summary>
    /// <param name="search">The finished search.</param>
    /// <param name="point">The point.</param>
    public static int CostAt(this WalkSearch search, Snap point)
    {
        var net = search.Net;
        var (fromEnd, fromBeginning) = Into(net, point);
        return Math.Min(
            Sum(search.Cost(net.Graph.From[point.Edge]), fromBeginning),
            Sum(search.Cost(net.Graph.To[point.Edge]), fromEnd));
    }

    /// <summary>What it costs from a point of an edge to the edge's end and to its beginning.</summary>
    public static (int End, int Beginning) OutOf(ProfileNet net, Snap point) =>
        (Part(net.Forward(point.Edge), 1 - point.Share), Part(net.Backward(point.Edge), point.Share));

    /// <summary>What it costs from an edge's end and from its beginning to a point of it.</summary>
    public static (int End, int Beginning) Into(ProfileNet net, Snap point) =>
        (Part(net.Backward(point.Edge), 1 - point.Share), Part(net.Forward(point.Edge), point.Share));

    /// <summary>What it costs from one point of an edge to another of the same edge without leaving it.</summary>
    public static int Along(ProfileNet net, Snap from, Snap to)
    {
        if (from.Edge != to.Edge)
            return WalkCost.None;
        var whole = to.Share >= from.Share ? net.Forward(from.Edge) : net.Backward(from.Edge);
        return Part(whole, Math.Abs(to.Share - from.Share));
    }

    /// <summary>Two costs together; none where either is.</summary>
    public static int Sum(int cost, int further) => cost == WalkCost.None || further == WalkCost.None ? WalkCost.None : cost + further;

    private static int Part(int whole, float share) => whole == WalkCost.None ? whole : (int)MathF.Round(whole * share);
}
