using System.Globalization;
using System.Text.Json;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking.Import;

/// <summary>
/// Reads the walking network out of GeoJSON: lines with the properties <c>kind</c>, <c>width_m</c>, <c>carriageway_m</c>,
/// <c>slow_lane</c>, <c>level</c> (or <c>from_level</c> and <c>to_level</c>), <c>incline</c> (per cent), <c>kerb_mm</c>,
/// <c>wheelchair</c>, <c>surface</c>, <c>oneway</c>, <c>bridge</c>, <c>tunnel</c>, <c>name_zh</c>, <c>name_en</c>; and points
/// of kind <c>lift</c> with <c>levels</c> or of kind <c>entrance</c> with <c>building</c> or <c>facility</c>, <c>wheelchair</c> or
/// <c>step_free</c>, and <c>level</c>. Ends that lie within the tolerance of another line of their level are joined to it.
/// </summary>
internal sealed class LineFile
{
    private readonly NetworkDraft draft = new();
    private readonly LineJoiner lines;

    private LineFile(double tolerance) => lines = new(draft, tolerance);

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="tolerance">Metres within which ends are joined.</param>
    public static Result<NetworkDraft> Read(ReadOnlyMemory<byte> utf8, double tolerance)
    {
        try
        {
            // Some programs write a byte order mark, which is no part of JSON.
            using var document = JsonDocument.Parse(utf8.Span is [0xEF, 0xBB, 0xBF, ..] ? utf8[3..] : utf8);
            return new LineFile(tolerance).Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Problem.Invalid("file", "places.geojson_unreadable", "不是可读的 GeoJSON，或文件不完整：" + e.Message, "This is no GeoJSON that can be read, or it was cut off: " + e.Message);
        }
    }

    private Result<NetworkDraft> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            return Problem.Invalid("file", "places.geojson_unreadable", "应为 GeoJSON FeatureCollection。", "A GeoJSON FeatureCollection is expected.");
        var lifts = new List<(string Ref, Point At, double[] Levels, WayFacts Facts)>();
        var number = -1;
        foreach (var feature in features.EnumerateArray())
        {
            number++;
            var name = string.Create(CultureInfo.InvariantCulture, $"features[{number}]");
            if (Position(feature) is { } first && SwappedDegrees.Look(first.Lon, first.Lat))
                return SwappedDegrees.Problem(name, first.Lon, first.Lat);
            if (Shape(feature, ref name) is { } shape)
                Take(name, shape, Properties(feature), lifts);
        }

        lines.Join();
        foreach (var (what, at, levels, facts) in lifts)
            Connect(what, at, levels, facts);
        return draft;
    }

    private static (double Lon, double Lat)? Position(JsonElement feature)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("coordinates", out var part))
            return null;
        while (part.ValueKind == JsonValueKind.Array && part.GetArrayLength() > 0 && part[0].ValueKind == JsonValueKind.Array)
            part = part[0];
        return part.ValueKind == JsonValueKind.Array && part.GetArrayLength() >= 2 && part[0].ValueKind == JsonValueKind.Number && part[1].ValueKind == JsonValueKind.Number
            ? (part[0].GetDouble(), part[1].GetDouble())
            : null;
    }

    private Geometry? Shape(JsonElement feature, ref string name)
    {
        try
        {
            if (feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                name = id.ToString();
            return GeoJson.ReadGeometry(feature.GetProperty("geometry"));
        }
        catch (Exception e) when (e is InvalidGeoJsonException or KeyNotFoundException or InvalidOperationException)
        {
            draft.Refuse(name, ("几何不可用：" + e.Message, "no usable geometry: " + e.Message));
            return null;
        }
    }

    private static Dictionary<string, string> Properties(JsonElement feature)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            foreach (var property in properties.EnumerateObject())
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    tags[property.Name] = property.Value.ToString();
        return tags;
    }

    private void Take(string name, Geometry shape, Dictionary<string, string> tags, List<(string, Point, double[], WayFacts)> lifts)
    {
        if (shape is Point { IsEmpty: false } door && tags.GetValueOrDefault("kind") is "entrance")
        {
            draft.Entrances.Add((
                name, draft.Add(new(door.X, door.Y) { Level = Level(tags, "level") }), EntranceTags.StepFree(tags),
                tags.GetValueOrDefault("building") ?? tags.GetValueOrDefault("facility") ?? tags.GetValueOrDefault("of")));
            return;
        }

        var (facts, refused) = Facts(tags);
        if (facts is null)
        {
            draft.Refuse(name, refused!.Value);
            return;
        }

        switch (shape)
        {
            case Point { IsEmpty: false } point when facts.Kind == WayKind.Lift:
                lifts.Add((name, point, OsmTags.Levels(tags.GetValueOrDefault("levels") ?? tags.GetValueOrDefault("level")), facts));
                break;
            case LineString { IsEmpty: false } line:
                Line(name, line, tags, facts);
                break;
            case MultiLineString many:
                foreach (var line in many.Geometries.OfType<LineString>().Where(l => !l.IsEmpty))
                    Line(name, line, tags, facts);
                break;
            default:
                draft.Refuse(name, ($"{shape.GeometryType} 不是线", $"a {shape.GeometryType} is no line"));
                break;
        }
    }

    private static (WayFacts? Facts, Phrase? Refused) Facts(Dictionary<string, string> tags)
    {
        var written = (tags.GetValueOrDefault("kind") ?? "footway").Replace("_", "", StringComparison.Ordinal);
        if (!Enum.TryParse<WayKind>(written, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return (null, ($"不认识的 kind：{written}", $"the kind {written} is not known"));
        if (tags.GetValueOrDefault("width_m") is { } width && OsmTags.Centimetres(width) is null)
            return (null, ($"宽度应为大于 0 的米数：{width}", $"the width is a number of metres above 0, not {width}"));
        return (new WayFacts(kind)
        {
            WidthCm = OsmTags.Centimetres(tags.GetValueOrDefault("width_m")), CarriagewayCm = OsmTags.Centimetres(tags.GetValueOrDefault("carriageway_m")),
            SlowLane = Yes(tags, "slow_lane"), NameZh = Name(tags, "name_zh", 100), NameEn = Name(tags, "name_en", 200) ?? Name(tags, "name_zh", 100),
            InclinePermille = OsmTags.Incline(tags.GetValueOrDefault("incline") is { } incline ? incline.TrimEnd('%') + "%" : null),
            KerbMm = int.TryParse(tags.GetValueOrDefault("kerb_mm"), CultureInfo.InvariantCulture, out var kerb) ? Math.Clamp(kerb, 0, 1000) : 0,
            Wheelchair = tags.GetValueOrDefault("wheelchair") switch { "yes" => WheelchairUse.Yes, "no" => WheelchairUse.No, "limited" => WheelchairUse.Limited, _ => WheelchairUse.Unknown },
            Rough = tags.GetValueOrDefault("surface") is "rough" or "gravel" or "cobblestone" or "dirt", OneWay = Yes(tags, "oneway") ? 1 : tags.GetValueOrDefault("oneway") is "-1" or "reverse" ? -1 : 0,
            Bridge = Yes(tags, "bridge"), Tunnel = Yes(tags, "tunnel"), HalfCrossings = kind == WayKind.Crossing ? 2 : 0,
        }, null);
    }

    private static bool Yes(Dictionary<string, string> tags, string name) => tags.GetValueOrDefault(name) is "True" or "true" or "yes" or "1";

    private static string? Name(Dictionary<string, string> tags, string name, int most) =>
        tags.TryGetValue(name, out var text) && PlainText.TryCleanLine(text, most, out var clean) && clean.Length > 0 ? clean : null;

    private void Line(string name, LineString line, Dictionary<string, string> tags, WayFacts facts)
    {
        var level = Level(tags, "level") ?? 0;
        var (from, to) = (Level(tags, "from_level") ?? level, Level(tags, "to_level") ?? level);
        var points = new List<int>();
        for (var i = 0; i < line.NumPoints; i++)
        {
            var at = line.GetCoordinateN(i);
            var own = i == 0 ? from : i == line.NumPoints - 1 ? to : from == to ? from : double.NaN;
            var point = lines.Spot(at.X, at.Y, own, end: i == 0 || i == line.NumPoints - 1, not: points.Count == 1 ? points[0] : -1);
            if (points.Count == 0 || points[^1] != point)
                points.Add(point);
        }

        if (points.Count < 2)
            draft.Refuse(name, ("长度为零", "it has no length"));
        else
            lines.Add(name, points, facts);
    }

    private static double? Level(Dictionary<string, string> tags, string name) => OsmTags.Levels(tags.GetValueOrDefault(name)) is [var only] ? only : null;

    private void Connect(string name, Point at, double[] levels, WayFacts facts)
    {
        var served = levels.Select(level => lines.Find(at.X, at.Y, level)).ToList();
        if (levels.Length < 2 || served.Contains(-1))
        {
            draft.Refuse(name, ("电梯应注明至少两个楼层（levels），且每层都有路通到这里", "a lift names at least two levels, and a way of each leads to it"));
            return;
        }

        foreach (var point in served)
            draft.Points[point].Cut = true;
        for (var i = 0; i + 1 < served.Count; i++)
            draft.Lifts.Add((name, served[i], served[i + 1], facts));
    }
}
