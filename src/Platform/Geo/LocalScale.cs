namespace Linli.Platform.Geo;

/// <summary>
/// How many metres a degree is at a latitude on the WGS-84 ellipsoid. Within about 20 km of the latitude what is measured with it
/// is right to 0.1 %; it is nothing for countries, nor across the 180th meridian.
/// </summary>
/// <param name="North">Metres of a degree to the north.</param>
/// <param name="East">Metres of a degree to the east.</param>
public readonly record struct LocalScale(double North, double East)
{
    private const double SemiMajorAxis = 6378137.0;
    private const double EccentricitySquared = 0.00669437999014;

    /// <summary>The scale at a latitude, in degrees.</summary>
    public static LocalScale At(double latitude)
    {
        var phi = double.DegreesToRadians(latitude);
        var sin = Math.Sin(phi);
        var magic = 1 - (EccentricitySquared * sin * sin);
        var root = Math.Sqrt(magic);
        return new(
            double.DegreesToRadians(SemiMajorAxis * (1 - EccentricitySquared) / (magic * root)),
            double.DegreesToRadians(SemiMajorAxis * Math.Cos(phi) / root));
    }

    /// <summary>Metres between two points given in degrees.</summary>
    public double Metres(double longitude1, double latitude1, double longitude2, double latitude2)
    {
        var (x, y) = ((longitude2 - longitude1) * East, (latitude2 - latitude1) * North);
        return Math.Sqrt((x * x) + (y * y));
    }
}
