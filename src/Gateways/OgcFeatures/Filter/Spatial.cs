using System.Globalization;
using Linli.OgcFeatures.Collections;
using Linli.Platform.Geo;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Linli.OgcFeatures.Filter;

/// <summary>A spatial function of CQL2.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holds">Whether it is true of two geometries.</param>
internal sealed record Spatial(string Name, Func<Geometry, Geometry, bool> Holds)
{
    /// <summary>Name of the geometry among the queryables.</summary>
    public const string Property = "geometry";

    private static readonly Spatial[] All =
    [
        new("S_INTERSECTS", (a, b) => a.Intersects(b)),
        new("S_DISJOINT", (a, b) => a.Disjoint(b)),
        new("S_EQUALS", (a, b) => a.EqualsTopologically(b)),
        new("S_TOUCHES", (a, b) => a.Touches(b)),
        new("S_CROSSES", (a, b) => a.Crosses(b)),
        new("S_WITHIN", (a, b) => a.Within(b)),
        new("S_CONTAINS", (a, b) => a.Contains(b)),
        new("S_OVERLAPS", (a, b) => a.Overlaps(b)),
    ];

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), GeoPoint.Srid);

    public static Spatial? Find(Token token) => Array.Find(All, s => token.Is(s.Name));

    /// <summary>The geometry of a feature, a box, or one in WKT; WGS-84, longitude first.</summary>
    public static Func<GeoFeature, Geometry?> Geometry(Cql2 words, FeatureCollection collection)
    {
        var token = words.Next;
        if (token.Kind != TokenKind.Name)
            throw words.Unexpected("a geometry");
        if (token.Value == Property)
        {
            words.Take();
            return feature => feature.Geometry;
        }

        if (collection.Find(token.Value) is not null)
            throw new Cql2Exception(token.At, $"{token.Value} is no geometry");
        var literal = token.Is("BBOX") ? Box(words.TakeBracketed(), token.At) : Wkt(words.TakeBracketed(), token.At);
        if (literal.Coordinates.Any(c => !GeoPoint.IsValid(c.Y, c.X)))
            throw new Cql2Exception(token.At, "coordinates are WGS-84 degrees, longitude first");
        return _ => literal;
    }

    private static Geometry Box(string text, int at)
    {
        var parts = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',');
        double Number(int i) => double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new Cql2Exception(at, "BBOX takes four or six numbers");
        var (west, south, east, north) = parts.Length switch
        {
            4 => (Number(0), Number(1), Number(2), Number(3)),
            6 => (Number(0), Number(1), Number(3), Number(4)),
            _ => throw new Cql2Exception(at, "BBOX takes four or six numbers"),
        };
        if (south <= north && west > east)
            // From west of the 180th meridian to east of it: two boxes.
            return Factory.BuildGeometry([Factory.ToGeometry(new Envelope(west, 180, south, north)), Factory.ToGeometry(new Envelope(-180, east, south, north))]);
        return south <= north
            ? Factory.ToGeometry(new Envelope(west, east, south, north))
            : throw new Cql2Exception(at, "BBOX is west, south, east, north");
    }

    private static Geometry Wkt(string text, int at)
    {
        try
        {
            var geometry = new WKTReader(NtsServices).Read(text);
            // Relations of mixed geometries have no answer of their own: each part has to be asked for.
            if (geometry.GeometryType == "GeometryCollection")
                throw new Cql2Exception(at, "a GEOMETRYCOLLECTION cannot be compared: ask for its parts with OR");
            return geometry.IsEmpty || !geometry.IsValid ? throw new Cql2Exception(at, "the geometry is empty or crosses itself") : geometry;
        }
        catch (Exception e) when (e is ParseException or ArgumentException or FormatException)
        {
            throw new Cql2Exception(at, "a geometry is expected, such as geometry, BBOX(…) or POINT(120.2 30.2)");
        }
    }

    private static readonly NtsGeometryServices NtsServices = new(new PrecisionModel(), GeoPoint.Srid);
}
