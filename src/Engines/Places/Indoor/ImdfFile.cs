using System.Text.Json;
using Linli.Platform;
using NetTopologySuite.Geometries;

namespace Linli.Places.Indoor;

/// <summary>One feature of an IMDF archive.</summary>
/// <param name="Type">Such as <c>unit</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Geometry">WGS-84; <c>null</c> for what has none.</param>
/// <param name="Json">The feature as it came.</param>
internal sealed record ImdfFeature(string Type, Guid Id, Geometry? Geometry, JsonElement Json)
{
    /// <summary>A property, or nothing at all.</summary>
    public JsonElement Property(string name) =>
        Json.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text property.</summary>
    public string? Text(string name) => Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An id property.</summary>
    public Guid? Reference(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>A list of ids.</summary>
    public IEnumerable<Guid> Ids(string name) => Property(name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String && Guid.TryParse(e.GetString(), out var id) ? id : Guid.Empty) : [];

    /// <summary>A LABELS property: the text in a language, or in the first there is.</summary>
    public string? Label(string name, bool english)
    {
        if (Property(name) is not { ValueKind: JsonValueKind.Object } labels)
            return null;
        var texts = labels.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String).ToList();
        return (texts.Find(l => l.Name.StartsWith(english ? "en" : "zh", StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: JsonValueKind.String } found ? found.Value
            : texts.FirstOrDefault().Value) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }
}

/// <summary>What IMDF 1.0.0 (OGC 20-094) says about a type of features.</summary>
/// <param name="Type">Its name, and that of its file.</param>
/// <param name="Required">An archive without it is no map.</param>
/// <param name="Geometries">Geometry types it may have; <c>null</c> among them where it may have none.</param>
/// <param name="References">Properties that name other features: their name, the types they may name, whether there must be one.</param>
internal sealed record ImdfType(string Type, bool Required, string?[] Geometries, params (string Property, string Target, bool Must)[] References)
{
    private static readonly string?[] Areas = ["Polygon", "MultiPolygon"];
    private static readonly string?[] None = [null];

    public static IReadOnlyDictionary<string, ImdfType> All { get; } = new ImdfType[]
    {
        new("address", true, None),
        new("venue", true, Areas, ("address_id", "address", true)),
        new("building", true, None, ("address_id", "address", false)),
        new("footprint", true, Areas, ("building_ids", "building", true)),
        new("level", true, Areas, ("building_ids", "building", false), ("address_id", "address", false)),
        new("unit", true, Areas, ("level_id", "level", true)),
        new("opening", false, ["LineString"], ("level_id", "level", true)),
        new("amenity", false, ["Point"], ("unit_ids", "unit", true), ("address_id", "address", false)),
        new("anchor", false, ["Point"], ("unit_id", "unit", false), ("address_id", "address", false)),
        new("occupant", false, None, ("anchor_id", "anchor", true)),
        new("relationship", false, [null, "Point", "LineString", "Polygon", "MultiPolygon", "MultiPoint", "MultiLineString"]),
        new("detail", false, ["LineString", "MultiLineString"], ("level_id", "level", true)),
        new("fixture", false, Areas, ("level_id", "level", true), ("anchor_id", "anchor", false)),
        new("kiosk", false, Areas, ("level_id", "level", true), ("anchor_id", "anchor", false)),
        new("section", false, Areas, ("level_id", "level", true)),
        new("geofence", false, Areas, ("level_ids", "level", false), ("building_ids", "building", false)),
    }.ToDictionary(t => t.Type, StringComparer.Ordinal);
}

/// <summary>An archive that was read and found good.</summary>
/// <param name="Manifest">The manifest as it came.</param>
/// <param name="Envelopes">By type: the collection as it came, with no features in it.</param>
/// <param name="Features">Every feature, by type in the order of its file.</param>
internal sealed record ImdfMap(JsonElement Manifest, IReadOnlyDictionary<string, JsonElement> Envelopes, IReadOnlyList<ImdfFeature> Features)
{
    public ImdfFeature Venue => Features.Single(f => f.Type == "venue");

    /// <summary>The files of the archive: equal in meaning, member by member, to those it was read from.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> Files()
    {
        yield return new("manifest.json", JsonSerializer.SerializeToUtf8Bytes(Manifest, Json.Options));
        foreach (var (type, envelope) in Envelopes)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, new() { Encoder = Json.Options.Encoder }))
            {
                json.WriteStartObject();
                foreach (var member in envelope.EnumerateObject())
                    member.WriteTo(json);
                json.WriteStartArray("features");
                foreach (var feature in Features.Where(f => f.Type == type))
                    feature.Json.WriteTo(json);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            yield return new(type + ".geojson", buffer.ToArray());
        }
    }
}
