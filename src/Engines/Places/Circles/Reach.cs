using System.Collections.Concurrent;
using Linli.Places.Walking.Entrances;
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
/// <param name="Code">Its code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Wheelchair">Whether a wheelchair gets in; <c>null</c> while nobody has looked.</param>
internal sealed record Goal(string Code, string Kind, double Longitude, double Latitude, bool? Wheelchair = null);

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
    /// <summary>Nearest goal for each home, from the best of its doors to the best of the goal's.</summary>
    /// <param name="net">The network as the category's people walk it.</param>
    /// <param name="distances">The same ways in decimetres.</param>
    /// <param name="homes">Where the homes are.</param>
    /// <param name="goals">Where to.</param>
    public static Nearness[] ToNearest(ProfileNet net, ProfileNet distances, Attached homes, IReadOnlyList<Goal> goals)
    {
        var found = new Nearness[homes.Count];
        var (times, owners, metres) = (new int[homes.Count], new int[homes.Count], new int[homes.Count]);
        Costs(net, homes, goals, times, owners);
        Costs(distances, homes, goals, metres, null);
        for (var i = 0; i < found.Length; i++)
            found[i] = new(times[i], owners[i], metres[i]);
        return found;
    }

    private static void Costs(ProfileNet net, Attached homes, IReadOnlyList<Goal> goals, int[] costs, int[]? owners)
    {
        var onEdge = new Dictionary<int, List<(int Goal, Snap End)>>();
        using var lease = SearchPool<NearestPass>.Take();
        var pass = lease.Search;
        pass.Begin(net);
        for (var g = 0; g < goals.Count; g++)
            foreach (var end in Doors.On(net, homes.Doors.Into(goals[g].Code, goals[g].Longitude, goals[g].Latitude, net.Profile.NeedsWheels, goals[g].Wheelchair)))
            {
                pass.Seed(end, Walks.ToTheWay(end, net), g);
                if (!onEdge.TryGetValue(end.Edge, out var here))
                    onEdge.Add(end.Edge, here = []);
                here.Add((g, end));
            }

        pass.Run();
        var (first, snaps) = homes.On(net);
        for (var h = 0; h < homes.Count; h++)
        {
            var (best, owner) = (WalkCost.None, -1);
            for (var s = first[h]; s < first[h + 1]; s++)
            {
                var home = snaps[s];
                var cost = pass.CostAt(home, out var goal);
                foreach (var (g, end) in onEdge.TryGetValue(home.Edge, out var here) ? here : [])
                    if (Walks.Sum(Walks.Along(net, home, end), Walks.ToTheWay(end, net)) is var along && along < cost)
                        (cost, goal) = (along, g);
                if (Walks.Sum(cost, Walks.ToTheWay(home, net)) is var whole && whole < best)
                    (best, owner) = (whole, goal);
            }

            costs[h] = best;
            owners?[h] = owner;
        }
    }

    /// <summary>Homes put on the network by their doors, once for each way of walking.</summary>
    /// <param name="homes">The homes.</param>
    /// <param name="doors">Where houses are entered.</param>
    internal sealed class Attached(IReadOnlyList<HomesAt> homes, Doors doors)
    {
        private readonly ConcurrentDictionary<ProfileNet, (int[] First, Snap[] Snaps)> snaps = new();

        public int Count => homes.Count;

        public IReadOnlyList<HomesAt> Homes => homes;

        public Doors Doors => doors;

        /// <summary>The doors of all homes in turn, and where those of each begin.</summary>
        public (int[] First, Snap[] Snaps) On(ProfileNet net) => snaps.GetOrAdd(net, Attach);

        private (int[] First, Snap[] Snaps) Attach(ProfileNet net)
        {
            var (first, all) = (new int[homes.Count + 1], new List<Snap>(homes.Count));
            for (var h = 0; h < homes.Count; h++)
            {
                var home = homes[h];
                if (doors.IsEmpty)
                {
                    if (net.Graph.Index.Nearest(net.Graph.Ground.X(home.Longitude), net.Graph.Ground.Y(home.Latitude), net) is { } middle)
                        all.Add(middle);
                    first[h + 1] = all.Count;
                    continue;
                }

                all.AddRange(Doors.On(net, doors.Into(home.Building.Code, home.Longitude, home.Latitude, net.Profile.NeedsWheels)));
                first[h + 1] = all.Count;
            }

            return (first, [.. all]);
        }
    }
}
