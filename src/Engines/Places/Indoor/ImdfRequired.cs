using System.Text.Json;
using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Places.Indoor;

/// <summary>The properties that IMDF 1.0.0 (OGC 20-094) lists without null, besides references: their names and what they hold.</summary>
internal static class ImdfRequired
{
    private static readonly Dictionary<string, (string Name, string Kind)[]> ByType = new(StringComparer.Ordinal)
    {
        ["address"] = [("address", "text"), ("locality", "text"), ("country", "text")],
        ["venue"] = [("category", "text"), ("name", "labels"), ("display_point", "point")],
        ["building"] = [("category", "text")],
        ["footprint"] = [("category", "text")],
        ["level"] = [("category", "text"), ("outdoor", "true or false"), ("name", "labels"), ("short_name", "labels")],
        ["unit"] = [("category", "text"), ("level_id", "text")],
        ["opening"] = [("category", "text"), ("level_id", "text")],
        ["amenity"] = [("category", "text")],
        ["occupant"] = [("category", "text"), ("name", "labels")],
        ["relationship"] = [("category", "text"), ("direction", "text")],
        ["fixture"] = [("category", "text")],
        ["section"] = [("category", "text")],
        ["geofence"] = [("category", "text")],
    };

    /// <summary>What a feature lacks of them, and display points that are none.</summary>
    public static IEnumerable<(string Name, string Kind)> Lacking(string type, JsonElement properties)
    {
        foreach (var (name, kind) in ByType.GetValueOrDefault(type, []))
            if (!properties.TryGetProperty(name, out var value) || !Is(value, kind))
                yield return (name, kind);
        // One that may be left out has to be a point all the same: routes begin at it.
        if (type != "venue" && properties.TryGetProperty("display_point", out var point) && point.ValueKind != JsonValueKind.Null && !Is(point, "point"))
            yield return ("display_point", "point");
    }

    private static bool Is(JsonElement value, string kind) => kind switch
    {
        "text" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
        "true or false" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "labels" => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any(l => l.Value.ValueKind == JsonValueKind.String),
        _ => IsPoint(value),
    };

    private static bool IsPoint(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object && GeoJson.ReadGeometry(value) is Point { IsEmpty: false };
        }
        catch (InvalidGeoJsonException)
        {
            return false;
        }
    }
}
