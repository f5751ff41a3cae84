
namespace Linli.Places.Walking.Network;

/// <summary>Finds things that lie at one spot: within some metres and on one level.</summary>
internal sealed class SpotIndex(double metres)
{
    private readonly Dictionary<(long Column, long Row), List<(double Lon, double Lat, double Level, int What)>> cells = [];

    // A cell is never narrower than the distance asked for, up to 60° north or south.
    private readonly double cell = metres / 50_000;

    /// <summary>Puts something at a spot.</summary>
    public void Add(double lon, double lat, double level, int what)
    {
        var at = CellOf(lon, lat);
        if (!cells.TryGetValue(at, out var list))
            cells.Add(at, list = []);
        list.Add((lon, lat, level, what));
    }

    /// <summary>The nearest thing at a spot that fits, or -1.</summary>
    public int Find(double lon, double lat, double level, Predicate<int>? fits = null)
    {
        var (column, row) = CellOf(lon, lat);
        var (best, nearest) = (-1, metres);
        for (var c = column - 1; c <= column + 1; c++)
            for (var r = row - 1; r <= row + 1; r++)
                foreach (var (otherLon, otherLat, otherLevel, what) in cells.GetValueOrDefault((c, r), []))
                    if (otherLevel == level && Ground.Metres(lon, lat, otherLon, otherLat) is var away && away <= nearest && fits?.Invoke(what) != false)
                        (best, nearest) = (what, away);
        return best;
    }

    private (long, long) CellOf(double lon, double lat) => ((long)Math.Floor(lon / cell), (long)Math.Floor(lat / cell));
}
