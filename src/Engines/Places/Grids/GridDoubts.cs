using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.Places.Grids;

/// <summary>Sees when the coordinates of a file cannot be what they are said to be (R51).</summary>
internal static class GridDoubts
{
    private const double FarKilometres = 20;

    /// <summary>Whether a position has its longitude where the latitude belongs: beyond 90 degrees.</summary>
    public static bool LooksSwapped(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.Object => part.EnumerateObject().Any(p => p.Name is "features" or "geometry" or "geometries" or "coordinates" && LooksSwapped(p.Value)),
        JsonValueKind.Array when part.GetArrayLength() >= 2 && part[0].ValueKind == JsonValueKind.Number && part[1].ValueKind == JsonValueKind.Number =>
            Math.Abs(part[0].GetDouble()) <= 90 && Math.Abs(part[1].GetDouble()) is > 90 and <= 180,
        JsonValueKind.Array => part.EnumerateArray().Any(LooksSwapped),
        _ => false,
    };

    /// <summary>A grid that lies nowhere near its community, and whether swapped degrees explain it.</summary>
    public static Problem? TooFar(IReadOnlyList<ReadGrid> grids, IScopeTree tree)
    {
        foreach (var grid in grids)
        {
            if (CentreOf(grid.Path.Parent, tree) is not { } centre)
                continue;
            var (longitude, latitude) = grid.Middle;
            var far = Kilometres(centre, (longitude, latitude));
            if (far <= FarKilometres)
                continue;
            return Kilometres(centre, (latitude, longitude)) <= FarKilometres
                ? Problem.Invalid("geoJson", "places.coordinates_swapped", $"网格 {grid.Code} 的经纬度写反了，请把经度放在前面。", $"The grid {grid.Code} has longitude and latitude swapped: longitude comes first.")
                : Problem.Invalid("geoJson", "places.coordinates_far", $"网格 {grid.Code} 离社区 {far:0} 公里，请检查坐标。", $"The grid {grid.Code} lies {far:0} km from its community: check the coordinates.");
        }

        return null;
    }

    /// <summary>
    /// Whether the borders fit the buildings better when they are read in another system: map sites of the mainland show
    /// GCJ-02 or BD-09, some 500 m beside WGS-84.
    /// </summary>
    public static IReadOnlyList<Phrase> Of(IReadOnlyList<ReadGrid> grids, string? said, IScopeTree tree)
    {
        if (said is not null && !said.Equals("wgs84", StringComparison.OrdinalIgnoreCase) && !said.Equals("cgcs2000", StringComparison.OrdinalIgnoreCase))
            return [];
        var points = Points(grids.Select(g => g.Path.Parent).Distinct().ToList(), tree);
        var asSaid = Held(grids.Select(g => g.Shape), points);
        foreach (var (system, name) in new[] { (CoordinateSystem.Gcj02, "GCJ-02（高德、腾讯地图 Amap, Tencent）"), (CoordinateSystem.Bd09, "BD-09（百度地图 Baidu）") })
        {
            var held = Held(grids.Select(g => ChinaCoordinates.ToWgs84(g.Shape, system)), points);
            if (held > 0 && (asSaid == 0 || (held >= asSaid * 1.5 && held - asSaid >= 3)))
                return [($"坐标看起来是 {name}：换算后网格里有 {held} 幢楼，按现在的坐标系只有 {asSaid} 幢。",
                    $"The coordinates look like {name}: converted, the grids hold {held} buildings; as they are, {asSaid}.")];
        }

        return [];
    }

    private static int Held(IEnumerable<Geometry> shapes, IReadOnlyList<Point> points) =>
        shapes.Sum(shape => points.Count(p => shape.EnvelopeInternal.Contains(p.Coordinate) && shape.Covers(p)));

    private static List<Point> Points(List<ScopePath> communities, IScopeTree tree) =>
        [.. tree.All.Where(p => p is { Kind: PlaceKind.Building, Longitude: not null, Latitude: not null } && communities.Exists(c => c.Contains(p.Path)))
            .Select(p => new Point(p.Longitude!.Value, p.Latitude!.Value))];

    private static (double Longitude, double Latitude)? CentreOf(ScopePath community, IScopeTree tree)
    {
        if (tree.Find(community) is { Longitude: { } longitude, Latitude: { } latitude })
            return (longitude, latitude);
        var points = Points([community], tree);
        return points.Count == 0 ? null : (points.Average(p => p.X), points.Average(p => p.Y));
    }

    private static double Kilometres((double Longitude, double Latitude) one, (double Longitude, double Latitude) other)
    {
        const double Degree = 111.2;
        var east = (one.Longitude - other.Longitude) * Math.Cos(one.Latitude * Math.PI / 180);
        return Math.Sqrt((east * east) + ((one.Latitude - other.Latitude) * (one.Latitude - other.Latitude))) * Degree;
    }
}
