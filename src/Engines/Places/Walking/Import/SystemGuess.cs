using Linli.Platform.Geo;
using Linli.Platform.Text;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace Linli.Places.Walking.Import;

/// <summary>
/// Which system a file's degrees are in (R51), judged by the buildings that are known: ways go around buildings, and 500 m
/// off they run through them.
/// </summary>
internal sealed class SystemGuess(IEnumerable<Geometry> buildings)
{
    private const int FewestSamples = 30;
    private const int MostSamples = 4000;
    private const double AsBuilt = 0.04;
    private static readonly CoordinateSystem[] Candidates = [CoordinateSystem.Wgs84, CoordinateSystem.Gcj02, CoordinateSystem.Bd09];
    private readonly STRtree<IndexedPointInAreaLocator> tree = Tree(buildings);

    /// <summary>Decides on a system and says what gave reason to it.</summary>
    /// <param name="draft">The network as read, its degrees untouched; notes are added to it.</param>
    /// <param name="given">What the importer was told, if anything.</param>
    public CoordinateSystem Decide(NetworkDraft draft, CoordinateSystem? given)
    {
        var samples = Samples(draft);
        var shares = Candidates.Select(s => (System: s, Share: Through(samples, s))).Where(s => s.Share is not null).Select(s => (s.System, Share: s.Share!.Value)).ToList();
        var told = given is CoordinateSystem.Cgcs2000 ? CoordinateSystem.Wgs84 : given ?? CoordinateSystem.Wgs84;
        if (shares.Count == 0 || !shares.Exists(s => s.System == told))
        {
            // So far off that no way comes near a building, while read otherwise they run between the buildings.
            if (shares.Where(s => s.System != told).OrderBy(s => s.Share).FirstOrDefault() is { Share: < AsBuilt } other && shares.Count > 0)
                draft.Notes.Add((
                    $"按 {NameOf(told)} 读取时附近没有楼房，按 {NameOf(other.System)} 读取则与楼房吻合：请检查坐标系是否应为 {NameOf(other.System)}",
                    $"Read as {NameOf(told)} there is no building near, read as {NameOf(other.System)} the ways run between the buildings: is {NameOf(other.System)} meant?"));
            else if (given is null)
                draft.Notes.Add(("未注明坐标系，附近也没有可对照的楼房，按 WGS-84 读取", "No coordinate system was given and there are no buildings to compare with: read as WGS-84"));
            return given ?? CoordinateSystem.Wgs84;
        }

        var best = shares.MinBy(s => s.Share);
        var asTold = shares.Find(s => s.System == told);
        // A few ways do lead through buildings; only a clear difference counts.
        if (asTold.Share < AsBuilt || best.Share > asTold.Share / 3)
            return given ?? CoordinateSystem.Wgs84;
        draft.Notes.Add(Said(best, asTold, given is null));
        return given ?? best.System;
    }

    private static Phrase Said((CoordinateSystem System, double Share) best, (CoordinateSystem System, double Share) told, bool follow) => (
        $"按 {NameOf(told.System)} 读取时 {told.Share:P0} 的路穿过楼房，按 {NameOf(best.System)} 只有 {best.Share:P0}：" + (follow ? $"已按 {NameOf(best.System)} 换算" : $"请检查坐标系是否应为 {NameOf(best.System)}"),
        $"Read as {NameOf(told.System)}, {told.Share:P0} of the ways run through buildings, read as {NameOf(best.System)} only {best.Share:P0}: " + (follow ? $"taken as {NameOf(best.System)}" : $"is {NameOf(best.System)} meant?"));

    /// <summary>The usual name of a system.</summary>
    public static string NameOf(CoordinateSystem system) => system switch
    {
        CoordinateSystem.Gcj02 => "GCJ-02",
        CoordinateSystem.Bd09 => "BD-09",
        CoordinateSystem.Cgcs2000 => "CGCS2000",
        _ => "WGS-84",
    };

    private static List<(double Lon, double Lat)> Samples(NetworkDraft draft)
    {
        var all = draft.Ways.SelectMany(w => w.Points.Zip(w.Points.Skip(1), (a, b) => (draft.Points[a], draft.Points[b])))
            .Select(s => (Lon: (s.Item1.Longitude + s.Item2.Longitude) / 2, Lat: (s.Item1.Latitude + s.Item2.Latitude) / 2)).ToList();
        var every = Math.Max(1, all.Count / MostSamples);
        return [.. all.Where((_, i) => i % every == 0)];
    }

    // The share of samples near known buildings that lie in one; nothing where too few lie near any.
    private double? Through(List<(double Lon, double Lat)> samples, CoordinateSystem system)
    {
        var (near, inside) = (0, 0);
        foreach (var (lon, lat) in samples)
        {
            if (!GeoPoint.IsValid(lat, lon))
                continue;
            var point = ChinaCoordinates.ToWgs84(lat, lon, system);
            var at = new Coordinate(point.Longitude, point.Latitude);
            var around = new Envelope(at);
            around.ExpandBy(0.001);
            if (tree.Query(around).Count == 0)
                continue;
            near++;
            if (tree.Query(new Envelope(at)).Any(b => b.Locate(at) == Location.Interior))
                inside++;
        }

        return near < FewestSamples ? null : (double)inside / near;
    }

    private static STRtree<IndexedPointInAreaLocator> Tree(IEnumerable<Geometry> buildings)
    {
        var tree = new STRtree<IndexedPointInAreaLocator>();
        foreach (var building in buildings.Where(b => b is Polygon or MultiPolygon))
            tree.Insert(building.EnvelopeInternal, new(building));
        tree.Build();
        return tree;
    }
}
