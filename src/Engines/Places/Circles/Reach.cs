using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Circles;

/// <summary>Homes at one point: those of a building.</summary>
/// <param name="Building">The building.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Homes">How many homes.</param>
internal sealed record HomesAt(Place Building, double Longitude, double Latitude, int Homes);

/// <summary>A facility as the circles see it.</summary>
internal sealed record Goal(string Code, string Kind, double Longitude, double Latitude);

/// <summary>How far it is to the nearest of several goals.</summary>
/// <param name="Deciseconds">Time on foot, or <see cref="WalkCost.None"/>.</param>
/// <param name="Goal">Which goal is nearest in time, or -1.</param>
/// <param name="Decimetres">Way on foot to the goal nearest in metres, or <see cref="WalkCost.None"/>.</param>
internal readonly record struct Nearness(int Deciseconds, int Goal, int Decimetres)
{
    public static readonly Nearness Nothing = new(WalkCost.None, -1, WalkCost.None);

    /// <summary>Minutes on foot to a tenth; <c>null</c> where there is no way.</summary>
    public double? Minutes => Deciseconds == WalkCost.None ? null : Math.Round(Deciseconds / 600.0, 1);

    /// <summary>Metres on foot; <c>null</c> where there is no way.</summary>
    public int? Metres => Decimetres == WalkCost.None ? null : (int)Math.Round(Decimetres / 10.0);
}

/// <summary>
/// From every home to the nearest facility of each category. One search a category runs backwards from all its facilities
/// at once, so that the number of homes hardly matters.
/// </summary>
internal static class Reach
{
    /// <summary>Nearest goal for each point.</summary>
    /// <param name="net">The network as the category's people walk it.</param>
    /// <param name="distances">The network in decimetres.</param>
    /// <param name="homes">Where the homes are; in <see cref="Attached"/> form for each of the two.</param>
    /// <param name="goals">Where to.</param>
    public static Nearness[] ToNearest(ProfileNet net, ProfileNet distances, Attached homes, IReadOnlyList<Goal> goals)
    {
        var found = new Nearness[homes.Count];
        var (times, owners) = (new int[homes.Count], new int[homes.Count]);
        Costs(net, homes.On(net), goals, times, owners);
        var metres = new int[homes.Count];
        Costs(distances, homes.On(distances), goals, metres, new int[homes.Count]);
        for (var i = 0; i < found.Length; i++)
            found[i] = new(times[i], owners[i], metres[i]);
        return found;
    }

    private static void Costs(ProfileNet net, Snap?[] homes, IReadOnlyList<Goal> goals, int[] costs, int[] owners)
    {
        Array.Fill(costs, WalkCost.None);
        Array.Fill(owners, -1);
        var (index, ground) = (net.Graph.Index, net.Graph.Ground);
        var ends = goals.Select(g => index.Nearest(ground.X(g.Longitude), ground.Y(g.Latitude), net)).ToArray();
        using var lease = SearchPool.Take();
        lease.Search.Begin(net, net.Dearest + ends.Max(e => e is { } end ? Walks.ToTheWay(end, net) : 0));
        for (var g = 0; g < ends.Length; g++)
            if (ends[g] is { } end)
                lease.Search.SeedAt(end, Walks.ToTheWay(end, net), g, reverse: true);
        lease.Search.Spread(Walks.NoLimit, reverse: true);
        var onEdge = Enumerable.Range(0, ends.Length).Where(g => ends[g] is not null).ToLookup(g => ends[g]!.Value.Edge);
        for (var h = 0; h < homes.Length; h++)
        {
            if (homes[h] is not { } home)
                continue;
            var cost = lease.Search.CostAt(home, reverse: true, out owners[h]);
            foreach (var g in onEdge[home.Edge])
                if (Walks.Along(net, home, ends[g]!.Value) is var along and not WalkCost.None && along + Walks.ToTheWay(ends[g]!.Value, net) < cost)
                    (cost, owners[h]) = (along + Walks.ToTheWay(ends[g]!.Value, net), g);
            costs[h] = cost == WalkCost.None ? cost : cost + Walks.ToTheWay(home, net);
        }
    }

    /// <summary>Homes put on the network, once for each way of walking.</summary>
    internal sealed class Attached(IReadOnlyList<HomesAt> homes)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<ProfileNet, Snap?[]> snaps = new();

        public int Count => homes.Count;

        public IReadOnlyList<HomesAt> Homes => homes;

        public Snap?[] On(ProfileNet net) => snaps.GetOrAdd(net, n => [.. homes.Select(h => n.Graph.Index.Nearest(n.Graph.Ground.X(h.Longitude), n.Graph.Ground.Y(h.Latitude), n))]);
    }
}
