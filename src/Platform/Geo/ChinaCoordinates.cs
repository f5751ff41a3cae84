using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>The system a pair of degrees is meant in; every geometry that comes in or goes out is tagged with one (R51).</summary>
public enum CoordinateSystem
{
    /// <summary>GPS and what Linli stores.</summary>
    Wgs84,

    /// <summary>China Geodetic Coordinate System 2000; within centimetres of WGS-84 and taken as the same.</summary>
    Cgcs2000,

    /// <summary>GCJ-02 (火星坐标): Amap, Tencent and other public maps in China.</summary>
    Gcj02,

    /// <summary>BD-09: Baidu maps, shifted once more from GCJ-02.</summary>
    Bd09,
}

/// <summary>
/// Converts between the systems of Chinese maps and WGS-84 at the edges of the program (R51). Outside the usual
/// bounding box of China (72.004–137.8347° E, 0.8293–55.8271° N) GCJ-02 is WGS-84 and nothing is shifted.
/// </summary>
/// <remarks>
/// Ways back are found by iteration to well under a millimetre; the closed formulas in circulation are off by up
/// to some metres. Within 1 km of the box's border, which lies outside the country, there is no exact way back.
/// </remarks>
public static class ChinaCoordinates
{
    private const double SemiMajorAxis = 6378245.0;
    private const double EccentricitySquared = 0.00669342162296594323;
    private const double BaiduPi = Math.PI * 3000.0 / 180.0;

    /// <summary>Brings a pair of degrees into WGS-84.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degrees are out of range, or the system is unknown.</exception>
    public static GeoPoint ToWgs84(double latitude, double longitude, CoordinateSystem system)
    {
        var given = new GeoPoint(latitude, longitude);
        return system switch
        {
            CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000 => given,
            CoordinateSystem.Gcj02 => Point(GcjToWgs((latitude, longitude))),
            CoordinateSystem.Bd09 when !IsInBox(latitude, longitude) => given,
            CoordinateSystem.Bd09 => Point(GcjToWgs(Invert(GcjToBd, (latitude, longitude)))),
            _ => throw new ArgumentOutOfRangeException(nameof(system)),
        };
    }

    /// <summary>
    /// Gives a stored point in another system. The answer is a bare pair on purpose: only WGS-84 is a
    /// <see cref="GeoPoint"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The system is unknown.</exception>
    public static (double Latitude, double Longitude) FromWgs84(GeoPoint point, CoordinateSystem system)
    {
        var wgs = (point.Latitude, point.Longitude);
        return system switch
        {
            CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000 => wgs,
            _ when !IsInBox(point.Latitude, point.Longitude) => wgs,
            CoordinateSystem.Gcj02 => WgsToGcj(wgs),
            CoordinateSystem.Bd09 => GcjToBd(WgsToGcj(wgs)),
            _ => throw new ArgumentOutOfRangeException(nameof(system)),
        };
    }

    /// <summary>A copy of a geometry in WGS-84, tagged with its spatial reference id.</summary>
    /// <param name="geometry">x = longitude, y = latitude, in degrees of <paramref name="system"/>.</param>
    /// <param name="system">What the geometry's degrees mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is out of range, or the system is unknown.</exception>
    public static Geometry ToWgs84(Geometry geometry, CoordinateSystem system)
    {
        var copy = Moved(geometry, (lat, lon) =>
        {
            var point = ToWgs84(lat, lon, system);
            return (point.Latitude, point.Longitude);
        });
        copy.SRID = GeoPoint.Srid;
        return copy;
    }

    /// <summary>
    /// A copy of a WGS-84 geometry in another system. Its spatial reference id is 0 for GCJ-02 and BD-09, which have
    /// none: whoever sends it on names the system.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is out of range, or the system is unknown.</exception>
    public static Geometry FromWgs84(Geometry geometry, CoordinateSystem system)
    {
        var copy = Moved(geometry, (lat, lon) => FromWgs84(new GeoPoint(lat, lon), system));
        copy.SRID = system switch
        {
            CoordinateSystem.Wgs84 => GeoPoint.Srid,
            CoordinateSystem.Cgcs2000 => 4490,
            _ => 0,
        };
        return copy;
    }

    private static Geometry Moved(Geometry geometry, Func<double, double, (double Lat, double Lon)> move)
    {
        var copy = geometry.Copy();
        copy.Apply(new MoveFilter(move));
        return copy;
    }

    private static GeoPoint Point((double Lat, double Lon) degrees) => new(degrees.Lat, degrees.Lon);

    private static bool IsInBox(double lat, double lon) =>
        lon is >= 72.004 and <= 137.8347 && lat is >= 0.8293 and <= 55.8271;

    private static (double Lat, double Lon) GcjToWgs((double Lat, double Lon) gcj)
    {
        if (!IsInBox(gcj.Lat, gcj.Lon))
            return gcj;

        var wgs = Invert(WgsToGcj, gcj);
        return IsInBox(wgs.Lat, wgs.Lon) ? wgs : gcj;
    }

    // Both shifts vary so slowly with the place that stepping back by the miss converges in a few rounds.
    private static (double Lat, double Lon) Invert(
        Func<(double Lat, double Lon), (double Lat, double Lon)> shift, (double Lat, double Lon) target)
    {
        var guess = target;
        for (var round = 0; round < 30; round++)
        {
            var (lat, lon) = shift(guess);
            var (missLat, missLon) = (lat - target.Lat, lon - target.Lon);
            guess = (guess.Lat - missLat, guess.Lon - missLon);
            if (Math.Abs(missLat) < 1e-11 && Math.Abs(missLon) < 1e-11)
                break;
        }

        return guess;
    }

    private static (double Lat, double Lon) WgsToGcj((double Lat, double Lon) wgs)
    {
        var (x, y) = (wgs.Lon - 105.0, wgs.Lat - 35.0);
        var phi = double.DegreesToRadians(wgs.Lat);
        var magic = 1 - (EccentricitySquared * Math.Pow(Math.Sin(phi), 2));
        var meridian = SemiMajorAxis * (1 - EccentricitySquared) / (magic * Math.Sqrt(magic));
        var parallel = SemiMajorAxis / Math.Sqrt(magic) * Math.Cos(phi);
        return (
            wgs.Lat + double.RadiansToDegrees(NorthMetres(x, y) / meridian),
            wgs.Lon + double.RadiansToDegrees(EastMetres(x, y) / parallel));
    }

    private static double NorthMetres(double x, double y) =>
        -100.0 + (2.0 * x) + (3.0 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * Math.Sqrt(Math.Abs(x)))
        + (((20.0 * Sin(6.0 * x)) + (20.0 * Sin(2.0 * x))) * 2.0 / 3.0)
        + (((20.0 * Sin(y)) + (40.0 * Sin(y / 3.0))) * 2.0 / 3.0)
        + (((160.0 * Sin(y / 12.0)) + (320.0 * Sin(y / 30.0))) * 2.0 / 3.0);

    private static double EastMetres(double x, double y) =>
        300.0 + x + (2.0 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * Math.Sqrt(Math.Abs(x)))
        + (((20.0 * Sin(6.0 * x)) + (20.0 * Sin(2.0 * x))) * 2.0 / 3.0)
        + (((20.0 * Sin(x)) + (40.0 * Sin(x / 3.0))) * 2.0 / 3.0)
        + (((150.0 * Sin(x / 12.0)) + (300.0 * Sin(x / 30.0))) * 2.0 / 3.0);

    private static double Sin(double halfTurns) => Math.Sin(halfTurns * Math.PI);

    private static (double Lat, double Lon) GcjToBd((double Lat, double Lon) gcj)
    {
        var radius = Math.Sqrt((gcj.Lon * gcj.Lon) + (gcj.Lat * gcj.Lat)) + (0.00002 * Math.Sin(gcj.Lat * BaiduPi));
        var angle = Math.Atan2(gcj.Lat, gcj.Lon) + (0.000003 * Math.Cos(gcj.Lon * BaiduPi));
        return ((radius * Math.Sin(angle)) + 0.006, (radius * Math.Cos(angle)) + 0.0065);
    }

    private sealed class MoveFilter(Func<double, double, (double Lat, double Lon)> move) : IEntireCoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq)
        {
            for (var i = 0; i < seq.Count; i++)
            {
                var (lat, lon) = move(seq.GetY(i), seq.GetX(i));
                seq.SetY(i, lat);
                seq.SetX(i, lon);
            }
        }
    }
}
