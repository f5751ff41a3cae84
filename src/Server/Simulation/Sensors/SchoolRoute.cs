using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Server.Simulation.Sensors;

/// <summary>The school path as simulated children walk it: a line measured in metres, with places beside it.</summary>
internal sealed class SchoolRoute
{
    private const string OnTheMap = "path-school";
    private const double MetresADegree = 111_195;
    private readonly Coordinate[] points;
    private readonly double[] metres;
    private readonly double eastScale;

    private SchoolRoute(Coordinate[] points)
    {
        this.points = points;
        eastScale = MetresADegree * Math.Cos(double.DegreesToRadians(points[0].Y));
        metres = new double[points.Length];
        for (var i = 1; i < points.Length; i++)
            metres[i] = metres[i - 1] + Length(points[i - 1], points[i]);
    }

    /// <summary>Reads the path of the demo.</summary>
    /// <exception cref="InvalidDataException">The samples have none.</exception>
    public static SchoolRoute Read(string samples)
    {
        var line = GeoJson.Read(File.ReadAllBytes(Path.Combine(samples, "map.geojson"))).FirstOrDefault(f => f.Id == OnTheMap)?.Geometry;
        return line is LineString { NumPoints: > 1 } path ? new(path.Coordinates) : throw new InvalidDataException($"map.geojson has no line {OnTheMap}.");
    }

    /// <summary>A place along the path.</summary>
    /// <param name="part">How far along it, 0 to 1.</param>
    /// <param name="aside">Metres to the right of its direction; negative to the left.</param>
    public GeoPoint At(double part, double aside)
    {
        var along = Math.Clamp(part, 0, 1) * metres[^1];
        var i = Math.Clamp(Array.FindIndex(metres, m => m >= along), 1, points.Length - 1);
        var (from, to) = (points[i - 1], points[i]);
        var share = (along - metres[i - 1]) / Math.Max(0.001, metres[i] - metres[i - 1]);
        var (east, north) = ((to.X - from.X) * eastScale, (to.Y - from.Y) * MetresADegree);
        var length = Math.Max(0.001, Math.Sqrt((east * east) + (north * north)));
        return new(
            from.Y + ((to.Y - from.Y) * share) - (east / length * aside / MetresADegree),
            from.X + ((to.X - from.X) * share) + (north / length * aside / eastScale));
    }

    private double Length(Coordinate one, Coordinate other)
    {
        var (east, north) = ((other.X - one.X) * eastScale, (other.Y - one.Y) * MetresADegree);
        return Math.Sqrt((east * east) + (north * north));
    }
}
