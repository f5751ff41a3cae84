using System.Globalization;
using System.IO.Packaging;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using Linli.Platform.Time;

namespace Linli.Platform.Tables;

internal sealed class XlsxTableWriter : TableWriter
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const int MostRows = 1_048_576;
    private const int LongestText = 32_767;
    private const long LargestExactNumber = 999_999_999_999_999;
    private const uint BoldStyle = 1;
    private const uint DateStyle = 2;
    private const uint TimeStyle = 3;

    private readonly Stream output;
    private readonly FileStream file = TemporaryFile.Create();
    private readonly Package package;
    private readonly Stream sheetXml;
    private readonly OpenXmlWriter rows;
    private uint row;
    private bool isClosed;

    public XlsxTableWriter(Stream output, string sheet)
    {
        this.output = output;
        // Write-only, which the SDK's own document classes refuse: a package that may be read back keeps every part in
        // memory until it is closed. In return a part must be written as soon as it is made; the long sheet comes last.
        package = Package.Open(file, FileMode.Create, FileAccess.Write);
        var workbook = Part("/xl/workbook.xml", "sheet.main");
        WritePart(workbook, new Workbook(new Sheets(new Sheet { Name = SheetName(sheet), SheetId = 1, Id = "rId1" })));
        package.CreateRelationship(workbook.Uri, TargetMode.Internal, Relations + "officeDocument", "rId1");
        var styles = Part("/xl/styles.xml", "styles");
        WritePart(styles, Styles());
        workbook.CreateRelationship(styles.Uri, TargetMode.Internal, Relations + "styles", "rId2");
        var worksheet = Part("/xl/worksheets/sheet1.xml", "worksheet");
        workbook.CreateRelationship(worksheet.Uri, TargetMode.Internal, Relations + "worksheet", "rId1");

        sheetXml = worksheet.GetStream(FileMode.Create, FileAccess.Write);
        rows = OpenXmlWriter.Create(sheetXml);
        rows.WriteStartElement(new Worksheet());
        rows.WriteStartElement(new SheetData());
    }

    public override ValueTask WriteHeaderAsync(IReadOnlyList<string> names, CancellationToken cancel = default) =>
        Write(names, name => TextCell(name, BoldStyle));

    public override ValueTask WriteRowAsync(IReadOnlyList<object?> cells, CancellationToken cancel = default) =>
        Write(cells, CellOf);

    public override async ValueTask CompleteAsync(CancellationToken cancel = default)
    {
        rows.WriteEndElement();
        rows.WriteEndElement();
        Close();
        file.Position = 0;
        await file.CopyToAsync(output, cancel);
        await output.FlushAsync(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        Close();
        await file.DisposeAsync();
    }

    private ValueTask Write<T>(IReadOnlyList<T> cells, Func<T, Cell> make)
    {
        if (row == MostRows)
            throw new InvalidOperationException("A sheet of Excel holds 1,048,576 rows; write CSV instead, or less.");

        row++;
        rows.WriteStartElement(new Row { RowIndex = row });
        for (var column = 0; column < cells.Count; column++)
        {
            var cell = make(cells[column]);
            cell.CellReference = ColumnName(column) + row.ToString(CultureInfo.InvariantCulture);
            rows.WriteElement(cell);
        }

        rows.WriteEndElement();
        return ValueTask.CompletedTask;
    }

    private void Close()
    {
        if (isClosed)
            return;

        isClosed = true;
        rows.Dispose();
        sheetXml.Dispose();
        package.Close();
    }

    private static Cell CellOf(object? value) => value switch
    {
        null => new Cell(),
        bool yes => new Cell { DataType = CellValues.Boolean, CellValue = new CellValue(yes ? "1" : "0") },
        // Excel keeps fifteen digits; a longer number is an identifier and stays whole as text.
        long number when number is > LargestExactNumber or < -LargestExactNumber => TextCell(number.ToString(CultureInfo.InvariantCulture)),
        double number when !double.IsFinite(number) => TextCell(number.ToString(CultureInfo.InvariantCulture)),
        byte or short or int or long or float or double or decimal => Number(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        DateOnly date when date.Year >= 1901 => Number(Serial(date.ToDateTime(TimeOnly.MinValue)), DateStyle),
        DateOnly date => TextCell(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset instant => Number(Serial(LocalTime.ToLocal(instant).DateTime), TimeStyle),
        _ => TextCell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Cell Number(string number, uint style = 0) => new() { CellValue = new CellValue(number), StyleIndex = style };

    // An inline string is text whatever it begins with; a formula would be another element.
    private static Cell TextCell(string text, uint style = 0) => new()
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
        InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Allowed(text)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static string Serial(DateTime local) => local.ToOADate().ToString("R", CultureInfo.InvariantCulture);

    // XML has no place for control characters and broken surrogates, and Excel none for longer texts.
    private static string Allowed(string text)
    {
        if (text.Length <= LongestText && text.All(c => XmlConvert.IsXmlChar(c)))
            return text;

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (kept.Length + rune.Utf16SequenceLength <= LongestText
                && (rune.Utf16SequenceLength == 2 || XmlConvert.IsXmlChar((char)rune.Value)))
                kept.Append(rune);
        return kept.ToString();
    }

    private static string ColumnName(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : ColumnName((column / 26) - 1) + (char)('A' + (column % 26));

    private static string SheetName(string name)
    {
        var allowed = string.Concat(Allowed(name).Where(c => !@"[]:*?/\'".Contains(c, StringComparison.Ordinal))).Trim();
        return allowed.Length switch { 0 => "Sheet1", > 31 => allowed[..31], _ => allowed };
    }

    private PackagePart Part(string path, string kind) => package.CreatePart(
        new Uri(path, UriKind.Relative),
        $"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml",
        CompressionOption.Fast);

    private static void WritePart(PackagePart part, OpenXmlElement root)
    {
        using var stream = part.GetStream(FileMode.Create, FileAccess.Write);
        using var writer = OpenXmlWriter.Create(stream);
        writer.WriteElement(root);
    }

    private static Stylesheet Styles() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy\\-mm\\-dd" },
            new NumberingFormat { NumberFormatId = 165, FormatCode = "yyyy\\-mm\\-dd\\ hh:mm:ss" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 165, ApplyNumberFormat = true }));
}
