using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Linli.Mobility.SchoolPath;

/// <summary>A compound that the path links.</summary>
/// <param name="Path">Its scope path.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Metres">From the path to the nearest of its buildings, straight.</param>
public sealed record LinkedCompound(ScopePath Path, Phrase Name, int Metres);

/// <summary>What several use cases of the school path ask.</summary>
internal sealed class SchoolPathBook(IScopeTree tree, IActingFor family, IPeople people, INotices notices)
{
    /// <summary>Buildings farther than this from the path are not at it.</summary>
    private const double Linked = 110;

    /// <summary>How far around its buildings a compound reaches.</summary>
    private const double AroundBuildings = 35;

    /// <summary>How far round the spot where children turn away: two positions of a walker fit between the path and its border.</summary>
    private const double AroundSpot = 90;

    /// <summary>The compounds that a line links, the nearest first.</summary>
    public IReadOnlyList<LinkedCompound> Compounds(Geometry line) =>
        [.. tree.All.Where(p => p.Kind == PlaceKind.Compound)
            .Select(c => (Place: c, Away: Points(c).Select(p => (double?)MetricShape.Away(line, p)).Min()))
            .Where(c => c.Away <= Linked).OrderBy(c => c.Away).Select(c => new LinkedCompound(c.Place.Path, c.Place.Name, (int)Math.Round(c.Away!.Value)))];

    /// <summary>The ground of a compound: round its buildings; <c>null</c> while none of them is on the map.</summary>
    public Geometry? Ground(ScopePath compound) => Buildings(compound) is { } buildings ? MetricShape.Buffer(buildings, AroundBuildings) : null;

    /// <summary>
    /// Where a way that ends in a compound may leave the path (离路点): the ground of the compound with the stretch between it and the path; for
    /// one that lies farther off the spot at which its children turn away. <c>null</c> while none of its buildings is on the map.
    /// </summary>
    public Geometry? LeaveGround(SchoolPathRow path, ScopePath compound) =>
        Buildings(compound) is { } buildings ? MetricShape.WithWay(LineOf(path), buildings, AroundBuildings, Linked, path.SideMetres, AroundSpot) : null;

    /// <summary>The compound a building lies in, or <c>null</c>.</summary>
    public Place? CompoundOf(ScopePath building) => building.SelfAndAncestors().Select(tree.Find).LastOrDefault(p => p?.Kind == PlaceKind.Compound);

    /// <summary>The line of a path.</summary>
    public static Geometry LineOf(SchoolPathRow path) => Shape(path.Line);

    /// <summary>A shape that was kept.</summary>
    public static Geometry Shape(string text)
    {
        var shape = new WKTReader().Read(text);
        shape.SRID = GeoPoint.Srid;
        return shape;
    }

    /// <summary>Accounts of those who answer for a child now, each of them.</summary>
    public Task<IReadOnlyList<Guid>> Guardians(Guid child, CancellationToken cancel) => family.AgentsOf(child, FamilyMatters.View, cancel);

    /// <summary>Tells every guardian; the text names nobody, for it may stand on a locked phone.</summary>
    public async Task<int> TellGuardians(Guid child, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var guardians = await Guardians(child, cancel);
        foreach (var account in guardians)
            await notices.Tell(account, kind, title, body, "/my/school-path", key, cancel);
        return guardians.Count;
    }

    /// <summary>Tells those who answer for a school; the text names nobody.</summary>
    public async Task<int> TellSchool(ScopePath school, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var staff = (await people.StaffFor(school, [Posts.SchoolSafety], cancel)).Select(s => s.Account).Distinct().ToList();
        foreach (var account in staff)
            await notices.Tell(account, kind, title, body, "/desk/school-path", key, cancel);
        return staff.Count;
    }

    /// <summary>The compound with a code, or <c>null</c>.</summary>
    public Place? CompoundByCode(string code) => tree.FindCode(code) is { Kind: PlaceKind.Compound } compound ? compound : null;

    /// <summary>Scope paths of the compounds with some codes, blank ones left out; or what is wrong.</summary>
    public Problem? Leaves(IReadOnlyCollection<string> codes, out List<string> leaves)
    {
        leaves = [];
        foreach (var code in codes.Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            if (CompoundByCode(code) is not { } leave)
                return Problem.Invalid("leaves", "mobility.unknown_compound", $"没有小区 {code}。", $"There is no compound {code}.");
            leaves.Add(leave.Path.Value);
        }

        return null;
    }

    /// <summary>What people call a place; its code where it is gone.</summary>
    public Phrase NameOf(string place) => ScopePath.Parse(place, null) is var path && tree.Find(path) is { } found ? found.Name : (path.Code, path.Code);

    private Geometry? Buildings(ScopePath compound)
    {
        var points = tree.Find(compound) is { } place ? Points(place).Select(p => (Geometry)p.ToGeometry()).ToArray() : [];
        return points.Length == 0 ? null : new GeometryCollection(points).ConvexHull();
    }

    private IEnumerable<GeoPoint> Points(Place compound) =>
        tree.Below(compound.Path).Where(b => b is { Longitude: not null, Latitude: not null }).Select(b => new GeoPoint(b.Latitude!.Value, b.Longitude!.Value));
}
