using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>Areas on the ground of shapes given in degrees.</summary>
public static class Area
{
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
        var scale = LocalScale.At((envelope.MinY + envelope.MaxY) / 2);
        return geometry.Area * scale.North * scale.East;
    }
}
