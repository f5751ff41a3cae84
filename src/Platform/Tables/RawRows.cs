using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using ExcelDataReader;

namespace Linli.Platform.Tables;

/// <summary>A row before anybody knows which is the header: its number in the file and its trimmed texts.</summary>
internal sealed record RawRow(int Number, IReadOnlyList<string> Cells);

/// <summary>The non-empty rows of a file, one after the other.</summary>
internal abstract class RawRows : IDisposable
{
    /// <summary>A temporary copy to close, and so delete, with the rows.</summary>
    public Stream? OwnedFile { get; set; }

    /// <summary>Whether the file ends without the line break that every writer of tables puts there.</summary>
    public virtual bool EndsAbruptly => false;

    /// <summary>The next row that has anything in it, or <c>null</c> at the end.</summary>
    public abstract RawRow? Next();

    public virtual void Dispose() => OwnedFile?.Dispose();
}

internal sealed class CsvRows : RawRows
{
    private const int LongestRecord = 1 << 20;

    private readonly CsvReader reader;
    private long unclosedQuote = -1;

    public CsvRows(Stream file, Encoding? encoding)
    {
        EndsAbruptly = !EndsWithLineBreak(file);
        reader = Read(file, encoding);
    }

    public override bool EndsAbruptly { get; }

    private CsvReader Read(Stream file, Encoding? encoding) => CsvReader.Create(
        file,
        CsvReaderOptions.Default with
        {
            HasHeader = false,
            Encoding = encoding,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            // Its messages go into reports of refused files; cells may be personal data.
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record =>
            {
                if (record.Reason == CsvMalformedReason.UnterminatedQuote)
                    unclosedQuote = record.LineNumber;
            },
        },
        leaveOpen: true);

    public override RawRow? Next()
    {
        try
        {
            while (reader.Read())
            {
                // A quote left open swallows all rows behind it; better no table than half of one.
                if (unclosedQuote >= 0)
                    throw new InvalidTableException($"Line {unclosedQuote}: a quotation mark is opened and never closed.");

                var cells = new string[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = WithoutGuard(reader.GetString(i).Trim());
                if (Array.Exists(cells, cell => cell.Length > 0))
                    return new RawRow(checked((int)reader.LineNumber), cells);
            }

            return null;
        }
        catch (CsvFormatException cause)
        {
            throw new InvalidTableException($"Line {cause.LineNumber}: the table cannot be read from here on.", cause);
        }
    }

    public override void Dispose()
    {
        reader.Dispose();
        base.Dispose();
    }

    // UTF-16 ends with a zero byte beside it.
    private static bool EndsWithLineBreak(Stream file)
    {
        var origin = file.Position;
        var end = new byte[2];
        file.Position = Math.Max(origin, file.Length - end.Length);
        var read = file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false);
        file.Position = origin;
        return end.AsSpan(0, read).IndexOfAny((byte)'\n', (byte)'\r') >= 0;
    }

    private static string WithoutGuard(string cell) =>
        cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}

internal sealed class ExcelRows : RawRows
{
    private const int MostColumns = 1000;

    /// <summary>A workbook is a zip: small on disk may be endless in memory.</summary>
    private const long MostUnpacked = 300L << 20;

    private readonly IExcelDataReader reader;
    private bool inSheet = true;
    private bool sawRow;

    // Old .xls files need the code pages that .NET leaves out unless asked.
    static ExcelRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public ExcelRows(Stream file) => reader = Guarded(() =>
    {
        CheckSize(file);
        return ExcelReaderFactory.CreateReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
    });

    public override RawRow? Next() => Guarded(NextRow);

    private static void CheckSize(Stream file)
    {
        var start = file.Position;
        var isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
        file.Position = start;
        if (!isZip)
            return;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
            if (zip.Entries.Sum(entry => entry.Length) > MostUnpacked)
                throw new InvalidTableException("The Excel file unpacks to more than 300 MB: split it, or save the sheet alone as CSV.");
        file.Position = start;
    }

    private RawRow? NextRow()
    {
        while (inSheet)
        {
            while (reader.Read())
            {
                var cells = new string[Math.Min(reader.FieldCount, MostColumns)];
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = TextOf(reader.GetValue(i)).Trim();
                if (!Array.Exists(cells, cell => cell.Length > 0))
                    continue;

                sawRow = true;
                return new RawRow(reader.Depth + 1, cells);
            }

            inSheet = !sawRow && reader.NextResult();
        }

        return null;
    }

    public override void Dispose()
    {
        reader.Dispose();
        base.Dispose();
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        // A number becomes what Excel shows: no exponent, and no digits that it never had. From sixteen digits on the last ones
        // are lost, so what was an identity number must not look like one any more.
        double number when Math.Abs(number) >= 1e15 => number.ToString("E14", CultureInfo.InvariantCulture),
        double number when number == Math.Floor(number) => number.ToString("F0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.###############", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool yes => yes ? "TRUE" : "FALSE",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // A workbook is a zip of XML, or an old compound file: a broken one fails in any of a dozen ways below.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not (InvalidTableException or OutOfMemoryException or OperationCanceledException))
        {
            throw new InvalidTableException("The Excel file is damaged, protected by a password, or none at all.", cause);
        }
    }
}
