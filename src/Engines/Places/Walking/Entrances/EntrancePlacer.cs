using Linli.Places.Walking.Network;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking.Entrances;

/// <summary>An entrance as a file draws it.</summary>
/// <param name="Ref">What the file calls it.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Level">Its level.</param>
/// <param name="StepFree">Whether one gets in without a step.</param>
/// <param name="Of">Code of what it leads into, where the file names it.</param>
internal sealed record FoundEntrance(string Ref, double Longitude, double Latitude, double? Level, bool? StepFree, string? Of);

/// <summary>Finds out which house an entrance belongs to: the one it names, the outline it lies on, else the nearest building.</summary>
internal sealed class EntrancePlacer(IReadOnlyList<(string Id, Geometry Outline)> outlines, IReadOnlyList<(string Code, double Longitude, double Latitude)> houses)
{
    // Doors are drawn on the wall; a few metres are the difference between two surveys.
    private const double WallDegrees = 0.00005;
    private const double FarthestMetres = 30;

    private readonly HashSet<string> codes = [.. houses.Select(h => h.Code), .. outlines.Select(o => o.Id)];

    /// <summary>Reads what is known of houses.</summary>
    public static async Task<EntrancePlacer> Read(LinliDb db, PlacesMemory places, CancellationToken cancel)
    {
        var outlines = await db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "building").Select(f => new { f.Id, f.Geometry }).ToListAsync(cancel);
        var facilities = await db.Records<FacilityRow>().AsNoTracking().Select(f => new { f.Code, f.Longitude, f.Latitude }).ToListAsync(cancel);
        var buildings = places.Current.Tree.All.Where(p => p is { Kind: PlaceKind.Building, Longitude: not null, Latitude: not null });
        return new(
            [.. outlines.Select(o => (o.Id, Geometries.Read(o.Geometry)))],
            [.. buildings.Select(b => (b.Code, b.Longitude!.Value, b.Latitude!.Value)), .. facilities.Select(f => (f.Code, f.Longitude, f.Latitude))]);
    }

    /// <summary>The rows of a source; what belongs to no known house is refused with the reason.</summary>
    public List<EntranceRow> Place(string source, IEnumerable<FoundEntrance> found, Action<string, Phrase> refuse)
    {
        var rows = new List<EntranceRow>();
        foreach (var entrance in found)
            if (entrance.Of is { } named && !codes.Contains(named))
                refuse(entrance.Ref, ($"没有代码为 {named} 的楼幢或设施", $"there is no building or facility {named}"));
            else if ((entrance.Of ?? HouseAt(entrance.Longitude, entrance.Latitude)) is not { } house)
                refuse(entrance.Ref, ("30 米内没有已知的楼幢，请注明 building 或 facility", "there is no known building within 30 m: name its building or facility"));
            else
                rows.Add(new()
                {
                    Source = source, Number = rows.Count, Ref = entrance.Ref.Length > 80 ? entrance.Ref[..80] : entrance.Ref, Of = house, Longitude = entrance.Longitude,
                    Latitude = entrance.Latitude, Level = entrance.Level, StepFree = entrance.StepFree,
                });
        return rows;
    }

    private string? HouseAt(double longitude, double latitude)
    {
        var at = new Point(longitude, latitude);
        var around = new Envelope(at.Coordinate);
        around.ExpandBy(WallDegrees);
        var wall = outlines.Where(o => o.Outline.EnvelopeInternal.Intersects(around)).Select(o => (o.Id, Away: o.Outline.Boundary.Distance(at)))
            .Where(o => o.Away <= WallDegrees).OrderBy(o => o.Away).Select(o => o.Id).FirstOrDefault();
        return wall ?? houses.Select(h => (h.Code, Away: Ground.Metres(longitude, latitude, h.Longitude, h.Latitude))).Where(h => h.Away <= FarthestMetres)
            .OrderBy(h => h.Away).Select(h => h.Code).FirstOrDefault();
    }
}
