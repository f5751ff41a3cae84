using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>Areas on the ground of shapes given in degrees.</summary>
public static class Area
{
    private const double SemiMajorAxis = 6378137.0;
    private const double EccentricitySquared = 0.00669437999014;

    /// <summary>
    /// Square metres of a WGS-84 polygon or of several, holes taken off; 0 for points and lines.
    /// </summary>
    /// <remarks>
    /// Degrees are scaled to metres of the WGS-84 ellipsoid at the middle of the shape. For a building, a compound
    /// or a district (up to about 20 km) the error stays under 0.1 %; this is not a tool for countries, nor for
    /// shapes across the 180th meridian.
    /// </remarks>
    public static double SquareMetres(Geometry geometry)
    {
        if (geometry.IsEmpty)
            return 0;

        var envelope = geometry.EnvelopeInternal;
        var phi = double.DegreesToRadians((envelope.MinY + envelope.MaxY) / 2);
        var magic = 1 - (EccentricitySquared * Math.Pow(Math.Sin(phi), 2));
        var metresPerDegreeNorth = double.DegreesToRadians(SemiMajorAxis * (1 - EccentricitySquared) / (magic * Math.Sqrt(magic)));
        var metresPerDegreeEast = double.DegreesToRadians(SemiMajorAxis * Math.Cos(phi) / Math.Sqrt(magic));
        return geometry.Area * metresPerDegreeNorth * metresPerDegreeEast;
    }
}
