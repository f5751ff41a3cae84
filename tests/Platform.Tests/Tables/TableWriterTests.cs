using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Linli.Platform.Tables;

namespace Linli.Platform.Tests.Tables;

public class TableWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_OfChinese_BeginsWithTheMarkExcelNeeds()
    {
        var bytes = await Write(TableWriter.Csv, ["姓名"], ["沈小芳"]);
        bytes.AsSpan(0, 3).ToArray().ShouldBe(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes.AsSpan(3)).ShouldBe("姓名\r\n沈小芳\r\n");
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+8613812345678", "\"'+8613812345678\"")]
    [InlineData("-cmd", "\"'-cmd\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("a=b", "a=b")]
    public async Task Csv_OfTextThatExcelWouldRun_IsGuarded(string text, string expected)
    {
        var csv = Encoding.UTF8.GetString(await Write(TableWriter.Csv, ["a"], [text]));
        csv.ShouldEndWith($"\r\n{expected}\r\n");
    }

    [Fact]
    public async Task Csv_OfNumbers_IsNotGuarded()
    {
        var csv = Encoding.UTF8.GetString(await Write(
            TableWriter.Csv, ["a", "b", "c", "d", "e", "f"],
            [-5, -1.5m, true, new DateOnly(2026, 11, 3), new DateTimeOffset(2026, 11, 3, 16, 30, 0, TimeSpan.Zero), null]));
        csv.ShouldEndWith("\r\n-5,-1.5,TRUE,2026-11-03,2026-11-04 00:30:00,\r\n");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task WhatIsWritten_ReadsBack(string kind)
    {
        string[] texts = ["=1+1", "+86138", "沈\"小\"芳, 王", "两行\n文字", "330108194603150026", "𠮷👍", "<b>&amp;</b>", "-", "'"];
        Func<Stream, TableWriter> make = kind == "csv" ? TableWriter.Csv : output => TableWriter.Xlsx(output, "居民[1]");
        var bytes = await Write(
            make, ["text", "number", "date"],
            [.. texts.Select(text => new object?[] { text, -12.5m, new DateOnly(2026, 11, 3) })]);
        using var table = TableReader.Open(new MemoryStream(bytes));
        table.Headers.ShouldBe(["text", "number", "date"]);
        var rows = table.Rows().ToList();
        rows.Select(row => row["text"]).ShouldBe(texts);
        rows.ShouldAllBe(row => row["number"] == "-12.5" && row["date"] == "2026-11-03");
    }

    [Fact]
    public async Task Xlsx_OfEveryType_IsAWorkbookTheStandardAccepts()
    {
        var bytes = await Write(
            output => TableWriter.Xlsx(output, "a/b:c"), ["t", "l", "big", "d", "b", "day", "instant", "none", "bad"],
            ["=1+1", 42, 330108194603150026L, 0.1, true, new DateOnly(2026, 11, 3), new DateTimeOffset(2026, 11, 3, 16, 30, 0, TimeSpan.Zero), null, "a\0\u0007b\ud800c"]);

        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        new OpenXmlValidator().Validate(document, Cancel).Select(error => error.Description).ShouldBeEmpty();
        var workbook = document.WorkbookPart!;
        workbook.Workbook.Descendants<Sheet>().Single().Name!.Value.ShouldBe("abc");
        var rows = workbook.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        rows[0].Elements<Cell>().ShouldAllBe(cell => cell.StyleIndex! == 1u);
        workbook.WorksheetParts.Single().Worksheet.Descendants<CellFormula>().ShouldBeEmpty();

        using var table = TableReader.Open(new MemoryStream(bytes));
        var row = table.Rows().Single();
        row.Cells.ShouldBe(["=1+1", "42", "330108194603150026", "0.1", "TRUE", "2026-11-03", "2026-11-04 00:30:00", "", "ab\ufffdc"]);
    }

    [Fact]
    public async Task Xlsx_OfManyColumns_NamesThemAsExcelDoes()
    {
        var names = Enumerable.Range(0, 705).Select(i => $"c{i}").ToArray();
        var bytes = await Write(output => TableWriter.Xlsx(output), names);
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Select(cell => cell.CellReference!.Value).ToList();
        (cells[25], cells[26], cells[701], cells[702]).ShouldBe(("Z1", "AA1", "ZZ1", "AAA1"));
    }

    [Fact]
    public async Task Xlsx_ThatIsNotCompleted_WritesNothing()
    {
        using var output = new MemoryStream();
        await using (var writer = TableWriter.Xlsx(output))
            await writer.WriteHeaderAsync(["a"], Cancel);
        output.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Writing_ToAStreamThatTakesNoSynchronousWrites_Works(string kind)
    {
        // As the body of an HTTP response is.
        using var output = new AsyncOnlyStream();
        await using (var writer = kind == "csv" ? TableWriter.Csv(output) : TableWriter.Xlsx(output))
        {
            await writer.WriteHeaderAsync(["a"], Cancel);
            for (var i = 0; i < 20_000; i++)
                await writer.WriteRowAsync([i], Cancel);
            await writer.CompleteAsync(Cancel);
        }

        using var table = TableReader.Open(new MemoryStream(output.ToArray()));
        table.Rows().Count().ShouldBe(20_000);
    }

    private static async Task<byte[]> Write(Func<Stream, TableWriter> make, string[] header, params object?[][] rows)
    {
        using var output = new MemoryStream();
        await using (var writer = make(output))
        {
            await writer.WriteHeaderAsync(header, Cancel);
            foreach (var row in rows)
                await writer.WriteRowAsync(row, Cancel);
            await writer.CompleteAsync(Cancel);
        }

        return output.ToArray();
    }

    private sealed class AsyncOnlyStream : MemoryStream
    {
        private bool inAsync;

        public override bool CanSeek => false;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            inAsync = true;
            await base.WriteAsync(buffer, cancellationToken);
            inAsync = false;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!inAsync)
                throw new InvalidOperationException("Synchronous operations are disallowed.");
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!inAsync)
                throw new InvalidOperationException("Synchronous operations are disallowed.");
            base.Write(buffer);
        }
    }
}
