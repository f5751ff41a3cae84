using Linli.Places.Walking;
using Linli.Platform.Geo;

namespace Linli.Mobility.SlowWays;

/// <summary>What can be reckoned from the pieces of a slow lane.</summary>
internal static class SlowLane
{
    /// <summary>Farther from the lane nothing counts as linked by it.</summary>
    public const double Linked = 80;

    /// <summary>Whether a measured length is the planned one, within so many hundredths.</summary>
    public static bool LengthFits(double measured, int planned, int percent) => Math.Abs(measured - planned) <= planned * percent / 100.0;

    /// <summary>Metres from a point to the nearest piece; <c>null</c> where there is no lane.</summary>
    public static double? MetresTo(GeoPoint point, IReadOnlyList<WayOnMap> lane) =>
        lane.Count == 0 ? null : lane.Min(way => way.Line.Coordinates.Zip(way.Line.Coordinates.Skip(1)).Min(s => Away(point, s.First.X, s.First.Y, s.Second.X, s.Second.Y)));

    private static double Away(GeoPoint point, double lon1, double lat1, double lon2, double lat2)
    {
        var (north, east) = (GeoPoint.EarthRadius * Math.PI / 180, GeoPoint.EarthRadius * Math.PI / 180 * Math.Cos(double.DegreesToRadians(point.Latitude)));
        var (ax, ay, bx, by) = ((lon1 - point.Longitude) * east, (lat1 - point.Latitude) * north, (lon2 - point.Longitude) * east, (lat2 - point.Latitude) * north);
        var (dx, dy) = (bx - ax, by - ay);
        var share = Math.Clamp(-((ax * dx) + (ay * dy)) / Math.Max((dx * dx) + (dy * dy), 1e-9), 0, 1);
        return Math.Sqrt(((ax + (share * dx)) * (ax + (share * dx))) + ((ay + (share * dy)) * (ay + (share * dy))));
    }
}
