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
    public static void Begin(this WalkSearch search, ProfileNet net, Snap start)
    {
        var away = ToTheWay(start, net);
        search.Begin(net, away + net.Dearest);
        search.SeedAt(start, away, -1, reverse: false);
    }

    /// <summary>Lets walks begin at a point of an edge, or with <paramref name="reverse"/> end there.</summary>
    public static void SeedAt(this WalkSearch search, Snap point, int at, int tag, bool reverse)
    {
        var net = search.Net;
        var (toEnd, toBeginning) = reverse
            ? (net.Backward(point.Edge), net.Forward(point.Edge))
            : (net.Forward(point.Edge), net.Backward(point.Edge));
        if (toEnd != WalkCost.None)
            search.Seed(net.Graph.To[point.Edge], at + Part(toEnd, 1 - point.Share), tag);
        if (toBeginning != WalkCost.None)
            search.Seed(net.Graph.From[point.Edge], at + Part(toBeginning, point.Share), tag);
    }

    /// <summary>What a point costs after a search with <see cref="WalkSearch.Spread"/>, without the way from the edge to the point.</summary>
    /// <param name="search">The finished search.</param>
    /// <param name="point">The point.</param>
    /// <param name="reverse">As the search went.</param>
    /// <param name="tag">Tag of the seed that is nearest.</param>
    public static int CostAt(this WalkSearch search, Snap point, bool reverse, out int tag)
    {
        var net = search.Net;
        var (fromBeginning, fromEnd) = reverse
            ? (net.Backward(point.Edge), net.Forward(point.Edge))
            : (net.Forward(point.Edge), net.Backward(point.Edge));
        var (a, b) = (net.Graph.From[point.Edge], net.Graph.To[point.Edge]);
        var viaBeginning = Sum(search.Cost(a), fromBeginning, point.Share);
        var viaEnd = Sum(search.Cost(b), fromEnd, 1 - point.Share);
        var best = Math.Min(viaBeginning, viaEnd);
        tag = best == WalkCost.None ? -1 : search.From(viaBeginning <= viaEnd ? a : b);
        return best;
    }

    /// <summary>What it costs from one point of an edge to another of the same edge without leaving it.</summary>
    public static int Along(ProfileNet net, Snap from, Snap to)
    {
        if (from.Edge != to.Edge)
            return WalkCost.None;
        var whole = to.Share >= from.Share ? net.Forward(from.Edge) : net.Backward(from.Edge);
        return whole == WalkCost.None ? WalkCost.None : Part(whole, Math.Abs(to.Share - from.Share));
    }

    private static int Sum(int cost, int whole, float share) =>
        cost == WalkCost.None || whole == WalkCost.None ? WalkCost.None : cost + Part(whole, share);

    private static int Part(int whole, float share) => (int)MathF.Round(whole * share);
}
