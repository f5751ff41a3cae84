using Linli.Places.Walking.Network;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking.Import;

/// <summary>Joins lines of a file whose ends lie within a tolerance of each other or of another line of their level.</summary>
/// <param name="draft">The network the lines are drawn into.</param>
/// <param name="tolerance">Metres within which ends are joined.</param>
internal sealed class LineJoiner(NetworkDraft draft, double tolerance)
{
    private readonly SpotIndex spots = new(tolerance);
    private readonly List<(string Ref, List<int> Points, WayFacts Facts)> lines = [];

    public void Add(string name, List<int> points, WayFacts facts) => lines.Add((name, points, facts));

    /// <summary>The point at a spot and level, or -1.</summary>
    public int Find(double lon, double lat, double level) => spots.Find(lon, lat, level);

    /// <summary>Puts a point: within a centimetre two are one; an end is moved onto what lies within the tolerance.</summary>
    /// <param name="lon">WGS-84.</param>
    /// <param name="lat">WGS-84.</param>
    /// <param name="level">Its level; none while it is not known.</param>
    /// <param name="end">An end of a line.</param>
    /// <param name="not">The other end of a short line, onto which it is not moved; -1 for none.</param>
    public int Spot(double lon, double lat, double level, bool end, int not)
    {
        if (double.IsNaN(level))
            return draft.Add(new(lon, lat));
        var near = spots.Find(lon, lat, level, i => end && i != not || Ground.Metres(lon, lat, draft.Points[i].Longitude, draft.Points[i].Latitude) < 0.01);
        if (near >= 0)
            return near;
        var made = draft.Add(new(lon, lat) { Level = level });
        spots.Add(lon, lat, level, made);
        return made;
    }

    // An end that stops beside another line, between its points, is put into that line.
    public void Join()
    {
        // Also an end that several lines share: two paths that meet at a street belong to the street as well.
        var ends = lines.SelectMany(l => new[] { l.Points[0], l.Points[^1] }).Distinct().ToList();
        var index = new NetTopologySuite.Index.Strtree.STRtree<int>();
        for (var l = 0; l < lines.Count; l++)
            index.Insert(EnvelopeOf(lines[l].Points), l);
        foreach (var end in ends)
        {
            var at = draft.Points[end];
            var margin = tolerance / 80_000;
            foreach (var l in index.Query(new Envelope(at.Longitude - margin, at.Longitude + margin, at.Latitude - margin, at.Latitude + margin)))
                if (!lines[l].Points.Contains(end) && Segment(lines[l].Points, at) is var segment and >= 0)
                    lines[l].Points.Insert(segment + 1, end);
        }

        foreach (var (name, points, facts) in lines)
            draft.Ways.Add(new(name, [.. points], facts));
    }

    private int Segment(List<int> points, PointDraft at)
    {
        var ground = new Ground(at.Longitude, at.Latitude);
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var (a, b) = (draft.Points[points[i]], draft.Points[points[i + 1]]);
            if ((a.Level ?? b.Level) != at.Level || (b.Level ?? a.Level) != at.Level)
                continue;
            var (ax, ay, bx, by) = (ground.X(a.Longitude), ground.Y(a.Latitude), ground.X(b.Longitude), ground.Y(b.Latitude));
            var (dx, dy) = (bx - ax, by - ay);
            var share = Math.Clamp(-((ax * dx) + (ay * dy)) / Math.Max((dx * dx) + (dy * dy), 1e-9), 0, 1);
            var (x, y) = (ax + (share * dx), ay + (share * dy));
            if ((x * x) + (y * y) <= tolerance * tolerance)
                return i;
        }

        return -1;
    }

    private Envelope EnvelopeOf(List<int> points)
    {
        var envelope = new Envelope();
        foreach (var point in points)
            envelope.ExpandToInclude(draft.Points[point].Longitude, draft.Points[point].Latitude);
        return envelope;
    }
}
