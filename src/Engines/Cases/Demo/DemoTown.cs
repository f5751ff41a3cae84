using System.Globalization;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Cases.Demo;

/// <summary>Somewhere that something happens.</summary>
/// <param name="Scope">The grid, or the community where it lies in no grid.</param>
/// <param name="Community">The community.</param>
/// <param name="Steward">Account of the grid's steward.</param>
/// <param name="Point">Where, if there is a point.</param>
/// <param name="Words">What people call it.</param>
/// <param name="Compound">The compound it is in or near.</param>
/// <param name="Block">The building, <c>7幢</c>.</param>
internal sealed record Spot(ScopePath Scope, Place Community, Guid? Steward, GeoPoint? Point, string Words, Place Compound, string Block);

/// <summary>The places and people that the month of history happens at and to.</summary>
internal sealed class DemoTown
{
    private const double MetresPerDegree = 111_195;

    private readonly IGridMap grids;
    private readonly ILookup<string, Place> buildings;
    private readonly Dictionary<string, IReadOnlyList<GeoFeature>> features;
    private readonly Dictionary<ScopePath, Guid> stewards = [];
    private readonly Dictionary<string, IReadOnlyList<Guid>> residents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<StaffMember>> members = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Community, string Post), IReadOnlyList<StaffMember>> staff = [];

    private DemoTown(IScopeTree tree, IGridMap grids, IReadOnlyList<GeoFeature> map)
    {
        this.grids = grids;
        Communities = [.. tree.All.Where(p => p.Kind == PlaceKind.Community)];
        Compounds = [.. tree.All.Where(p => p is { Kind: PlaceKind.Compound, Longitude: not null })];
        buildings = tree.All.Where(p => p is { Kind: PlaceKind.Building, Longitude: not null }).ToLookup(p => p.Path.Parent.Code, StringComparer.Ordinal);
        features = map.Where(f => f.Geometry is not null && f.Properties.GetValueOrDefault("name_zh") is string)
            .GroupBy(Kind).ToDictionary(g => g.Key, g => (IReadOnlyList<GeoFeature>)[.. g], StringComparer.Ordinal);
    }

    public IReadOnlyList<Place> Communities { get; }

    public IReadOnlyList<Place> Compounds { get; }

    public IReadOnlyList<Team> Teams { get; private set; } = [];

    /// <summary>Looks around.</summary>
    public static async Task<DemoTown> Gather(IScopeTree tree, IGridMap grids, IPeople people, IReadOnlyList<GeoFeature> map, CancellationToken cancel)
    {
        var town = new DemoTown(tree, grids, map) { Teams = await people.Teams(cancel) };
        foreach (var team in town.Teams)
            town.members[team.Code] = await people.MembersOf(team.Code, cancel);
        foreach (var compound in town.Compounds)
            town.residents[compound.Code] = [.. (await people.ResidentsAt(compound.Path, cancel)).Distinct().Order()];
        foreach (var grid in tree.All.Where(p => p.Kind == PlaceKind.Grid))
            if ((await people.StaffFor(grid.Path, [Posts.GridSteward], cancel)) is { Count: > 0 } here)
                town.stewards[grid.Path] = here[0].Account;
        foreach (var community in town.Communities)
            foreach (var post in new[] { Posts.DeskClerk, Posts.CommunityWorker, Posts.Dispatcher, Posts.Mediator, Posts.StreetOfficer, Posts.PartySecretary })
                town.staff[(community.Code, post)] = await people.StaffFor(community.Path, [post], cancel);
        return town;
    }

    /// <summary>Somebody who lives in or near a compound.</summary>
    public Guid? Resident(Place compound, Draw draw)
    {
        var near = residents[compound.Code];
        if (near.Count > 0)
            return draw.Of(near);
        var around = Compounds.Where(c => c.Path.Parent == compound.Path.Parent).SelectMany(c => residents[c.Code]).ToList();
        return around.Count > 0 ? draw.Of(around) : null;
    }

    /// <summary>A member of staff of the community, to act in the post.</summary>
    public Actor Staff(Place community, string post, Draw draw)
    {
        var all = staff[(community.Code, post)];
        return all.Count == 0 ? Actor.System : ActorOf(draw.Of(all));
    }

    /// <summary>A member of a team.</summary>
    public Actor? Member(string team, Draw draw) =>
        members.TryGetValue(team, out var all) && all.Count > 0 ? ActorOf(draw.Of(all)) : null;

    /// <summary>The team that a category leads to at a spot; property work goes to the company of the compound.</summary>
    public Team? TeamFor(Category category, Spot spot) =>
        category is { TeamKind: "property", Team: null } && Teams.FirstOrDefault(t => t.Code == spot.Compound.PropertyCompany) is { } company
            ? company
            : Routing.TeamFor(category, spot.Scope.Value, Teams);

    /// <summary>Somewhere of the kind that a story wants.</summary>
    public Spot Anywhere(string kind, Draw draw) => kind switch
    {
        "building" => AtBuilding(draw),
        "none" => Nowhere(draw),
        "compound" => InCompound(draw),
        _ when features.TryGetValue(kind, out var some) => AtFeature(draw.Of(some), draw),
        _ => InCompound(draw),
    };

    /// <summary>A few steps from a spot, for somebody else who saw the same.</summary>
    public Spot Beside(Spot spot, Draw draw) =>
        spot.Point is { } point ? At(Jitter(point, 12, draw), spot.Words, spot.Compound, spot.Block) : spot;

    private Spot AtBuilding(Draw draw)
    {
        var compound = draw.Of(Compounds);
        var building = draw.OfAny([.. buildings[compound.Code]]);
        return building is null
            ? InCompound(draw)
            : At(Jitter(PointOf(building), 9, draw), compound.Name.Zh + building.Name.Zh, compound, building.Name.Zh);
    }

    private Spot InCompound(Draw draw)
    {
        var compound = draw.Of(Compounds);
        var building = draw.OfAny([.. buildings[compound.Code]]);
        return At(Jitter(PointOf(building ?? compound), 25, draw), compound.Name.Zh, compound, building?.Name.Zh ?? "1幢");
    }

    private Spot Nowhere(Draw draw)
    {
        var compound = draw.Of(Compounds);
        var community = Communities.First(c => c.Path.Contains(compound.Path));
        return new(community.Path, community, null, null, compound.Name.Zh, compound, draw.OfAny([.. buildings[compound.Code]])?.Name.Zh ?? "1幢");
    }

    private Spot AtFeature(GeoFeature feature, Draw draw)
    {
        var geometry = feature.Geometry!;
        var at = geometry is LineString line ? Along(line, draw.Between(0.1, 0.9)) : geometry.InteriorPoint.Coordinate;
        var point = Jitter(new GeoPoint(at.Y, at.X), geometry is LineString ? 5 : 40, draw);
        var compound = Compounds.MinBy(c => PointOf(c).DistanceTo(point))!;
        var name = (string)feature.Properties["name_zh"]!;
        return At(point, geometry is LineString ? $"{name}{compound.Name.Zh}段" : name, compound, "1幢");
    }

    private Spot At(GeoPoint point, string words, Place compound, string block)
    {
        var grid = grids.GridAt(point.Longitude, point.Latitude);
        var community = Communities.FirstOrDefault(c => grid is not null && c.Path.Contains(grid.Path))
            ?? Communities.MinBy(c => PointOf(c).DistanceTo(point))!;
        return new(
            grid?.Path ?? community.Path, community, grid is not null && stewards.TryGetValue(grid.Path, out var steward) ? steward : null,
            point, words, compound, block);
    }

    private static Coordinate Along(LineString line, double part)
    {
        var index = (int)(part * (line.NumPoints - 1));
        var (from, to) = (line.GetCoordinateN(index), line.GetCoordinateN(Math.Min(index + 1, line.NumPoints - 1)));
        var rest = (part * (line.NumPoints - 1)) - index;
        return new(from.X + ((to.X - from.X) * rest), from.Y + ((to.Y - from.Y) * rest));
    }

    private static GeoPoint Jitter(GeoPoint point, int metres, Draw draw)
    {
        var (north, east) = (draw.Between(-metres, (double)metres), draw.Between(-metres, (double)metres));
        return new(
            Math.Round(point.Latitude + (north / MetresPerDegree), 6),
            Math.Round(point.Longitude + (east / MetresPerDegree / Math.Cos(point.Latitude * Math.PI / 180)), 6));
    }

    private static GeoPoint PointOf(Place place) => new(place.Latitude!.Value, place.Longitude!.Value);

    private static Actor ActorOf(StaffMember member) => new(member.Account, member.Team ?? member.Post);

    // The kinds of place that stories speak of, by layer and class of the map.
    private static string Kind(GeoFeature feature) =>
        string.Create(CultureInfo.InvariantCulture, $"{feature.Properties["layer"]}/{feature.Properties.GetValueOrDefault("class")}") switch
        {
            var kind when kind.StartsWith("road/", StringComparison.Ordinal) => "street",
            "green/park" => "park",
            "green/square" or "site/civic" => "square",
            var kind when kind.StartsWith("water/", StringComparison.Ordinal) => "lake",
            "site/retail" => "market",
            "site/school" => "school",
            _ => "",
        };
}
