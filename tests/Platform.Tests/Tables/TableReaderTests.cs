using System.IO.Compression;
using System.Text;
using Linli.Platform.Tables;

namespace Linli.Platform.Tests.Tables;

public class TableReaderTests
{
    private static readonly Encoding gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 with mark", "gb18030", "utf-16"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Open_OfChineseInAnyEncoding_ReadsIt(string encoding)
    {
        using var table = Open(Encoded("姓名,手机\n沈小芳,13812345678\n", encoding));
        table.Headers.ShouldBe(["姓名", "手机"]);
        var row = table.Rows().Single();
        row["姓名"].ShouldBe("沈小芳");
        row["手机"].ShouldBe("13812345678");
        row.Number.ShouldBe(2);
    }

    [Fact]
    public void Open_OfGb18030FarBehindTheStart_StillReadsIt()
    {
        var ascii = string.Concat(Enumerable.Repeat("plain,ascii\n", 20_000));
        using var table = Open(gb18030.GetBytes("a,b\n" + ascii + "沈小芳,b\n"));
        table.Rows().Last()["a"].ShouldBe("沈小芳");
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void Open_OfAnySeparator_FindsIt(string separator)
    {
        var text = string.Join("\r\n", "姓名,楼栋,面积", "沈小芳,3幢,\"89,5\"", "王强,5幢,120", "").Replace("\"89,5\"", "\"89|5\"", StringComparison.Ordinal)
            .Replace(",", separator, StringComparison.Ordinal);
        using var table = Open(Encoding.UTF8.GetBytes(text));
        table.Headers.ShouldBe(["姓名", "楼栋", "面积"]);
        table.Rows().Select(row => row["楼栋"]).ShouldBe(["3幢", "5幢"]);
    }

    [Fact]
    public void Rows_WithLineBreaksInQuotes_KeepThemAndCountLines()
    {
        using var table = Open("内容,人\n\"第一行\n第二行, \"\"引号\"\"\",沈\n\n ,\n下一条,王\n"u8);
        var rows = table.Rows().ToList();
        rows.Select(row => row.Number).ShouldBe([2, 6]);
        rows[0]["内容"].ShouldBe("第一行\n第二行, \"引号\"");
        rows[1]["人"].ShouldBe("王");
    }

    [Fact]
    public void Open_WithTitlesAboveTheHeader_FindsTheHeader()
    {
        using var table = Open("和枫社区居民登记表,,,\n,,,\n填表人：王强,,日期,\n姓名,手机,楼栋,室\n沈,138,3幢,501\n"u8);
        table.HeaderRow.ShouldBe(4);
        table.Headers.ShouldBe(["姓名", "手机", "楼栋", "室"]);
        table.Rows().Single()["室"].ShouldBe("501");
    }

    [Fact]
    public void Open_WithKnownNames_PrefersTheRowThatHasThem()
    {
        using var table = Open("一,二,三,四\n姓名*,手机号（必填）,,\n沈,138,,\n"u8, ["姓名", "手机号"]);
        table.HeaderRow.ShouldBe(2);
        table.Rows().Single()["姓名*"].ShouldBe("沈");
    }

    [Fact]
    public void Open_OfOneColumn_TakesTheFirstRowAsHeader()
    {
        using var table = Open("姓名\n沈\n王\n"u8);
        table.Headers.ShouldBe(["姓名"]);
        table.Rows().Count().ShouldBe(2);
    }

    [Fact]
    public void Row_ThatIsShort_ReadsEmptyAndAnUnknownHeaderThrows()
    {
        using var table = Open("a,b,c\n1\n"u8);
        var row = table.Rows().Single();
        row["c"].ShouldBeEmpty();
        Should.Throw<KeyNotFoundException>(() => row["d"]);
    }

    [Fact]
    public void Rows_WithAQuoteNeverClosed_AreRefusedRatherThanSwallowed()
    {
        Should.Throw<InvalidTableException>(() =>
        {
            using var table = Open("a,b\n1,2\n\"3,4\n5,6\n"u8);
            _ = table.Rows().ToList();
        }).Message.ShouldContain("Line 3");
    }

    [Fact]
    public void Rows_WithAnEndlessRecord_AreRefused()
    {
        var text = "a,b\n\"" + new string('x', 5_000_000);
        Should.Throw<InvalidTableException>(() =>
        {
            using var table = Open(Encoding.ASCII.GetBytes(text));
            _ = table.Rows().ToList();
        });
    }

    [Fact]
    public void Rows_AskedForTwice_AreRefused()
    {
        using var table = Open("a\n1\n"u8);
        _ = table.Rows().ToList();
        Should.Throw<InvalidOperationException>(() => table.Rows());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n , \n")]
    [InlineData("PK\u0003\u0004 this is no zip")]
    public void Open_OfNoTable_IsRefused(string content) =>
        Should.Throw<InvalidTableException>(() => Open(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Open_OfAStreamThatCannotSeek_Works()
    {
        using var stream = new OneWayStream("姓名\n沈\n"u8.ToArray());
        using var table = TableReader.Open(stream);
        table.Rows().Single()["姓名"].ShouldBe("沈");
    }

    [Fact]
    public void Open_OfAWorkbookThatUnpacksWithoutEnd_IsRefusedBeforeItIsRead()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open())
            for (var megabyte = 0; megabyte < 301; megabyte++)
                entry.Write(new byte[1 << 20]);
        Should.Throw<InvalidTableException>(() => Open(bomb.ToArray())).Message.ShouldContain("300 MB");
    }

    [Fact]
    public async Task Open_OfADamagedWorkbook_NeverThrowsAnythingElse()
    {
        using var whole = new MemoryStream();
        await using (var writer = TableWriter.Xlsx(whole))
        {
            await writer.WriteHeaderAsync(["a", "b"], TestContext.Current.CancellationToken);
            await writer.WriteRowAsync(["1", 2], TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        var random = new Random(5);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 20); changes > 0; changes--)
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var table = Open(bytes);
                _ = table.Rows().ToList();
            }
            catch (InvalidTableException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(0);
    }

    private static TableReader Open(ReadOnlySpan<byte> bytes, IReadOnlyCollection<string>? known = null) =>
        TableReader.Open(new MemoryStream(bytes.ToArray()), known);

    private static byte[] Encoded(string text, string encoding) => encoding switch
    {
        "utf-8 with mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "gb18030" => gb18030.GetBytes(text),
        "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        _ => Encoding.UTF8.GetBytes(text),
    };

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
