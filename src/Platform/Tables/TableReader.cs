using System.Text;

namespace Linli.Platform.Tables;

/// <summary>
/// Reads a table as people send it: CSV (comma, semicolon, tab or bar; UTF-8 with or without mark, UTF-16 with mark,
/// GB18030 and so GBK; line breaks within quotes) or Excel (.xlsx, .xls; the first sheet that has anything in it).
/// Rows stream, however many there are.
/// </summary>
/// <remarks>
/// <para>
/// Above the header there may be empty rows, titles and merged cells. The header is the row, among the first thirty,
/// with most of the known names; without known names the first that fills at least three quarters as many cells as the fullest.
/// A heading of two rows (住址 above 楼栋, 单元, 房号) is read as one where both rows together hold more known names than either:
/// each column then goes by the lower name, and by the upper one before it where the lower alone says nothing.
/// </para>
/// <para>
/// A text file whose last line is shorter than the heading and has no line break was cut off, and is no table.
/// </para>
/// <para>
/// Cells are text: dates of Excel as <c>2026-11-03</c> or <c>2026-11-03 09:30:00</c>, numbers with a decimal point. Excel
/// keeps only fifteen digits of a number: an identity number that was not entered as text arrives as <c>3.3E+17</c>. The apostrophe that <see cref="TableWriter"/> puts before formulas is taken off again.
/// </para>
/// </remarks>
public sealed class TableReader : IDisposable
{
    private const int LookAhead = 30;

    private readonly RawRows source;
    private readonly List<RawRow> ahead = [];
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private bool started;

    private TableReader(RawRows source, IReadOnlyCollection<string> knownHeaders)
    {
        this.source = source;
        while (ahead.Count < LookAhead && source.Next() is { } row)
            ahead.Add(row);

        var (header, names) = Heading.Find(ahead, knownHeaders);
        HeaderRow = ahead[header].Number;
        Headers = names;
        ahead.RemoveRange(0, header + 1);
        for (var i = 0; i < Headers.Count; i++)
            columns.TryAdd(Headers[i], i);
    }

    /// <summary>The names in the header row from left to right, trimmed; empty where a cell is.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>Where the header stands: the row in Excel, or the line in a text file, from 1.</summary>
    public int HeaderRow { get; }

    /// <summary>Opens a table.</summary>
    /// <param name="content">
    /// The file, from its current position; what it is, is told by its bytes. A stream that cannot seek is copied to a
    /// temporary file first. It stays open.
    /// </param>
    /// <param name="knownHeaders">Names by which the header row is recognised, such as those of <see cref="ColumnMap"/>.</param>
    /// <exception cref="InvalidTableException">The file is empty or cannot be read.</exception>
    public static TableReader Open(Stream content, IReadOnlyCollection<string>? knownHeaders = null)
    {
        var file = content.CanSeek ? content : CopyToTemporaryFile(content);
        RawRows? rows = null;
        try
        {
            var start = new byte[4];
            var origin = file.Position;
            var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = origin;
            rows = start switch
            {
                _ when read == 0 => throw new InvalidTableException("The file is empty."),
                [(byte)'P', (byte)'K', 3, 4] or [0xD0, 0xCF, 0x11, 0xE0] => new ExcelRows(file),
                _ => new CsvRows(file, EncodingOf(file)),
            };
            rows.OwnedFile = file == content ? null : file;
            return new TableReader(rows, knownHeaders ?? []);
        }
        catch
        {
            rows?.Dispose();
            if (file != content)
                file.Dispose();
            throw;
        }
    }

    /// <summary>The rows below the header, without empty ones. They can be gone through once.</summary>
    /// <exception cref="InvalidOperationException">The rows have been asked for before.</exception>
    /// <exception cref="InvalidTableException">Thrown while going through them: the file is broken from here on.</exception>
    public IEnumerable<TableRow> Rows()
    {
        if (started)
            throw new InvalidOperationException("The rows of a table can be read once.");
        started = true;
        return Remaining();
    }

    /// <summary>Closes the table; the stream it was opened with stays open.</summary>
    public void Dispose() => source.Dispose();

    private IEnumerable<TableRow> Remaining()
    {
        RawRow? last = null;
        foreach (var row in ahead)
            yield return new TableRow(last = row, columns);
        // One row behind: only the end of the file tells whether its last row is whole.
        RawRow? held = null;
        while (source.Next() is { } row)
        {
            if (held is not null)
                yield return new TableRow(held, columns);
            last = held = row;
        }

        if (source.EndsAbruptly && last is not null && last.Cells.Count < Headers.Count)
            throw new InvalidTableException($"Line {last.Number}: the file ends within this line; it was cut off.");
        if (held is not null)
            yield return new TableRow(held, columns);
    }

    // The whole file is looked at: names in GB18030 may come a million ASCII bytes after the start.
    private static Encoding? EncodingOf(Stream file)
    {
        var origin = file.Position;
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[81920];
        var chars = new char[bytes.Length];
        try
        {
            for (var first = true; ; first = false)
            {
                var read = file.Read(bytes);
                // UTF-16 announces itself by its mark, which the CSV reader honours.
                if (first && (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
                    return null;
                if (read == 0)
                    return EndOf(decoder);
                decoder.GetChars(bytes, 0, read, chars, 0, flush: false);
            }
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030");
        }
        finally
        {
            file.Position = origin;
        }
    }

    // All of it was UTF-8 until the last bytes, which begin a character that never ends.
    private static Encoding? EndOf(Decoder decoder)
    {
        try
        {
            decoder.GetChars([], 0, 0, new char[4], 0, flush: true);
            return null;
        }
        catch (DecoderFallbackException cause)
        {
            throw new InvalidTableException("The file ends within a character; it was cut off.", cause);
        }
    }

    private static FileStream CopyToTemporaryFile(Stream content)
    {
        var file = TemporaryFile.Create();
        try
        {
            content.CopyTo(file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
