using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace Linli.Places.Walking.Entrances;

/// <summary>A point at which a house is entered.</summary>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Level">The level it opens on, where that is known.</param>
/// <param name="StepFree">Whether one gets in without a step; <c>null</c> while nobody has looked.</param>
internal sealed record Door(double Longitude, double Latitude, float? Level = null, bool? StepFree = null);

/// <summary>Where houses are entered, as of one version of the network.</summary>
internal sealed class Doors
{
    private readonly Dictionary<string, Door[]> byHouse;
    private readonly STRtree<(IndexedPointInAreaLocator Area, Door[] Doors)> outlines = new();

    public Doors(IEnumerable<EntranceRow> entrances, IEnumerable<(string Id, Geometry Outline)> buildings)
    {
        byHouse = entrances.GroupBy(e => e.Of, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.Select(e => new Door(e.Longitude, e.Latitude, (float?)e.Level, e.StepFree)).ToArray(), StringComparer.Ordinal);
        foreach (var (id, outline) in buildings)
            if (outline is Polygon or MultiPolygon && byHouse.TryGetValue(id, out var doors))
                outlines.Insert(outline.EnvelopeInternal, (new(outline), doors));
        outlines.Build();
    }

    /// <summary>No door is known at all: everything is entered at its middle.</summary>
    public bool IsEmpty => byHouse.Count == 0;

    /// <summary>Nothing is known of any door.</summary>
    public static Doors None { get; } = new([], []);

    /// <summary>Reads them from the database.</summary>
    public static Doors Read(LinliDb db)
    {
        var entrances = db.Records<EntranceRow>().AsNoTracking().OrderBy(e => e.Source).ThenBy(e => e.Number).ToList();
        var houses = entrances.Select(e => e.Of).Distinct().ToList();
        return new(entrances, db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "building" && houses.Contains(f.Id)).ToList()
            .Select(f => (f.Id, Geometries.Read(f.Geometry))));
    }

    /// <summary>
    /// The points at which somebody gets into a house: its entrances or, while none is known, its middle. Wheels take those known
    /// to be without a step; where none is known to be, those nobody has looked at; where all have steps, there is no way in.
    /// </summary>
    /// <param name="house">Code of a building or facility.</param>
    /// <param name="longitude">Its middle.</param>
    /// <param name="latitude">Its middle.</param>
    /// <param name="needsWheels">Whether a wheelchair has to get in.</param>
    /// <param name="wheelchair">What the house itself says of wheelchairs; its doors, where they are known, say more.</param>
    public IReadOnlyList<Door> Into(string house, double longitude, double latitude, bool needsWheels, bool? wheelchair = null)
    {
        if (!byHouse.TryGetValue(house, out var known))
            known = Around(longitude, latitude);
        if (known is null)
            return needsWheels && wheelchair == false ? [] : [new(longitude, latitude, null, wheelchair)];
        if (!needsWheels)
            return known;
        var stepFree = Array.FindAll(known, d => d.StepFree == true);
        return stepFree.Length > 0 ? stepFree : Array.FindAll(known, d => d.StepFree is null);
    }

    /// <summary>The doors as they lie on a network; those with no way near are left out.</summary>
    public static IReadOnlyList<Snap> On(ProfileNet net, IReadOnlyList<Door> doors)
    {
        var (index, ground) = (net.Graph.Index, net.Graph.Ground);
        var snaps = new List<Snap>(doors.Count);
        foreach (var door in doors)
            if (index.Nearest(ground.X(door.Longitude), ground.Y(door.Latitude), net, door.Level) is { } snap)
                snaps.Add(snap);
        return snaps;
    }

    // What lies in a building is entered by its doors.
    private Door[]? Around(double longitude, double latitude)
    {
        var at = new Coordinate(longitude, latitude);
        foreach (var (area, doors) in outlines.Query(new Envelope(at)))
            if (area.Locate(at) != Location.Exterior)
                return doors;
        return null;
    }
}
