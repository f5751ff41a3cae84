using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Tests.Fences;

/// <summary>Fences for tests, drawn about Hefengli.</summary>
internal static class DrawnFences
{
    public const double Longitude = 120.2100, Latitude = 30.2080;

    public static readonly LocalScale Scale = LocalScale.At(Latitude);

    /// <summary>A point so many metres east and north of the middle.</summary>
    public static Coordinate At(double east, double north) => new(Longitude + (east / Scale.East), Latitude + (north / Scale.North));

    /// <summary>A rectangle in metres from the middle.</summary>
    public static Polygon Box(double west, double south, double east, double north) =>
        new(new LinearRing([At(west, south), At(east, south), At(east, north), At(west, north), At(west, south)]));

    /// <summary>A star of 20 to 60 corners, now and then with a hole, or two of them.</summary>
    public static Geometry Draw(Random random, double spread)
    {
        var (east, north) = ((random.NextDouble() - 0.5) * spread, (random.NextDouble() - 0.5) * spread);
        var size = 40 + (random.NextDouble() * 260);
        var star = Star(random, east, north, size, random.Next(3) == 0);
        return random.Next(4) == 0 ? new MultiPolygon([star, Star(random, east + (4 * size), north, size / 2, false)]) : star;
    }

    private static Polygon Star(Random random, double east, double north, double size, bool hollow)
    {
        var corners = random.Next(20, 61);
        var ring = Ring(random, east, north, size * 0.6, size, corners);
        return hollow ? new Polygon(ring, [Ring(random, east, north, size * 0.2, size * 0.5, 12)]) : new Polygon(ring);
    }

    private static LinearRing Ring(Random random, double east, double north, double least, double most, int corners)
    {
        var points = new Coordinate[corners + 1];
        for (var i = 0; i < corners; i++)
        {
            var (angle, radius) = (Math.Tau * i / corners, least + (random.NextDouble() * (most - least)));
            points[i] = At(east + (radius * Math.Cos(angle)), north + (radius * Math.Sin(angle)));
        }

        points[corners] = points[0];
        return new LinearRing(points);
    }
}
