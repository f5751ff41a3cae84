using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Cases.Report;

/// <summary>Where a report belongs and who should hear of it first.</summary>
/// <param name="Scope">The grid, or the community.</param>
/// <param name="Community">The community.</param>
/// <param name="Steward">Account of the grid's steward, where there is a grid.</param>
internal sealed record Route(ScopePath Scope, Place Community, Guid? Steward);

/// <summary>Finds the grid, community, steward and team for a report.</summary>
internal sealed class Routing(IScopeTree tree, IGridMap grids, IGridStewards stewards, IPeople people, CurrentCaller current)
{
    /// <summary>Beyond this distance from the nearest community a point is taken for a mistake, metres.</summary>
    private const double Reach = 5_000;

    private const double MetresPerDegree = 111_195;

    /// <summary>
    /// By the grid under the point; a point outside every grid goes to the desk of the named community, the caller's own,
    /// or the nearest one.
    /// </summary>
    public async Task<Result<Route>> Find(double? longitude, double? latitude, string? community, CancellationToken cancel)
    {
        if (longitude is { } lon && latitude is { } lat)
        {
            if (grids.GridAt(lon, lat) is { } grid && tree.CommunityOf(grid.Path) is { } around)
                return new Route(grid.Path, around, await StewardOf(grid, cancel));
            if (community is null && Home() is null && Nearest(lon, lat) is null)
                return Problem.Invalid("place", "cases.place_far_away",
                    "这个位置不在任何已接入的社区附近，请重新选点。", "This place is far from every community here: choose it again.");
        }

        var chosen = community is not null ? Named(community)
            : Home() ?? (longitude is not null ? Nearest(longitude.Value, latitude!.Value) : null);
        if (chosen is null)
            return community is not null
                ? Problem.Invalid("community", "cases.community_unknown", "没有这个社区，请重新选择。", "There is no such community: choose another.")
                : Problem.Invalid("place", "cases.place_missing", "请在地图上选点，或选择所在社区。", "Choose a point on the map or name the community.");
        return new Route(chosen.Path, chosen, null);
    }

    /// <summary>The team a category goes to by itself: the named one, else the nearest of its kind that covers the place.</summary>
    /// <remarks>Property work goes to the company that looks after the compound next to the point.</remarks>
    public async Task<Team?> TeamFor(Category category, Case item, CancellationToken cancel)
    {
        var teams = await people.Teams(cancel);
        return category is { TeamKind: "property", Team: null } && CompanyAt(item) is { } company
            ? teams.FirstOrDefault(t => t.Code == company) ?? TeamFor(category, item.Scope, teams)
            : TeamFor(category, item.Scope, teams);
    }

    /// <summary>The same among teams that are given.</summary>
    internal static Team? TeamFor(Category category, string scope, IReadOnlyList<Team> teams)
    {
        if (category.Team is { } named)
            return teams.FirstOrDefault(t => t.Code == named);
        return teams.Where(t => t.Kind == category.TeamKind && (scope.StartsWith(t.Scope.Value, StringComparison.Ordinal) || t.Scope.Value.StartsWith(scope, StringComparison.Ordinal)))
            .OrderByDescending(t => t.Scope.Value.Length)
            .FirstOrDefault();
    }

    private string? CompanyAt(Case item) => item is { Longitude: { } lon, Latitude: { } lat }
        ? tree.All.Where(p => p is { Kind: PlaceKind.Compound, PropertyCompany: not null, Longitude: not null, Latitude: not null }
                && p.Path.Value.StartsWith(item.Community, StringComparison.Ordinal))
            .MinBy(p => Distance(lon, lat, p.Longitude!.Value, p.Latitude!.Value))?.PropertyCompany
        : null;

    private async Task<Guid?> StewardOf(Place grid, CancellationToken cancel)
    {
        if (stewards.StewardOf(grid.Path) is { } appointed)
            return appointed;
        var held = await people.StaffFor(grid.Path, [Posts.GridSteward], cancel);
        return held.OrderByDescending(s => s.Scope.Value.Length).Select(s => (Guid?)s.Account).FirstOrDefault();
    }

    private Place? Named(string community) =>
        tree.FindCode(community) is { } place && place.Kind == PlaceKind.Community ? place : null;

    private Place? Home() => current.Value.HomeScopes.Select(tree.CommunityOf).FirstOrDefault(p => p is not null);

    private Place? Nearest(double lon, double lat) => tree.All
        .Where(p => p is { Kind: PlaceKind.Community, Longitude: not null, Latitude: not null })
        .Select(p => (Place: p, Distance: Distance(lon, lat, p.Longitude!.Value, p.Latitude!.Value)))
        .Where(p => p.Distance <= Reach).OrderBy(p => p.Distance).Select(p => p.Place).FirstOrDefault();

    private static double Distance(double lon1, double lat1, double lon2, double lat2)
    {
        var east = (lon2 - lon1) * Math.Cos(lat1 * Math.PI / 180);
        return Math.Sqrt((east * east) + ((lat2 - lat1) * (lat2 - lat1))) * MetresPerDegree;
    }
}
