using NetTopologySuite.Geometries;

namespace Linli.Places.Indoor;

/// <summary>A step of a way: to a door on the same level, or up and down.</summary>
/// <param name="Level">Level it ends on.</param>
/// <param name="From">Where it begins, WGS-84.</param>
/// <param name="To">Where it ends, WGS-84.</param>
/// <param name="Unit">The unit it goes through, or arrives in by stairs or lift.</param>
/// <param name="By"><c>walk</c>, or the category of the relationship: stairs, elevator, escalator, ramp.</param>
/// <param name="Metres">Length on the flat; 0 between levels.</param>
/// <param name="Seconds">How long it takes.</param>
internal sealed record IndoorStep(Guid Level, Coordinate From, Coordinate To, Guid Unit, string By, double Metres, double Seconds);

/// <summary>
/// The ways through a building, derived from its map: openings join the units they lie between, relationships join levels.
/// Decision note 26.
/// </summary>
internal sealed class IndoorGraph
{
    private const double WallMetres = 0.5;
    private const double MetresPerSecond = 1.2;
    private const double MetresPerSecondStepFree = 0.9;

    private readonly Dictionary<Guid, ImdfFeature> units;
    private readonly Dictionary<Guid, List<Door>> doors = [];
    private readonly Dictionary<Guid, List<Link>> links = [];
    private readonly double metresEast;

    private sealed record Door(Guid Id, Coordinate At, bool StepFree, List<Guid> Units);

    private sealed record Link(Guid To, string By, double Seconds, bool StepFree);

    public IndoorGraph(ImdfMap map)
    {
        units = map.Features.Where(f => f.Type == "unit").ToDictionary(f => f.Id);
        metresEast = 111_320 * Math.Cos(double.DegreesToRadians(map.Venue.Geometry!.EnvelopeInternal.Centre.Y));
        var ordinals = map.Features.Where(f => f.Type == "level").ToDictionary(f => f.Id, f => f.Property("ordinal").GetDouble());
        foreach (var opening in map.Features.Where(f => f.Type == "opening"))
            Add(opening);
        foreach (var relationship in map.Features.Where(f => f.Type == "relationship"))
            Add(relationship, ordinals);
    }

    /// <summary>Where a unit is entered on the map: the point its name stands on.</summary>
    public static Coordinate PointOf(ImdfFeature unit) =>
        unit.Property("display_point") is { ValueKind: System.Text.Json.JsonValueKind.Object } json
            ? Platform.Geo.GeoJson.ReadGeometry(json).Coordinate : unit.Geometry!.InteriorPoint.Coordinate;

    /// <summary>The quickest way between two units; empty when they are the same, <c>null</c> when there is none.</summary>
    /// <param name="from">The unit one is in.</param>
    /// <param name="to">The unit one wants to get to.</param>
    /// <param name="stepFree">No stairs, escalators, revolving doors or turnstiles.</param>
    /// <param name="fromAt">Where in it one stands; where its name stands when left out.</param>
    /// <param name="toAt">Where in it one wants to be; where its name stands when left out.</param>
    public IReadOnlyList<IndoorStep>? Way(Guid from, Guid to, bool stepFree, Coordinate? fromAt = null, Coordinate? toAt = null)
    {
        var end = toAt ?? PointOf(units[to]);
        var start = new Place(from, fromAt ?? PointOf(units[from]));
        var best = new Dictionary<Place, (double Seconds, Place Before, IndoorStep Step)>();
        var queue = new PriorityQueue<(Place Place, double Seconds), double>();
        queue.Enqueue((start, 0), 0);
        var done = new HashSet<Place>();
        while (queue.TryDequeue(out var next, out _))
        {
            if (!done.Add(next.Place))
                continue;
            if (next.Place.Unit == to && next.Place.At.Equals2D(end))
                return Steps(best, start, next.Place);
            foreach (var (place, step) in From(next.Place, to, end, stepFree))
                if (next.Seconds + step.Seconds is var seconds && (!best.TryGetValue(place, out var known) || seconds < known.Seconds) && place != start)
                {
                    best[place] = (seconds, next.Place, step);
                    queue.Enqueue((place, seconds), seconds);
                }
        }

        return null;
    }

    private readonly record struct Place(Guid Unit, Coordinate At);

    private IEnumerable<(Place Place, IndoorStep Step)> From(Place place, Guid to, Coordinate end, bool stepFree)
    {
        if (place.Unit == to)
            yield return Walk(place, new(to, end), stepFree);
        foreach (var door in doors.GetValueOrDefault(place.Unit, []).Where(d => d.StepFree || !stepFree))
            foreach (var beyond in door.Units.Where(u => u != place.Unit && (u == to || IsOpen(u))))
                yield return Walk(place, new(beyond, door.At), stepFree);
        foreach (var link in links.GetValueOrDefault(place.Unit, []).Where(l => l.StepFree || !stepFree))
        {
            // One arrives where the unit above lies below or above this point.
            var step = new IndoorStep(Level(link.To), place.At, place.At, link.To, link.By, 0, link.Seconds);
            yield return (new(link.To, place.At), step);
        }
    }

    private (Place Place, IndoorStep Step) Walk(Place from, Place to, bool stepFree)
    {
        var metres = Metres(from.At, to.At);
        return (to, new(Level(from.Unit), from.At, to.At, from.Unit, "walk", metres, metres / (stepFree ? MetresPerSecondStepFree : MetresPerSecond)));
    }

    private static List<IndoorStep> Steps(Dictionary<Place, (double Seconds, Place Before, IndoorStep Step)> best, Place start, Place end)
    {
        var steps = new List<IndoorStep>();
        for (var place = end; place != start; place = best[place].Before)
            steps.Add(best[place].Step);
        steps.Reverse();
        return [.. steps.Where(s => s.Seconds > 0)];
    }

    private void Add(ImdfFeature opening)
    {
        var at = opening.Geometry!.Centroid;
        var wall = WallMetres / 111_320;
        // By its box first: a car park has hundreds of bays, and almost all of them lie elsewhere.
        var near = new Envelope(at.Coordinate);
        near.ExpandBy(wall * 4);
        var beside = units.Values.Where(u => u.Reference("level_id") == opening.Reference("level_id") && u.Geometry!.EnvelopeInternal.Intersects(near) && u.Geometry.IsWithinDistance(at, wall * 3)
            && u.Geometry.Boundary.IsWithinDistance(at, wall)).Select(u => u.Id).ToList();
        var door = new Door(opening.Id, at.Coordinate, VenueDoors.StepFree(opening) != false, beside);
        foreach (var unit in beside)
            doors.TryAdd(unit, []);
        foreach (var unit in beside)
            doors[unit].Add(door);
    }

    private void Add(ImdfFeature relationship, Dictionary<Guid, double> ordinals)
    {
        if (End(relationship, "origin") is not { } from || End(relationship, "destination") is not { } to)
            return;
        var floors = Math.Abs(ordinals[Level(from)] - ordinals[Level(to)]);
        (double Seconds, bool StepFree)? cost = relationship.Text("category") switch
        {
            "elevator" => (30 + (8 * floors), true),
            "stairs" => (20 * Math.Max(1, floors), false),
            "escalator" => (25 * Math.Max(1, floors), false),
            "ramp" => (40 * Math.Max(1, floors), true),
            "traversal" => (0.01, true),
            _ => null,
        };
        if (cost is not { } known)
            return;
        Join(from, new(to, relationship.Text("category")!, known.Seconds, known.StepFree));
        if (relationship.Text("direction") != "directed")
            Join(to, new(from, relationship.Text("category")!, known.Seconds, known.StepFree));
    }

    private void Join(Guid from, Link link)
    {
        links.TryAdd(from, []);
        links[from].Add(link);
    }

    private Guid? End(ImdfFeature relationship, string name) =>
        relationship.Property(name) is { ValueKind: System.Text.Json.JsonValueKind.Object } end && end.TryGetProperty("id", out var id)
        && Guid.TryParse(id.GetString(), out var unit) && units.ContainsKey(unit) ? unit : null;

    // Rooms of the staff are no way through, only where somebody goes to; nor is a parking bay, where a car may stand.
    private bool IsOpen(Guid unit) => units[unit].Text("restriction") is not ("employeesonly" or "restricted") && units[unit].Text("category") != "parking";

    private Guid Level(Guid unit) => units[unit].Reference("level_id")!.Value;

    private double Metres(Coordinate one, Coordinate other) => Math.Sqrt(Math.Pow((one.X - other.X) * metresEast, 2) + Math.Pow((one.Y - other.Y) * 110_950, 2));
}
