using System.Globalization;
using System.Text.Json;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.Places.Indoor;

/// <summary>Reads an IMDF 1.0.0 archive and says everything that is wrong with it: file, feature and property.</summary>
internal sealed class ImdfReader
{
    private const int MostProblems = 50;
    private const int MostFeatures = 50_000;

    private readonly List<Problem> problems = [];
    private readonly Dictionary<string, JsonElement> envelopes = new(StringComparer.Ordinal);
    private readonly List<(ImdfFeature Feature, string At)> features = [];
    private readonly HashSet<Guid> ids = [];

    public static Result<ImdfMap> Read(IReadOnlyDictionary<string, byte[]> files)
    {
        var reader = new ImdfReader();
        var manifest = reader.Manifest(files);
        foreach (var name in files.Keys.Where(n => n != "manifest.json").Order(StringComparer.Ordinal))
            reader.File(name, files[name]);
        foreach (var type in ImdfType.All.Values.Where(t => t.Required && !reader.features.Exists(f => f.Feature.Type == t.Type)))
            reader.Say(type.Type + ".geojson", files.ContainsKey(type.Type + ".geojson") ? "places.imdf_empty" : "places.imdf_missing",
                "缺少这个文件，或里面没有要素。", "This file is missing, or has no features.");
        if (reader.features.Count(f => f.Feature.Type == "venue") > 1)
            reader.Say("venue.geojson", "places.imdf_venues", "一个压缩包只能有一个场馆。", "An archive holds one venue.");
        reader.References();
        return reader.problems.Count > 0
            ? Result<ImdfMap>.Fail([.. reader.problems.Take(MostProblems)])
            : new ImdfMap(manifest, reader.envelopes, [.. reader.features.Select(f => f.Feature)]);
    }

    private JsonElement Manifest(IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue("manifest.json", out var bytes))
        {
            Say("manifest.json", "places.imdf_missing", "缺少这个文件。", "This file is missing.");
            return default;
        }

        if (Parse("manifest.json", bytes) is not { ValueKind: JsonValueKind.Object } manifest)
            return default;
        if (!manifest.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.String
            || version.GetString() is not { } number || !(number == "1.0.0" || number.StartsWith("1.0.0-", StringComparison.Ordinal)))
            Say("manifest.json version", "places.imdf_version", "只支持 IMDF 1.0.0。", "Only IMDF 1.0.0 is read.");
        if (!manifest.TryGetProperty("language", out var language) || language.ValueKind != JsonValueKind.String)
            Say("manifest.json language", "places.imdf_language", "缺少语言代码，例如 zh-Hans。", "The language is missing, such as zh-Hans.");
        return manifest;
    }

    private void File(string name, byte[] bytes)
    {
        var type = name.EndsWith(".geojson", StringComparison.Ordinal) ? name[..^8] : "";
        if (!ImdfType.All.TryGetValue(type, out var known))
        {
            Say(name, "places.imdf_unknown_file", "IMDF 1.0.0 没有这个文件。", "IMDF 1.0.0 has no such file.");
            return;
        }

        if (Parse(name, bytes) is not { } json)
            return;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("features", out var list) || list.ValueKind != JsonValueKind.Array
            || !json.TryGetProperty("type", out var kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != "FeatureCollection")
        {
            Say(name, "places.imdf_collection", "文件应为 GeoJSON FeatureCollection。", "The file is a GeoJSON FeatureCollection.");
            return;
        }

        if (features.Count + list.GetArrayLength() > MostFeatures)
        {
            Say(name, "places.imdf_size", $"要素超过 {MostFeatures} 个。", $"There are more than {MostFeatures} features.");
            return;
        }

        // A member that is there twice counts as it was written last, as most readers take it.
        envelopes[type] = JsonSerializer.SerializeToElement(json.EnumerateObject().Where(m => m.Name != "features").GroupBy(m => m.Name).ToDictionary(g => g.Key, g => g.Last().Value));
        var i = 0;
        foreach (var feature in list.EnumerateArray())
            Feature(known, feature, string.Create(CultureInfo.InvariantCulture, $"{name} features[{i++}]"));
    }

    private void Feature(ImdfType type, JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("feature_type", out var named) || named.ValueKind != JsonValueKind.String || named.GetString() != type.Type)
        {
            Say(at + ".feature_type", "places.imdf_feature_type", $"应为 {type.Type}。", $"It is {type.Type}.");
            return;
        }

        if (!json.TryGetProperty("id", out var idText) || idText.ValueKind != JsonValueKind.String || !Guid.TryParse(idText.GetString(), out var id))
        {
            Say(at + ".id", "places.imdf_id", "缺少 UUID 形式的 id。", "The id is missing or no UUID.");
            return;
        }

        if (!json.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            Say(at + ".properties", "places.imdf_properties", "缺少属性。", "The properties are missing.");
            return;
        }

        if (!json.TryGetProperty("geometry", out _))
        {
            Say(at + ".geometry", "places.imdf_geometry", "缺少 geometry（没有几何的写 null）。", "The geometry is missing: null for what has none.");
            return;
        }

        foreach (var (name, what) in ImdfRequired.Lacking(type.Type, properties))
            Say($"{at}.properties.{name}", "places.imdf_required", $"缺少必填属性（{what}）。", $"This property is required ({what}).");
        var kind = json.TryGetProperty("geometry", out var shape) && shape.ValueKind == JsonValueKind.Object && shape.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String
            ? t.GetString() : null;
        if (!type.Geometries.Contains(kind))
        {
            Say(at + ".geometry", "places.imdf_geometry", $"几何类型应为 {Names(type, "空")}。", $"The geometry is {Names(type, "null")}.");
            return;
        }

        try
        {
            var feature = new ImdfFeature(type.Type, id, kind is null ? null : GeoJson.ReadGeometry(shape), json);
            if (!ids.Add(id))
                Say(at + ".id", "places.imdf_id_twice", $"id {id} 重复。", $"The id {id} is there twice.");
            if (feature.Geometry is { IsValid: false } or { IsEmpty: true })
                Say(at + ".geometry", "places.imdf_shape", "图形自相交或不完整。", "The shape crosses itself or is broken.");
            if (type.Type == "level" && feature.Property("ordinal").ValueKind != JsonValueKind.Number)
                Say(at + ".properties.ordinal", "places.imdf_ordinal", "楼层缺少序号（地面层为 0）。", "A level needs its ordinal (0 is the ground floor).");
            features.Add((feature, at));
        }
        catch (InvalidGeoJsonException e)
        {
            Say(at + ".geometry", "places.imdf_geometry", "几何无法读取：" + e.Message, "The geometry cannot be read: " + e.Message);
        }
    }

    private void References()
    {
        var types = features.GroupBy(f => f.Feature.Id).ToDictionary(g => g.Key, g => g.First().Feature.Type);
        foreach (var (feature, at) in features)
        {
            foreach (var (property, target, must) in ImdfType.All[feature.Type].References)
                Reference(feature, $"{at}.properties.{property}", property, target, must, types);
            if (feature.Type == "relationship")
                foreach (var end in (string[])["origin", "destination", "intermediary"])
                    Ends(feature.Property(end), $"{at}.properties.{end}", types);
        }
    }

    private void Reference(ImdfFeature feature, string at, string property, string target, bool must, Dictionary<Guid, string> types)
    {
        var value = feature.Property(property);
        List<Guid> ids = value.ValueKind switch
        {
            JsonValueKind.Array => [.. feature.Ids(property)],
            JsonValueKind.String => [feature.Reference(property) ?? Guid.Empty],
            _ => [],
        };
        if (must && ids.Count == 0)
            Say(at, "places.imdf_reference_missing", $"缺少对 {target} 的引用。", $"The reference to a {target} is missing.");
        foreach (var id in ids.Where(id => types.GetValueOrDefault(id) != target))
            Say(at, "places.imdf_reference", $"引用的 {target} {id} 不在压缩包里。", $"The {target} {id} it names is not in the archive.");
    }

    private void Ends(JsonElement end, string at, Dictionary<Guid, string> types)
    {
        foreach (var one in end.ValueKind == JsonValueKind.Array ? end.EnumerateArray().ToList() : end.ValueKind == JsonValueKind.Object ? [end] : [])
            if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || !Guid.TryParse(id.GetString(), out var known)
                || !one.TryGetProperty("feature_type", out var type) || type.ValueKind != JsonValueKind.String || types.GetValueOrDefault(known) != type.GetString())
                Say(at, "places.imdf_reference", "引用的要素不在压缩包里。", "The feature it names is not in the archive.");
    }

    private JsonElement? Parse(string name, byte[] bytes)
    {
        try
        {
            // A byte order mark is no part of JSON, but some programs write one.
            var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
            using var document = JsonDocument.Parse(bytes.AsMemory(start));
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            Say(name, "places.imdf_json", "不是 JSON：" + e.Message, "This is not JSON: " + e.Message);
            return null;
        }
    }

    private void Say(string at, string code, string zh, string en)
    {
        if (problems.Count < MostProblems)
            problems.Add(Problem.Invalid("file", code, $"{at}：{zh}", $"{at}: {en}"));
    }

    private static string Names(ImdfType type, string none) => string.Join(" / ", type.Geometries.Select(g => g ?? none));
}
