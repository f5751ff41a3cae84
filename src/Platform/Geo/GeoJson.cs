using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>One feature of a GeoJSON file.</summary>
/// <param name="Geometry">In WGS-84, x = longitude, y = latitude; <c>null</c> when the feature has no place.</param>
/// <param name="Properties">
/// By name. Read values are <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>,
/// <c>null</c>, or a <see cref="JsonElement"/> for lists and objects. Anything System.Text.Json can write may be written.
/// </param>
/// <param name="Id">The feature's id, a number given as its text; <c>null</c> when it has none.</param>
public sealed record GeoFeature(Geometry? Geometry, IReadOnlyDictionary<string, object?> Properties, string? Id = null);

/// <summary>A text that is not the GeoJSON we can take. The message says where, such as <c>features[3].geometry</c>.</summary>
public sealed class InvalidGeoJsonException : Exception
{
    /// <summary>Says where and what.</summary>
    public InvalidGeoJsonException(string message)
        : base(message)
    {
    }

    /// <summary>Says where and what, with the cause.</summary>
    public InvalidGeoJsonException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>
/// Reads and writes GeoJSON (RFC 7946): WGS-84, longitude first, outer rings counter-clockwise on writing and either
/// way on reading.
/// </summary>
public static class GeoJson
{
    // Chinese names as they are: escaped they would take three times the room.
    private static readonly JsonWriterOptions readable = new() { Encoder = Json.Options.Encoder };

    private static readonly GeometryFactory factory = new(new PrecisionModel(), GeoPoint.Srid);

    /// <summary>Reads a FeatureCollection, a single Feature, or a bare geometry (a feature without properties).</summary>
    /// <exception cref="InvalidGeoJsonException">The text is no GeoJSON, or names another coordinate system.</exception>
    public static IReadOnlyList<GeoFeature> Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(() => JsonDocument.Parse(utf8));
        return Features(document.RootElement);
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
            return Features(document.RootElement);
    }

    /// <summary>Reads one geometry object.</summary>
    /// <exception cref="InvalidGeoJsonException">The element is no geometry.</exception>
    public static Geometry ReadGeometry(JsonElement element) => ReadGeometry(element, "geometry");

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
            WriteFeature(json, feature);
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

    /// <summary>Writes one geometry object, or <c>null</c>.</summary>
    /// <exception cref="ArgumentException">A coordinate is no degree, or the geometry of an unknown kind.</exception>
    public static void WriteGeometry(Utf8JsonWriter json, Geometry? geometry)
    {
        if (geometry is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", geometry.GeometryType);
        json.WritePropertyName(geometry is GeometryCollection and not (MultiPoint or MultiLineString or MultiPolygon)
            ? "geometries"
            : "coordinates");
        WriteShape(json, geometry);
        json.WriteEndObject();
    }

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

    private static List<GeoFeature> Features(JsonElement root)
    {
        try
        {
            var type = TypeOf(root, "The document");
            RefuseOtherSystems(root);
            return type switch
            {
                "FeatureCollection" => [.. Members(root, "features", "The document")
                    .Select((feature, index) => ReadFeature(feature, $"features[{index}]"))],
                "Feature" => [ReadFeature(root, "The feature")],
                _ => [new GeoFeature(ReadGeometry(root, "The geometry"), new Dictionary<string, object?>())],
            };
        }
        catch (InvalidOperationException cause)
        {
            // JsonElement finds out only when a text is taken that an escape in it makes no character.
            throw new InvalidGeoJsonException("A text in the file has characters that do not exist.", cause);
        }
    }

    // GeoJSON of before RFC 7946 could name a system here. Reading metres or shifted degrees as WGS-84 would put
    // everything in the wrong place without anybody noticing (R51).
    private static void RefuseOtherSystems(JsonElement root)
    {
        if (root.TryGetProperty("crs", out var crs) && crs.ValueKind != JsonValueKind.Null)
        {
            var name = crs.GetRawText();
            if (!name.Contains("CRS84", StringComparison.OrdinalIgnoreCase)
                && !name.Contains(":4326\"", StringComparison.Ordinal)
                && !name.Contains(":4490\"", StringComparison.Ordinal))
                throw new InvalidGeoJsonException("crs: the file names a coordinate system other than WGS-84; convert it first.");
        }
    }

    private static GeoFeature ReadFeature(JsonElement feature, string at)
    {
        if (TypeOf(feature, at) != "Feature")
            throw new InvalidGeoJsonException($"{at}: a Feature is expected.");

        var geometry = feature.TryGetProperty("geometry", out var shape) && shape.ValueKind != JsonValueKind.Null
            ? ReadGeometry(shape, $"{at}.geometry")
            : null;
        var properties = new Dictionary<string, object?>();
        if (feature.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object)
            foreach (var property in given.EnumerateObject())
                properties[property.Name] = ValueOf(property.Value);

        string? id = null;
        if (feature.TryGetProperty("id", out var idElement))
            id = idElement.ValueKind switch
            {
                JsonValueKind.String => idElement.GetString(),
                JsonValueKind.Number => idElement.GetRawText(),
                _ => throw new InvalidGeoJsonException($"{at}.id: a string or a number is expected."),
            };
        return new GeoFeature(geometry, properties, id);
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value.Clone(),
    };

    private static Geometry ReadGeometry(JsonElement element, string at)
    {
        var type = TypeOf(element, at);
        if (type == "GeometryCollection")
            return factory.CreateGeometryCollection(
                [.. Members(element, "geometries", at).Select((part, i) => ReadGeometry(part, $"{at}.geometries[{i}]"))]);

        if (!element.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind != JsonValueKind.Array)
            throw new InvalidGeoJsonException($"{at}: 'coordinates' is missing.");

        at += ".coordinates";
        return type switch
        {
            "Point" when coordinates.GetArrayLength() == 0 => factory.CreatePoint(),
            "Point" => factory.CreatePoint(Position(coordinates, at)),
            "LineString" => Line(coordinates, at),
            "Polygon" => Polygon(coordinates, at),
            "MultiPoint" => factory.CreateMultiPoint(Parts(coordinates, at, (part, where) => factory.CreatePoint(Position(part, where)))),
            "MultiLineString" => factory.CreateMultiLineString(Parts(coordinates, at, Line)),
            "MultiPolygon" => factory.CreateMultiPolygon(Parts(coordinates, at, Polygon)),
            _ => throw new InvalidGeoJsonException($"{at}: '{type}' is no kind of geometry."),
        };
    }

    private static LineString Line(JsonElement element, string at)
    {
        var positions = Parts(element, at, Position);
        if (positions.Length == 1)
            throw new InvalidGeoJsonException($"{at}: a line has at least two positions.");
        return factory.CreateLineString(positions);
    }

    private static Polygon Polygon(JsonElement element, string at)
    {
        var rings = Parts(element, at, Ring);
        return rings.Length == 0 ? factory.CreatePolygon() : factory.CreatePolygon(rings[0], rings[1..]);
    }

    private static LinearRing Ring(JsonElement element, string at)
    {
        var positions = Parts(element, at, Position);
        if (positions.Length < 4)
            throw new InvalidGeoJsonException($"{at}: a ring has at least four positions.");
        if (!positions[0].Equals2D(positions[^1]))
            throw new InvalidGeoJsonException($"{at}: a ring ends where it began.");
        return factory.CreateLinearRing(positions);
    }

    private static Coordinate Position(JsonElement element, string at)
    {
        if (element.ValueKind != JsonValueKind.Array
            || element.GetArrayLength() < 2
            || element.EnumerateArray().Any(number => number.ValueKind != JsonValueKind.Number))
            throw new InvalidGeoJsonException($"{at}: a position is [longitude, latitude].");

        var (longitude, latitude) = (element[0].GetDouble(), element[1].GetDouble());
        if (!GeoPoint.IsValid(latitude, longitude))
            throw new InvalidGeoJsonException(string.Create(
                CultureInfo.InvariantCulture,
                $"{at}: [{longitude}, {latitude}] is no longitude and latitude in degrees; is the order right, and the file in WGS-84?"));

        return element.GetArrayLength() == 2
            ? new Coordinate(longitude, latitude)
            : new CoordinateZ(longitude, latitude, element[2].GetDouble());
    }

    private static T[] Parts<T>(JsonElement element, string at, Func<JsonElement, string, T> read) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select((part, index) => read(part, $"{at}[{index}]"))]
            : throw new InvalidGeoJsonException($"{at}: a list is expected.");

    private static JsonElement.ArrayEnumerator Members(JsonElement element, string name, string at) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new InvalidGeoJsonException($"{at}: '{name}' is missing.");

    private static string TypeOf(JsonElement element, string at) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : throw new InvalidGeoJsonException($"{at}: an object with a 'type' is expected.");

    private static void WriteFeature(Utf8JsonWriter json, GeoFeature feature)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        if (feature.Id is not null)
            json.WriteString("id", feature.Id);
        json.WritePropertyName("geometry");
        WriteGeometry(json, feature.Geometry);
        json.WriteStartObject("properties");
        foreach (var (name, value) in feature.Properties)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Geometry geometry)
    {
        switch (geometry)
        {
            case Point { IsEmpty: true }:
                json.WriteStartArray();
                json.WriteEndArray();
                break;
            case Point point:
                WritePosition(json, point.CoordinateSequence, 0);
                break;
            case LineString line:
                WriteLine(json, line.CoordinateSequence, reverse: false);
                break;
            case Polygon polygon:
                WriteRings(json, polygon);
                break;
            case MultiPoint or MultiLineString or MultiPolygon:
                json.WriteStartArray();
                foreach (var part in ((GeometryCollection)geometry).Geometries)
                    WriteShape(json, part);
                json.WriteEndArray();
                break;
            case GeometryCollection collection:
                json.WriteStartArray();
                foreach (var part in collection.Geometries)
                    WriteGeometry(json, part);
                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"GeoJSON has no {geometry.GeometryType}.", nameof(geometry));
        }
    }

    // RFC 7946 section 3.1.6: the outer ring counter-clockwise, holes clockwise.
    private static void WriteRings(Utf8JsonWriter json, Polygon polygon)
    {
        json.WriteStartArray();
        if (!polygon.IsEmpty)
        {
            WriteLine(json, polygon.ExteriorRing.CoordinateSequence, reverse: !Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence));
            foreach (var hole in polygon.InteriorRings)
                WriteLine(json, hole.CoordinateSequence, reverse: Orientation.IsCCW(hole.CoordinateSequence));
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, CoordinateSequence positions, bool reverse)
    {
        json.WriteStartArray();
        for (var i = 0; i < positions.Count; i++)
            WritePosition(json, positions, reverse ? positions.Count - 1 - i : i);
        json.WriteEndArray();
    }

    private static void WritePosition(Utf8JsonWriter json, CoordinateSequence positions, int index)
    {
        var (longitude, latitude) = (positions.GetX(index), positions.GetY(index));
        if (!GeoPoint.IsValid(latitude, longitude))
            throw new ArgumentException("The geometry's coordinates are no WGS-84 degrees, longitude as x.", nameof(positions));

        json.WriteStartArray();
        json.WriteNumberValue(longitude);
        json.WriteNumberValue(latitude);
        if (positions.HasZ && double.IsFinite(positions.GetZ(index)))
            json.WriteNumberValue(positions.GetZ(index));
        json.WriteEndArray();
    }
}
