namespace Linli.Platform.Tables;

/// <summary>
/// Writes a table row by row, so that an export never gathers in memory. Call <see cref="WriteHeaderAsync"/>, then
/// <see cref="WriteRowAsync"/> for each row, then <see cref="CompleteAsync"/>; dispose in any case.
/// </summary>
/// <remarks>
/// Cells may be <c>null</c>, <see cref="string"/>, whole and decimal numbers, <see cref="bool"/>, <see cref="DateOnly"/>,
/// <see cref="DateTimeOffset"/> (shown as local time of Asia/Shanghai); anything else is written as its invariant text.
/// No text is ever run as a formula by who opens the file.
/// </remarks>
public abstract class TableWriter : IAsyncDisposable
{
    /// <summary>
    /// CSV in UTF-8 with byte order mark, without which Excel garbles Chinese; lines end with CR LF. A text that begins
    /// with <c>= + - @</c>, tab or CR gets an apostrophe before it, which <see cref="TableReader"/> takes off again.
    /// Excel shows long digits of CSV as rounded numbers; tables with such numbers are better written as XLSX.
    /// </summary>
    /// <param name="output">Stays open. Only written to asynchronously.</param>
    public static TableWriter Csv(Stream output) => new CsvTableWriter(output);

    /// <summary>
    /// An Excel workbook of one sheet with a bold header. Texts are stored as texts, which Excel never runs, so nothing
    /// is put before them; numbers and dates are typed. The sheet is built in a temporary file and copied to
    /// <paramref name="output"/> on completion; if that never comes, nothing is written.
    /// </summary>
    /// <param name="output">Stays open; need not be able to seek.</param>
    /// <param name="sheet">Name of the sheet; what Excel forbids in it is left out.</param>
    public static TableWriter Xlsx(Stream output, string sheet = "Sheet1") => new XlsxTableWriter(output, sheet);

    /// <summary>Writes the names of the columns; once, before any row.</summary>
    public abstract ValueTask WriteHeaderAsync(IReadOnlyList<string> names, CancellationToken cancel = default);

    /// <summary>Writes one row.</summary>
    /// <exception cref="InvalidOperationException">
    /// The row has another number of cells than the header (CSV), or the sheet is full (XLSX: 1,048,576 rows).
    /// </exception>
    public abstract ValueTask WriteRowAsync(IReadOnlyList<object?> cells, CancellationToken cancel = default);

    /// <summary>Finishes the file and flushes it to the output.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancel = default);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
