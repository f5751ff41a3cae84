using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>Turns GeoJSON into features, and says where it is none.</summary>
internal static class GeoJsonReader
{
    private static readonly GeometryFactory factory = new(new PrecisionModel(), GeoPoint.Srid);

    /// <summary>The features of a whole document.</summary>
    public static List<GeoFeature> Features(JsonElement root)
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
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value.Clone(),
    };

    /// <summary>One geometry object.</summary>
    public static Geometry ReadGeometry(JsonElement element, string at)
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
}
