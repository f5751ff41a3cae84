using Linli.Platform.Geo;
using Linli.Platform.Results;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Linli.Sensing.Fences;

/// <summary>Whether an area can be a fence.</summary>
internal static class FenceCheck
{
    private const int MostCorners = 20_000;
    private const double LeastSquareMetres = 1;
    private const double MostSquareMetres = 2e10;

    /// <summary>What is wrong with an area in WGS-84, the first thing; <c>null</c> for nothing.</summary>
    public static Problem? Problem(Geometry? area, string field)
    {
        if (area is not (Polygon or MultiPolygon) || area.IsEmpty)
            return Platform.Results.Problem.Invalid(field, "sensing.fence_no_area", "围栏应是一个或多个多边形，至少三个点。", "A fence is a polygon or several, of at least three points.");
        if (!Array.TrueForAll(area.Coordinates, c => GeoPoint.IsValid(c.Y, c.X)))
            return Platform.Results.Problem.Invalid(field, "sensing.fence_degrees", "坐标超出经纬度范围，请检查经度是否在前。", "Coordinates lie outside the degrees of the earth: is the longitude first?");
        if (area.NumPoints > MostCorners)
            return Platform.Results.Problem.Invalid(field, "sensing.fence_corners", $"围栏最多 {MostCorners} 个点。", $"A fence has at most {MostCorners} corners.");
        if (new IsValidOp(area).ValidationError is { } error)
            return Platform.Results.Problem.Invalid(field, "sensing.fence_crosses_itself",
                FormattableString.Invariant($"边界自相交或重叠，位置约在 {error.Coordinate.X:0.######}, {error.Coordinate.Y:0.######}，请调整。"),
                FormattableString.Invariant($"The border crosses or touches itself near {error.Coordinate.X:0.######}, {error.Coordinate.Y:0.######}: adjust it."));
        return Area.SquareMetres(area) is < LeastSquareMetres or > MostSquareMetres
            ? Platform.Results.Problem.Invalid(field, "sensing.fence_size", "围栏面积应在 1 平方米到 2 万平方公里之间。", "A fence covers 1 m² to 20,000 km².")
            : null;
    }
}
