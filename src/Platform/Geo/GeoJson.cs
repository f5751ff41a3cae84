using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>
/// Reads and writes GeoJSON (RFC 7946): WGS-84, longitude first, outer rings counter-clockwise on writing and either
/// way on reading.
/// </summary>
public static class GeoJson
{
    // Chinese names as they are: escaped they would take three times the room.
    private static readonly JsonWriterOptions readable = new() { Encoder = Json.Options.Encoder };

    /// <summary>Reads a FeatureCollection, a single Feature, or a bare geometry (a feature without properties).</summary>
    /// <exception cref="InvalidGeoJsonException">The text is no GeoJSON, or names another coordinate system.</exception>
    public static IReadOnlyList<GeoFeature> Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(() => JsonDocument.Parse(utf8));
        return GeoJsonReader.Features(document.RootElement);
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static async Task<IReadOnlyList<GeoFeature>> ReadAsync(Stream utf8, CancellationToken cancel = default)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(utf8, cancellationToken: cancel);
        }
        catch (JsonException cause)
        {
            throw new InvalidGeoJsonException("This is not JSON: " + cause.Message, cause);
        }

        using (document)
            return GeoJsonReader.Features(document.RootElement);
    }

    /// <summary>Reads one geometry object.</summary>
    /// <exception cref="InvalidGeoJsonException">The element is no geometry.</exception>
    public static Geometry ReadGeometry(JsonElement element) => GeoJsonReader.ReadGeometry(element, "geometry");

    /// <summary>Writes a FeatureCollection.</summary>
    /// <exception cref="ArgumentException">A geometry has coordinates that are no degrees, or is of an unknown kind.</exception>
    public static void Write(Stream utf8, IEnumerable<GeoFeature> features)
    {
        using var json = new Utf8JsonWriter(utf8, readable);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var feature in features)
        {
            GeoJsonWriter.WriteFeature(json, feature);
            // Large layers go out as they are written instead of gathering in memory.
            if (json.BytesPending > 1 << 16)
                json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a FeatureCollection into UTF-8 bytes.</summary>
    /// <exception cref="ArgumentException">A geometry has coordinates that are no degrees, or is of an unknown kind.</exception>
    public static byte[] Write(IEnumerable<GeoFeature> features)
    {
        using var buffer = new MemoryStream();
        Write(buffer, features);
        return buffer.ToArray();
    }

    /// <summary>Writes one feature.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="further">Writes further members of the feature, such as links.</param>
    /// <exception cref="ArgumentException">A coordinate is no degree, or the geometry of an unknown kind.</exception>
    public static void WriteFeature(Utf8JsonWriter json, GeoFeature feature, Action<Utf8JsonWriter>? further = null) =>
        GeoJsonWriter.WriteFeature(json, feature, further);

    /// <summary>Writes one geometry object, or <c>null</c>.</summary>
    /// <exception cref="ArgumentException">A coordinate is no degree, or the geometry of an unknown kind.</exception>
    public static void WriteGeometry(Utf8JsonWriter json, Geometry? geometry) => GeoJsonWriter.WriteGeometry(json, geometry);

    private static JsonDocument Parse(Func<JsonDocument> parse)
    {
        try
        {
            return parse();
        }
        catch (JsonException cause)
        {
            throw new InvalidGeoJsonException("This is not JSON: " + cause.Message, cause);
        }
    }
}
