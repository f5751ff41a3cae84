using System.Collections.Concurrent;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Places.Indoor;

/// <summary>Plans worked out of maps, kept until their map is another one: a car park has hundreds of doors.</summary>
internal sealed class IndoorPlanMemory
{
    public ConcurrentDictionary<string, (DateTimeOffset ChangedAt, Guid Venue, IndoorPlan Plan)> Plans { get; } = new(StringComparer.Ordinal);
}

internal sealed class IndoorWays(LinliDb db, VenueShelf shelf, IndoorPlanMemory memory) : IIndoorWays
{
    public async Task<IIndoorPlan?> Find(string venue, CancellationToken cancel)
    {
        // Indoor maps are for everybody, as their pages are.
        var now = await db.Unfiltered<IndoorVenueRow>().Where(v => v.Code == venue).Select(v => new { v.Id, v.ChangedAt }).SingleOrDefaultAsync(cancel);
        if (now is null)
            return null;
        if (memory.Plans.TryGetValue(venue, out var known) && known.ChangedAt == now.ChangedAt && known.Venue == now.Id)
            return known.Plan;
        if (await shelf.Take(venue, cancel) is not { } kept)
            return null;
        var plan = new IndoorPlan(kept.Row, kept.Map);
        memory.Plans[venue] = (kept.Row.ChangedAt, kept.Row.Id, plan);
        return plan;
    }
}

internal sealed class IndoorPlan : IIndoorPlan
{
    private readonly IndoorGraph graph;
    private readonly Dictionary<Guid, (Guid Unit, Coordinate? At)> stands = [];

    public IndoorPlan(IndoorVenueRow row, ImdfMap map)
    {
        (Code, Name, Scope, graph) = (row.Code, (row.NameZh, row.NameEn), ScopePath.Parse(row.Scope, null), new(map));
        Levels = [.. map.Features.Where(f => f.Type == "level").OrderByDescending(Ordinal).Select(f => new IndoorLevel(
            f.Id, FindIndoorWayHandler.Name(f), f.Label("short_name", english: false) ?? FindIndoorWayHandler.Name(f).Zh, (int)Ordinal(f), f.Geometry!))];
        var units = map.Features.Where(f => f.Type == "unit").ToDictionary(f => f.Id);
        Spots = [.. units.Values.Select(Room), .. map.Features.Where(f => f.Type == "amenity").Select(f => Marked(f, units)).OfType<IndoorSpot>()];
    }

    public string Code { get; }

    public Phrase Name { get; }

    public ScopePath Scope { get; }

    public IReadOnlyList<IndoorLevel> Levels { get; }

    public IReadOnlyList<IndoorSpot> Spots { get; }

    public IReadOnlyList<IndoorPiece>? Way(Guid from, Guid to, bool stepFree)
    {
        var (start, end) = (stands[from], stands[to]);
        return graph.Way(start.Unit, end.Unit, stepFree, start.At, end.At)?
            .Select(s => new IndoorPiece(s.By, s.Unit, s.Level, At(s.From), At(s.To), s.Metres, s.Seconds)).ToList();
    }

    private IndoorSpot Room(ImdfFeature unit)
    {
        stands[unit.Id] = (unit.Id, null);
        return new(
            unit.Id, unit.Text("category") ?? "", NameOf(unit), unit.Reference("level_id")!.Value, At(IndoorGraph.PointOf(unit)), unit.Geometry, ForWheelchairs(unit),
            unit.Text("restriction") is not ("employeesonly" or "restricted"));
    }

    private IndoorSpot? Marked(ImdfFeature amenity, Dictionary<Guid, ImdfFeature> units)
    {
        if (amenity.Ids("unit_ids").FirstOrDefault() is var id && !units.TryGetValue(id, out var unit))
            return null;
        stands[amenity.Id] = (id, amenity.Geometry!.Coordinate);
        return new(amenity.Id, amenity.Text("category") ?? "", NameOf(amenity), unit.Reference("level_id")!.Value, At(amenity.Geometry!.Coordinate), null, ForWheelchairs(amenity), true);
    }

    private static Phrase NameOf(ImdfFeature feature) =>
        feature.Label("name", english: false) is { } zh ? (zh, feature.Label("name", english: true) ?? zh) : ("", "");

    private static bool ForWheelchairs(ImdfFeature feature) => feature.Property("accessibility") is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.GetString() == "wheelchair");

    private static double Ordinal(ImdfFeature level) => level.Property("ordinal").GetDouble();

    private static GeoPoint At(Coordinate at) => new(at.Y, at.X);
}
