using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Linli.Places;

/// <summary>
/// Whether a point can be where somebody says it is (R51): swapped degrees and far-away points are told, and numbers that
/// would only make sense in another system of Chinese maps.
/// </summary>
internal sealed class PointCheck
{
    private const double SamePlaceMetres = 40;
    private const double FarMetres = 3000;
    private static readonly CoordinateSystem[] Systems = [CoordinateSystem.Wgs84, CoordinateSystem.Gcj02, CoordinateSystem.Bd09];

    private readonly IPreparedGeometry? ground;
    private readonly Geometry? hull;

    private PointCheck(Geometry? hull) => (this.hull, ground) = (hull, hull is null ? null : PreparedGeometryFactory.Prepare(hull));

    /// <summary>A check against the ground of a place: what its grids enclose. Without grids only the degrees are looked at.</summary>
    public static PointCheck For(ScopePath place, PlacesSnapshot places)
    {
        var above = place.SelfAndAncestors().Reverse().FirstOrDefault(p => places.Grids.Shapes.Any(g => p.Contains(g.Grid.Path)), ScopePath.Root);
        Geometry[] shapes = [.. places.Grids.Shapes.Where(g => above.Contains(g.Grid.Path)).Select(g => g.Shape)];
        // Streets and parks lie between grids, so what they enclose counts, and some 200 m around it.
        return new(shapes.Length == 0 ? null : new GeometryCollection(shapes).ConvexHull().Buffer(0.002));
    }

    /// <summary>The point in WGS-84, or what is wrong with it.</summary>
    /// <param name="longitude">As given.</param>
    /// <param name="latitude">As given.</param>
    /// <param name="system">What the numbers are said to be.</param>
    /// <param name="known">Where the thing was before, if it was.</param>
    /// <param name="confirmed">Somebody has looked at the suspicion and says it is right; impossible points stay refused.</param>
    /// <param name="field">Field of the longitude; that of the latitude is its neighbour.</param>
    public Result<GeoPoint> Read(double longitude, double latitude, CoordinateSystem system, GeoPoint? known, bool confirmed, string field = "longitude")
    {
        if (Degrees.Check(longitude, latitude, field, field.Replace("longitude", "latitude", StringComparison.Ordinal)).ToList() is { Count: > 0 } wrong)
            return Result<GeoPoint>.Fail(wrong);
        var point = ChinaCoordinates.ToWgs84(latitude, longitude, system);
        if (ground is null)
            return point;
        if (!On(point) && GeoPoint.IsValid(longitude, latitude) && On(new(longitude, latitude)))
            return Problem.Invalid(field, "places.swapped", "经度和纬度填反了。", "Longitude and latitude are swapped.");
        if (confirmed)
            return point;
        foreach (var other in Systems.Where(s => s != system && !(s == CoordinateSystem.Wgs84 && system == CoordinateSystem.Cgcs2000)))
        {
            var instead = ChinaCoordinates.ToWgs84(latitude, longitude, other);
            if ((!On(point) && On(instead)) || (known is { } was && was.DistanceTo(point) > 5 * SamePlaceMetres && was.DistanceTo(instead) < SamePlaceMetres))
                return Problem.Invalid(field, "places.wrong_system",
                    $"这个坐标像是 {Name(other).Zh} 的，按 {Name(system).Zh} 会偏出 {Metres(point, instead)} 米。请选对坐标系；确实无误可勾选“坐标已核对”。",
                    $"These degrees look like {Name(other).En}; taken as {Name(system).En} they are {Metres(point, instead)} m off. Choose the right system, or tick that they were checked.");
        }

        return Far(point) is { } far
            ? Problem.Invalid(field, "places.outside",
                $"这个点离所属地点约 {far} 公里。请检查坐标和坐标系；确实无误可勾选“坐标已核对”。",
                $"This point lies about {far} km from its place. Check the degrees and their system, or tick that they were checked.")
            : point;
    }

    /// <summary>
    /// The system in which many points fit better than in the one they are said to be in, or <c>null</c>: for files, in which a
    /// wrong system moves everything.
    /// </summary>
    public CoordinateSystem? BetterFor(IReadOnlyCollection<(GeoPoint Raw, GeoPoint? Known)> points, CoordinateSystem system)
    {
        int Fits(CoordinateSystem s) => points.Count(p => ChinaCoordinates.ToWgs84(p.Raw.Latitude, p.Raw.Longitude, s) is var point
            && (p.Known is { } was ? was.DistanceTo(point) < SamePlaceMetres : ground is null || On(point)));
        var given = Fits(system);
        var best = Systems.Where(s => s != system && !(s == CoordinateSystem.Wgs84 && system == CoordinateSystem.Cgcs2000)).MaxBy(Fits);
        return Fits(best) is var fits && fits > given && fits * 2 > points.Count ? best : null;
    }

    /// <summary>A system in words.</summary>
    public static Phrase Name(CoordinateSystem system) => system switch
    {
        CoordinateSystem.Gcj02 => ("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)"),
        CoordinateSystem.Bd09 => ("BD-09（百度）", "BD-09 (Baidu)"),
        CoordinateSystem.Cgcs2000 => ("CGCS2000（国家大地坐标）", "CGCS2000 (national)"),
        _ => ("WGS-84（GPS）", "WGS-84 (GPS)"),
    };

    /// <summary>The system with a code such as <c>gcj02</c>, WGS-84 where nothing is given; <c>null</c> for anything else.</summary>
    public static CoordinateSystem? SystemOf(string? code) =>
        string.IsNullOrEmpty(code) ? CoordinateSystem.Wgs84
        : Enum.TryParse<CoordinateSystem>(code, ignoreCase: true, out var system) && Enum.IsDefined(system) && !char.IsAsciiDigit(code[0]) ? system : null;

    public static Problem UnknownSystem(string field) => Problem.Invalid(field, "places.unknown_crs",
        "坐标系应为 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09.");

    private bool On(GeoPoint point) => ground!.Covers(point.ToGeometry());

    private string? Far(GeoPoint point)
    {
        var nearest = NetTopologySuite.Operation.Distance.DistanceOp.NearestPoints(hull!, point.ToGeometry())[0];
        var metres = new GeoPoint(nearest.Y, nearest.X).DistanceTo(point);
        return metres <= FarMetres ? null : (metres / 1000).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static string Metres(GeoPoint one, GeoPoint other) => one.DistanceTo(other).ToString("0", CultureInfo.InvariantCulture);
}
