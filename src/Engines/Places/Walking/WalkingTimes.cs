using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Geo;

namespace Linli.Places.Walking;

/// <summary>Walking times between points in the open, for engines that send people somewhere.</summary>
internal sealed class WalkingTimes(WalkingMemory memory, IGridMap grids) : IWalkingTimes
{
    public IReadOnlyList<int?> To(IReadOnlyList<GeoPoint> from, GeoPoint to)
    {
        var walking = memory.Current;
        if (walking.Graph.Edges == 0)
            return new int?[from.Count];
        var place = grids.GridAt(to.Longitude, to.Latitude)?.Path ?? ScopePath.Root;
        var net = walking.NetOf(memory.ProfilesAt(place).First(p => p.Code == "adult"));
        return On(net, to) is not { } goal
            ? new int?[from.Count]
            : [.. from.Select(start => On(net, start) is { } at && RouteFinder.Find(net, at, goal) is { } way ? way.Deciseconds / 10 : (int?)null)];
    }

    private static Snap? On(ProfileNet net, GeoPoint point) =>
        net.Graph.Index.Nearest(net.Graph.Ground.X(point.Longitude), net.Graph.Ground.Y(point.Latitude), net);
}
