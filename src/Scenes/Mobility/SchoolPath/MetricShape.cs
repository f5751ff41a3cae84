using Linli.Platform.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Distance;

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

    /// <summary>
    /// The area round a ground, with the way to it from a line: the straight stretch between them where they lie near each other, else
    /// the spot on the line from which it is nearest.
    /// </summary>
    /// <param name="line">The line one comes along.</param>
    /// <param name="ground">Where one goes.</param>
    /// <param name="round">Metres round the ground.</param>
    /// <param name="near">Farther than this there is no straight stretch.</param>
    /// <param name="side">Metres to each side of the stretch.</param>
    /// <param name="spot">Metres round the spot.</param>
    public static Geometry WithWay(Geometry line, Geometry ground, double round, double near, double side, double spot)
    {
        var (there, back) = Flat(line);
        var (path, place) = (there.Transform(line), there.Transform(ground));
        var ends = DistanceOp.NearestPoints(path, place);
        var apart = ends[0].Distance(ends[1]);
        var way = apart > near ? path.Factory.CreatePoint(ends[0]).Buffer(spot, 12) : apart < 1 ? null : path.Factory.CreateLineString(ends).Buffer(side, 12);
        var area = place.Buffer(round, 12);
        area = back.Transform(way is null ? area : area.Union(way));
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
