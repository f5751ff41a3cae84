using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Routing;

/// <summary>An edge, or a part of one, as it is walked.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Forward">Along the direction of drawing.</param>
/// <param name="From">Share of the edge at which it is entered, along the walk.</param>
/// <param name="To">Share at which it is left, along the walk.</param>
internal readonly record struct Leg(int Edge, bool Forward, float From, float To);

/// <summary>The cheapest way from one point to another.</summary>
/// <param name="Deciseconds">What it takes, with the ways to and from the network.</param>
/// <param name="Start">Where it comes onto the network.</param>
/// <param name="End">Where it leaves it.</param>
/// <param name="Legs">What is walked, in turn.</param>
internal sealed record FoundWay(int Deciseconds, Snap Start, Snap End, IReadOnlyList<Leg> Legs);

/// <summary>Finds ways between points.</summary>
internal static class RouteFinder
{
    /// <summary>The cheapest way, or <c>null</c> when there is none.</summary>
    public static FoundWay? Find(ProfileNet net, Snap start, Snap end)
    {
        using var lease = SearchPool<WalkSearch>.Take();
        var search = lease.Search;
        search.Begin(net, start);
        var (a, b) = (net.Graph.From[end.Edge], net.Graph.To[end.Edge]);
        search.Track(a, b, Walks.NoLimit);
        var over = search.CostAt(end);
        var along = Walks.Along(net, start, end);
        var ends = Walks.ToTheWay(start, net) + Walks.ToTheWay(end, net);
        if (along != WalkCost.None && along + Walks.ToTheWay(start, net) <= over)
            return new(along + ends, start, end, [end.Share >= start.Share ? new(start.Edge, true, start.Share, end.Share) : new(start.Edge, false, 1 - start.Share, 1 - end.Share)]);
        if (over == WalkCost.None)
            return null;
        return new(over + Walks.ToTheWay(end, net), start, end, Legs(search, start, end, ViaBeginning(search, end, over) ? a : b));
    }

    /// <summary>The cheapest way from any of some points to any of some others, such as the doors of two houses; <c>null</c> when there is none.</summary>
    public static FoundWay? Find(ProfileNet net, IReadOnlyList<Snap> starts, IReadOnlyList<Snap> ends)
    {
        FoundWay? best = null;
        foreach (var start in starts)
            foreach (var end in ends)
                if (Find(net, start, end) is { } way && (best is null || way.Deciseconds < best.Deciseconds))
                    best = way;
        return best;
    }

    private static bool ViaBeginning(WalkSearch search, Snap end, int over)
    {
        var net = search.Net;
        var (cost, whole) = (search.Cost(net.Graph.From[end.Edge]), net.Forward(end.Edge));
        return cost != WalkCost.None && whole != WalkCost.None && cost + (int)MathF.Round(whole * end.Share) == over;
    }

    private static List<Leg> Legs(WalkSearch search, Snap start, Snap end, int last)
    {
        var graph = search.Net.Graph;
        var table = search.Net.Out;
        var legs = new List<Leg> { last == graph.From[end.Edge] ? new(end.Edge, true, 0, end.Share) : new(end.Edge, false, 0, 1 - end.Share) };
        var node = last;
        for (var arc = search.From(node); arc >= 0; arc = search.From(node))
        {
            var edge = table.Edges[arc];
            var forward = graph.To[edge] == node;
            legs.Add(new(edge, forward, 0, 1));
            node = forward ? graph.From[edge] : graph.To[edge];
        }

        legs.Add(node == graph.To[start.Edge] ? new(start.Edge, true, start.Share, 1) : new(start.Edge, false, 1 - start.Share, 1));
        legs.Reverse();
        return legs;
    }

    /// <summary>Metres walked on a leg.</summary>
    public static double Metres(WalkGraph graph, Leg leg) => graph.LengthMm[leg.Edge] / 1000.0 * (leg.To - leg.From);

    /// <summary>Points of a leg in the order they are walked, both ends included.</summary>
    public static List<(float X, float Y)> Points(WalkGraph graph, Leg leg)
    {
        var xs = graph.ShapeX(leg.Edge);
        var ys = graph.ShapeY(leg.Edge);
        var all = new List<(float X, float Y)>(xs.Length);
        for (var i = 0; i < xs.Length; i++)
            all.Add(leg.Forward ? (xs[i], ys[i]) : (xs[xs.Length - 1 - i], ys[xs.Length - 1 - i]));
        var whole = Length(all);
        return whole == 0 ? all : Cut(all, leg.From * whole, leg.To * whole);
    }

    private static float Length(List<(float X, float Y)> points)
    {
        var sum = 0f;
        for (var i = 0; i + 1 < points.Count; i++)
            sum += Away(points[i], points[i + 1]);
        return sum;
    }

    private static List<(float X, float Y)> Cut(List<(float X, float Y)> points, float from, float to)
    {
        var kept = new List<(float X, float Y)>();
        var walked = 0f;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var length = Away(points[i], points[i + 1]);
            if (walked + length >= from && walked <= to && length > 0)
            {
                var (begin, end) = (Math.Max(0, from - walked) / length, Math.Min(length, to - walked) / length);
                if (kept.Count == 0)
                    kept.Add(At(points[i], points[i + 1], begin));
                kept.Add(At(points[i], points[i + 1], end));
            }

            walked += length;
        }

        return kept.Count == 0 ? points : kept;
    }

    private static float Away((float X, float Y) a, (float X, float Y) b) => MathF.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));

    private static (float X, float Y) At((float X, float Y) a, (float X, float Y) b, float share) => (a.X + ((b.X - a.X) * share), a.Y + ((b.Y - a.Y) * share));
}
