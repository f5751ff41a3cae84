using System.Globalization;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using NetTopologySuite.Geometries;

namespace Linli.OgcFeatures.Filter;

/// <summary>The argument <c>bbox</c>: west, south, east, north in WGS-84 degrees; six numbers carry heights, which do not count.</summary>
internal static class BoundingBox
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), GeoPoint.Srid);

    /// <summary>A test for geometries; everything passes where nothing was asked.</summary>
    public static Result<Func<Geometry?, bool>> Read(string? text)
    {
        if (text is null)
            return Passes(_ => true);
        var parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return Wrong();
        if (numbers.Length == 6)
            numbers = [numbers[0], numbers[1], numbers[3], numbers[4]];
        if (numbers is not [var west, var south, var east, var north] || !GeoPoint.IsValid(south, west)
            || !GeoPoint.IsValid(north, east) || south > north)
            return Wrong();

        // West of the 180th meridian to east of it: two boxes.
        Geometry[] boxes = west <= east ? [Box(west, south, east, north)] : [Box(west, south, 180, north), Box(-180, south, east, north)];
        return Passes(geometry => geometry is not null && boxes.Any(b => b.Intersects(geometry)));
    }

    private static Result<Func<Geometry?, bool>> Passes(Func<Geometry?, bool> test) => test;

    // A box without width or height is a line or a point, which the factory makes of it.
    private static Geometry Box(double west, double south, double east, double north) =>
        Factory.ToGeometry(new Envelope(west, east, south, north));

    private static Problem Wrong() => Problem.Invalid("bbox", "ogc.bbox",
        "bbox 应为 西,南,东,北 四个 WGS-84 度数（或带高程的六个数）。",
        "bbox is west,south,east,north: four WGS-84 degrees, or six numbers with heights.");
}
