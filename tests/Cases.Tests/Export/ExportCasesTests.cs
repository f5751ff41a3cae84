using System.IO.Compression;
using System.Net;
using System.Text;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Cases.Tests.Export;

public class ExportCasesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Csv_OfTenThousandCases_HasEachOnceAndComesInPieces(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        // Many at the same instant: the order between batches must still be total.
        await town.Put(Enumerable.Range(1, 10_000).Select(n => CaseRowsForTests.Row(n, TestTown.Start.AddMinutes(-(n / 700)))));
        var answer = await (await town.StaffClient("dispatcher")).GetAsync(
            new Uri("/api/v1/cases/export.csv?box=All", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBeNull();
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("cases-20261123.csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        var lines = Encoding.UTF8.GetString(bytes[3..]).TrimEnd().Split("\r\n");
        lines[0].ShouldStartWith("编号,标题,内容");
        lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count().ShouldBe(10_000);
        lines.Length.ShouldBe(10_001);
    }

    [Fact]
    public async Task Csv_CellsThatLookLikeFormulas_AreTexts()
    {
        await using var town = await TestTown.Found();
        await town.Put(CaseRowsForTests.Row(1, TestTown.Start, with: c => (c.Title, c.Text) = ("=HYPERLINK(\"http://x\")", "+86|cmd")));
        var csv = await (await town.StaffClient("dispatcher")).GetStringAsync("/api/v1/cases/export.csv");
        csv.ShouldNotContain("\"=HYPERLINK");
        csv.ShouldContain("'=HYPERLINK");
        csv.ShouldContain("'+86|cmd");
    }

    [Fact]
    public async Task Export_NamesNobodyAndLeavesConfidentialCasesOut()
    {
        await using var town = await TestTown.Found();
        var phone = await town.Seal("13812345678");
        await town.Put(
            CaseRowsForTests.Row(1, TestTown.Start, with: c =>
                (c.Text, c.ContactPhone, c.ContactMask) = ("请打 13987654321 找我", phone, "沈** 138****5678")),
            CaseRowsForTests.Row(2, TestTown.Start, with: c => (c.IsConfidential, c.Text) = (true, "保密内容")));
        var csv = await (await town.StaffClient("dispatcher")).GetStringAsync("/api/v1/cases/export.csv");
        csv.ShouldContain("138****5678");
        csv.ShouldNotContain("13812345678");
        csv.ShouldNotContain("13987654321");
        csv.ShouldNotContain("保密内容");
    }

    [Fact]
    public async Task Export_WithFilters_HasWhatTheInboxShows()
    {
        await using var town = await TestTown.Found();
        await town.Put(
            CaseRowsForTests.Row(1, TestTown.Start), CaseRowsForTests.Row(2, TestTown.Start, SmallTown.Second.Child("hf-2-g01")),
            CaseRowsForTests.Row(3, TestTown.Start, with: c => c.State = CaseState.Confirmed));
        var dispatcher = await town.StaffClient("dispatcher");
        Numbers(await dispatcher.GetStringAsync("/api/v1/cases/export.csv?box=New")).ShouldBe(["HF-2611-0002", "HF-2611-0001"]);
        Numbers(await dispatcher.GetStringAsync("/api/v1/cases/export.csv?box=New&place=/zj/ys/hf/hf-2/")).ShouldBe(["HF-2611-0002"]);
    }

    [Fact]
    public async Task Xlsx_IsAWorkbookWithTheSameHeader()
    {
        await using var town = await TestTown.Found();
        await town.Put(CaseRowsForTests.Row(1, TestTown.Start));
        var bytes = await (await town.StaffClient("dispatcher")).GetByteArrayAsync("/api/v1/cases/export.xlsx");
        using var workbook = new ZipArchive(new MemoryStream(bytes));
        using var sheet = new StreamReader(workbook.GetEntry("xl/worksheets/sheet1.xml")!.Open(), Encoding.UTF8);
        var xml = await sheet.ReadToEndAsync();
        xml.ShouldContain("编号");
        xml.ShouldContain("HF-2611-0001");
    }

    [Fact]
    public async Task Export_IsInTheAuditLog_AndForbiddenWithoutPermission()
    {
        await using var town = await TestTown.Found();
        (await (await town.StaffClient("steward")).GetAsync(new Uri("/api/v1/cases/export.csv", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await (await town.StaffClient("dispatcher")).GetStringAsync("/api/v1/cases/export.csv?box=Closed");
        var line = (await town.Audit("ExportCases")).ShouldHaveSingleItem();
        line.Actor.ShouldBe((await town.Staff("dispatcher")).ToString());
        line.Subject.ShouldBe("csv Closed");
    }

    private static IEnumerable<string> Numbers(string csv) => csv.TrimEnd().Split("\r\n").Skip(1).Select(l => l.Split(',')[0]);
}
