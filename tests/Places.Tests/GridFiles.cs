using System.Text.Json;

namespace Linli.Places.Tests;

/// <summary>GeoJSON files of grids for tests.</summary>
internal static class GridFiles
{
    /// <summary>Upright rectangles between latitudes 30.207 and 30.209.</summary>
    public static JsonElement Of(params (string Code, string Community, double West, double East)[] grids) =>
        Collection(grids.Select(g => Feature(g.Code, g.Community, "Polygon", new[]
        {
            new[]
            {
                new[] { g.West, 30.207 }, [g.East, 30.207], [g.East, 30.209], [g.West, 30.209], [g.West, 30.207],
            },
        })));

    public static JsonElement Collection(IEnumerable<object> features) =>
        JsonSerializer.SerializeToElement(new { type = "FeatureCollection", features = features.ToArray() });

    public static object Feature(string code, string community, string type, object coordinates) => new
    {
        type = "Feature",
        properties = new { code, community, name_zh = code + "网格", name_en = "Grid " + code, steward = "s-" + code },
        geometry = new { type, coordinates },
    };
}
