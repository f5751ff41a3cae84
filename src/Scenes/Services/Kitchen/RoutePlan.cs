using Linli.Platform.Geo;

namespace Linli.Services.Kitchen;

/// <summary>A village that wants boxes.</summary>
internal sealed record Drop(string Village, GeoPoint At, int Boxes);

/// <summary>
/// Which van goes where, and in which order. Distances are straight ones on WGS-84: the villages lie apart, so that the order
/// by straight lines is nearly always the order by road, and nobody has to keep a road network. People may change all of it.
/// </summary>
internal static class RoutePlan
{
    /// <summary>Roads of the villages are about this much longer than the straight line.</summary>
    public const double RoadFactor = 1.3;

    /// <summary>The order of stops: always on to the nearest, then pairs of legs swapped as long as the round gets shorter.</summary>
    public static IReadOnlyList<Drop> Order(GeoPoint kitchen, IEnumerable<Drop> drops)
    {
        var rest = drops.OrderBy(d => d.Village, StringComparer.Ordinal).ToList();
        var route = new List<Drop>(rest.Count);
        for (var here = kitchen; rest.Count > 0; here = route[^1].At)
        {
            var next = rest.MinBy(d => here.DistanceTo(d.At))!;
            route.Add(next);
            rest.Remove(next);
        }

        while (Shorten(kitchen, route))
        {
            // Each pass makes the round shorter by at least a metre, so this ends.
        }

        return route;
    }

    /// <summary>Metres of the round, from the kitchen and back to it.</summary>
    public static double Metres(GeoPoint kitchen, IReadOnlyList<Drop> route)
    {
        var (metres, here) = (0.0, kitchen);
        foreach (var drop in route)
            (metres, here) = (metres + here.DistanceTo(drop.At), drop.At);
        return route.Count == 0 ? 0 : metres + here.DistanceTo(kitchen);
    }

    /// <summary>
    /// Villages for vans: round the kitchen like the hand of a clock, one van after the other, from every village as the first
    /// and in every order of two vans' sizes; the shortest of these is proposed. Where that does not fit, the largest
    /// orders are placed first.
    /// </summary>
    /// <returns>The stops of each van in order; <c>null</c> when the vans together, or the largest one, are too small.</returns>
    public static Dictionary<string, IReadOnlyList<Drop>>? Propose(GeoPoint kitchen, IReadOnlyList<Drop> drops, IReadOnlyList<(string Van, int Capacity)> vans)
    {
        var clock = drops.OrderBy(d => Math.Atan2(d.At.Latitude - kitchen.Latitude, d.At.Longitude - kitchen.Longitude)).ThenBy(d => d.Village, StringComparer.Ordinal).ToList();
        var fair = (int)Math.Ceiling(drops.Sum(d => d.Boxes) / (double)Math.Max(1, vans.Count));
        var best = Enumerable.Range(0, Math.Max(1, clock.Count))
            .SelectMany(first => new[] { true, false }.Select(even => Sweep(kitchen, [.. clock.Skip(first), .. clock.Take(first)], vans, even ? fair : int.MaxValue)))
            .OfType<Dictionary<string, IReadOnlyList<Drop>>>()
            .MinBy(plan => plan.Values.Sum(route => Metres(kitchen, route)));
        return best ?? LargestFirst(kitchen, drops, vans);
    }

    private static Dictionary<string, IReadOnlyList<Drop>>? Sweep(GeoPoint kitchen, List<Drop> clock, IReadOnlyList<(string Van, int Capacity)> vans, int fair)
    {
        var plan = new Dictionary<string, IReadOnlyList<Drop>>(StringComparer.Ordinal);
        var next = 0;
        for (var i = 0; i < vans.Count; i++)
        {
            var (load, some) = (0, new List<Drop>());
            // The last van takes what is left; the others stop near their fair share.
            while (next < clock.Count && load + clock[next].Boxes <= vans[i].Capacity && (load == 0 || i == vans.Count - 1 || load + (clock[next].Boxes / 2) <= fair))
            {
                load += clock[next].Boxes;
                some.Add(clock[next++]);
            }

            plan[vans[i].Van] = Order(kitchen, some);
        }

        return next == clock.Count ? plan : null;
    }

    private static Dictionary<string, IReadOnlyList<Drop>>? LargestFirst(GeoPoint kitchen, IReadOnlyList<Drop> drops, IReadOnlyList<(string Van, int Capacity)> vans)
    {
        var room = vans.ToDictionary(v => v.Van, v => v.Capacity, StringComparer.Ordinal);
        var plan = vans.ToDictionary(v => v.Van, _ => new List<Drop>(), StringComparer.Ordinal);
        foreach (var drop in drops.OrderByDescending(d => d.Boxes).ThenBy(d => d.Village, StringComparer.Ordinal))
        {
            if (room.Where(v => v.Value >= drop.Boxes).OrderBy(v => v.Value).Select(v => v.Key).FirstOrDefault() is not { } van)
                return null;
            room[van] -= drop.Boxes;
            plan[van].Add(drop);
        }

        return plan.ToDictionary(p => p.Key, p => Order(kitchen, p.Value), StringComparer.Ordinal);
    }

    private static bool Shorten(GeoPoint kitchen, List<Drop> route)
    {
        GeoPoint At(int i) => i < 0 || i >= route.Count ? kitchen : route[i].At;
        for (var i = 0; i < route.Count - 1; i++)
            for (var j = i + 1; j < route.Count; j++)
                if (At(i - 1).DistanceTo(At(j)) + At(i).DistanceTo(At(j + 1)) + 1 < At(i - 1).DistanceTo(At(i)) + At(j).DistanceTo(At(j + 1)))
                {
                    route.Reverse(i, j - i + 1);
                    return true;
                }

        return false;
    }
}
