using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>Writes features as RFC 7946 wants them.</summary>
internal static class GeoJsonWriter
{
    /// <summary>One feature.</summary>
    public static void WriteFeature(Utf8JsonWriter json, GeoFeature feature, Action<Utf8JsonWriter>? further = null)
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
        further?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>One geometry, or <c>null</c>.</summary>
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
