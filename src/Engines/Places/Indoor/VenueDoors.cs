using System.Text.Json;
using Linli.Places.Walking.Entrances;

namespace Linli.Places.Indoor;

/// <summary>
/// The entrances that an indoor map shows: openings for people on the ground floor that lie on the outer wall, beside one unit
/// and no more. People come to them over the walking network outside.
/// </summary>
internal static class VenueDoors
{
    // Half a metre: openings are drawn on the line of the wall.
    private const double WallDegrees = 0.5 / 111_320;

    public static IEnumerable<FoundEntrance> Of(ImdfMap map, string? facility)
    {
        var ground = map.Features.Where(f => f.Type == "level" && f.Property("ordinal").GetDouble() == 0).ToDictionary(f => f.Id);
        foreach (var opening in map.Features.Where(f => f.Type == "opening"))
            if (opening.Text("category") is { } category && category.StartsWith("pedestrian", StringComparison.Ordinal)
                && opening.Reference("level_id") is { } level && ground.TryGetValue(level, out var floor)
                && opening.Geometry!.Centroid is var at && floor.Geometry!.Boundary.IsWithinDistance(at, WallDegrees))
                yield return new(opening.Id.ToString(), at.X, at.Y, null, StepFree(opening), facility);
    }

    /// <summary>What an opening says of wheelchairs; <c>null</c> where it says nothing.</summary>
    public static bool? StepFree(ImdfFeature opening)
    {
        if (opening.Property("door") is { ValueKind: JsonValueKind.Object } door && door.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && (type.GetString() == "revolving" || type.GetString()!.StartsWith("turnstile", StringComparison.Ordinal)))
            return false;
        return opening.Property("accessibility") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.GetString() == "wheelchair")
            : null;
    }
}
