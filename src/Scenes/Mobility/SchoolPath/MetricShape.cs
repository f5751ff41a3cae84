using Linli.Platform.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Linli.Mobility.SchoolPath;

/// <summary>
/// Buffers and lengths in metres of shapes in degrees: a degree of longitude is shorter than one of latitude, so a buffer in degrees would be an
/// ellipse. Made flat about the middle of the shape; within a town the error is far below that of any position.
/// </summary>
internal static class MetricShape
{
    /// <summary>The area within so many metres of a shape.</summary>
    public static Geometry Buffer(Geometry shape, double metres)
    {
        var (there, back) = Flat(shape);
        var area = back.Transform(there.Transform(shape).Buffer(metres, 12));
        area.SRID = GeoPoint.Srid;
        return area;
    }

    /// <summary>Length of a line on the ground.</summary>
    public static double Metres(Geometry line) => Flat(line).There.Transform(line).Length;

    /// <summary>Metres from a point to a shape, straight; 0 within it.</summary>
    public static double Away(Geometry shape, GeoPoint point)
    {
        var there = Flat(shape).There;
        return there.Transform(shape).Distance(there.Transform(point.ToGeometry()));
    }

    private static (AffineTransformation There, AffineTransformation Back) Flat(Geometry shape)
    {
        var middle = shape.EnvelopeInternal.Centre;
        // Of the ellipsoid of WGS-84 at this latitude.
        var latitude = double.DegreesToRadians(middle.Y);
        var north = 111_132.954 - (559.822 * Math.Cos(2 * latitude)) + (1.175 * Math.Cos(4 * latitude));
        var east = (111_412.84 * Math.Cos(latitude)) - (93.5 * Math.Cos(3 * latitude));
        var there = AffineTransformation.TranslationInstance(-middle.X, -middle.Y).Scale(east, north);
        return (there, there.GetInverse());
    }
}
