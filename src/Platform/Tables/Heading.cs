namespace Linli.Platform.Tables;

/// <summary>Finds the heading of a table below titles and merged cells.</summary>
internal static class Heading
{
    /// <summary>Index of the (lower) heading row, and the name of each column.</summary>
    public static (int Row, IReadOnlyList<string> Names) Find(List<RawRow> rows, IReadOnlyCollection<string> knownHeaders)
    {
        if (rows.Count == 0)
            throw new InvalidTableException("The table has no rows.");

        var known = knownHeaders.Select(ColumnMap.Normalised).ToHashSet(StringComparer.Ordinal);
        var hits = rows.ConvertAll(row => Hits(row.Cells, known));
        if (hits.Max() is not (> 0 and var most))
        {
            var filled = rows.ConvertAll(row => row.Cells.Count(cell => cell.Length > 0));
            var enough = Math.Ceiling(filled.Max() * 0.75);
            var first = filled.FindIndex(count => count >= enough);
            return (first, rows[first].Cells);
        }

        var best = (Row: hits.IndexOf(most), Names: rows[hits.IndexOf(most)].Cells);
        for (var lower = 1; lower < rows.Count; lower++)
        {
            var both = Joined(rows[lower - 1].Cells, rows[lower].Cells, known);
            if (Hits(both, known) is var together && together > most)
                (most, best) = (together, (lower, both));
        }

        return best;
    }

    private static int Hits(IReadOnlyList<string> cells, HashSet<string> known) =>
        cells.Select(ColumnMap.Normalised).Where(known.Contains).Distinct().Count();

    // A cell merged downwards stands in the upper row, one merged sideways above the first of its columns.
    private static List<string> Joined(IReadOnlyList<string> upper, IReadOnlyList<string> lower, HashSet<string> known)
    {
        var names = new List<string>();
        var above = "";
        for (var i = 0; i < Math.Max(upper.Count, lower.Count); i++)
        {
            var (top, bottom) = (i < upper.Count ? upper[i] : "", i < lower.Count ? lower[i] : "");
            above = top.Length > 0 ? top : bottom.Length > 0 ? above : "";
            names.Add(NameOf(top, above, bottom, known, lower));
        }

        return names;
    }

    private static string NameOf(string top, string above, string bottom, HashSet<string> known, IReadOnlyList<string> lower)
    {
        if (bottom.Length == 0)
            return top;
        var twice = lower.Count(cell => cell == bottom) > 1;
        if (above.Length == 0 || (!twice && known.Contains(ColumnMap.Normalised(bottom))))
            return bottom;
        return known.Contains(ColumnMap.Normalised(above + bottom)) ? above + bottom : above + "/" + bottom;
    }
}
