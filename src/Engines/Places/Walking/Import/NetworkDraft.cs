using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Platform.Geo;
using Linli.Platform.Text;

namespace Linli.Places.Walking.Import;

/// <summary>Something in a file that is no part of the network, and why.</summary>
/// <param name="Ref">What the file calls it.</param>
/// <param name="Reason">Why, and what to do where something can be done.</param>
public sealed record RefusedWay(string Ref, Phrase Reason);

/// <summary>A way as a file draws it.</summary>
internal sealed record WayDraft(string Ref, int[] Points, WayFacts Facts);

/// <summary>A point of a file. The level stays open until the ways through it are known.</summary>
internal sealed class PointDraft(double longitude, double latitude)
{
    public double Longitude { get; set; } = longitude;

    public double Latitude { get; set; } = latitude;

    public double? Level { get; set; }

    /// <summary>A way is cut here even when no other passes.</summary>
    public bool Cut { get; set; }

    /// <summary>Nobody passes: a locked gate.</summary>
    public bool Blocked { get; set; }

    /// <summary>Wheelchairs do not pass: a stile, a turnstile.</summary>
    public bool NoWheels { get; set; }

    public bool Crossing { get; set; }

    public int KerbMm { get; set; }
}

/// <summary>A network as a file draws it, before it is cut into edges.</summary>
internal sealed class NetworkDraft
{
    /// <summary>More refusals than anybody reads are counted only.</summary>
    public const int MostRefusals = 500;

    private const double FarthestMetres = 100_000;

    public List<PointDraft> Points { get; } = [];

    public List<WayDraft> Ways { get; } = [];

    /// <summary>Points at one spot on two levels, with what is known of the lift between them.</summary>
    public List<(string Ref, int Lower, int Upper, WayFacts Facts)> Lifts { get; } = [];

    /// <summary>Entrances: which point each is, and what is known of it.</summary>
    public List<(string Ref, int Point, bool? StepFree, string? Of)> Entrances { get; } = [];

    public List<RefusedWay> Refused { get; } = [];

    public int RefusedCount { get; private set; }

    /// <summary>What was said about the coordinates.</summary>
    public List<Phrase> Notes { get; } = [];

    public int Add(PointDraft point)
    {
        Points.Add(point);
        return Points.Count - 1;
    }

    public void Refuse(string what, Phrase why)
    {
        RefusedCount++;
        if (Refused.Count < MostRefusals)
            Refused.Add(new(what, why));
    }

    /// <summary>Brings every point to WGS-84 (R51).</summary>
    public void ToWgs84(CoordinateSystem system)
    {
        if (system is CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000)
            return;
        foreach (var point in Points)
        {
            var moved = ChinaCoordinates.ToWgs84(point.Latitude, point.Longitude, system);
            (point.Longitude, point.Latitude) = (moved.Longitude, moved.Latitude);
        }
    }

    /// <summary>
    /// Leaves out what lies far from the rest of the file: a node at 0, 0 or in another province is an error of the file, and a
    /// street to it would be as long as the way there.
    /// </summary>
    public void DropStrays()
    {
        if (Ways.Count == 0)
            return;
        var used = Ways.SelectMany(w => w.Points).Select(p => Points[p]).ToList();
        var (lon, lat) = (Median(used, p => p.Longitude), Median(used, p => p.Latitude));
        Ways.RemoveAll(way =>
        {
            var stray = Array.Exists(way.Points, p => Ground.Metres(lon, lat, Points[p].Longitude, Points[p].Latitude) > FarthestMetres);
            if (stray)
                Refuse(way.Ref, ("离文件中其他道路超过 100 公里，请检查坐标", "it lies more than 100 km from the other ways of the file: check its degrees"));
            return stray;
        });
    }

    private static double Median(List<PointDraft> points, Func<PointDraft, double> of)
    {
        var sorted = points.ConvertAll(p => of(p));
        sorted.Sort();
        return sorted[sorted.Count / 2];
    }

    /// <summary>The entrances as they lie on the ground.</summary>
    public IEnumerable<FoundEntrance> Found() => Entrances.Select(e => new FoundEntrance(
        e.Ref, Points[e.Point].Longitude, Points[e.Point].Latitude, Points[e.Point].Level, e.StepFree, e.Of));
}
