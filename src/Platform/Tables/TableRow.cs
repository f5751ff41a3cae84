namespace Linli.Platform.Tables;

/// <summary>One row of a table below its header.</summary>
public sealed class TableRow
{
    private readonly IReadOnlyDictionary<string, int> columns;

    private readonly IReadOnlySet<int> merged;

    internal TableRow(RawRow row, IReadOnlyDictionary<string, int> columns) =>
        (Number, Cells, merged, this.columns) = (row.Number, row.Cells, row.Merged, columns);

    /// <summary>Where the person who made the file finds it: the row in Excel, or the line in a text file, from 1.</summary>
    public int Number { get; }

    /// <summary>The texts of the cells from left to right, trimmed; short rows have fewer than there are headers.</summary>
    public IReadOnlyList<string> Cells { get; }

    /// <summary>The text under a header, empty when the cell is; of two headers of one name the first counts.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such header.</exception>
    public string this[string header] => At(columns[header]);

    /// <summary>Whether the table has a header.</summary>
    public bool Has(string header) => columns.ContainsKey(header);

    internal bool IsMerged(int column) => merged.Contains(column);

    internal string At(int column) => column < Cells.Count ? Cells[column] : "";
}
