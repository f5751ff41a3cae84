using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Linli.People.Accounts;
using Linli.People.Import;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Import;

/// <summary>Takes files through all steps as a member of staff.</summary>
internal static class ImportBed
{
    /// <summary>An identity number with its check digit: region 330108, birth date, number of the day (odd for men).</summary>
    public static string Id(string birth, int number)
    {
        var body = $"330108{birth}{number:000}";
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
    }

    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    /// <summary>A workbook as a person made it: texts, cells left empty by merging, and the merged ranges.</summary>
    public static byte[] Xlsx(string[][] rows, params string[] merged)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var data = new SheetData(rows.Select((cells, r) => new Row(cells.Select((text, c) => new Cell
            {
                CellReference = $"{(char)('A' + c)}{r + 1}",
                DataType = text.StartsWith('#') ? CellValues.Number : CellValues.InlineString,
                CellValue = text.StartsWith('#') ? new CellValue(text[1..]) : null,
                InlineString = text.StartsWith('#') ? null : new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)),
            }))
            { RowIndex = (uint)(r + 1) }));
            sheet.Worksheet = new Worksheet(data, new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
            workbook.Workbook.AppendChild(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "花名册" }));
        }

        return file.ToArray();
    }

    /// <summary>What most tests answer: heads own the home, and tenants have leases.</summary>
    public static readonly ImportAnswers Usual = new() { Leases = LeaseAnswer.LeaveOut, Heads = HeadAnswer.Owner };

    /// <summary>Uploads a file and checks it with the columns as they were recognised.</summary>
    public static async Task<ImportView> Check(
        TestTown town, Guid account, byte[] file, string? compound = null, Dictionary<string, Verdict>? decisions = null, ImportAnswers? answers = null)
    {
        var staged = await town.Run(account, new StageImport("名册.xlsx", file, compound));
        staged.Ok.ShouldBeTrue(staged.Ok ? null : staged.Problem.Message.En);
        (await town.Run(account, new CheckImport(Decisions: decisions, Answers: answers ?? Usual) { Id = staged.Value!.Id })).Ok.ShouldBeTrue();
        await WorkOff(town);
        return await View(town, account, staged.Value.Id);
    }

    /// <summary>All steps, to the end.</summary>
    public static async Task<ImportView> Load(
        TestTown town, Guid account, byte[] file, string? compound = null, Dictionary<string, Verdict>? decisions = null, ImportAnswers? answers = null)
    {
        var check = await Check(town, account, file, compound, decisions, answers);
        check.State.ShouldBe(ImportState.Checked, check.Failure);
        var started = await town.Run(account, new StartImport(check.Id));
        started.Ok.ShouldBeTrue(started.Ok ? null : started.Problem.Message.En);
        await WorkOff(town);
        return await View(town, account, check.Id);
    }

    public static Task<bool> WorkOff(TestTown town) => town.InScope(async s =>
    {
        await ActivatorUtilities.CreateInstance<WorkOffImports>(s).Run(CancellationToken.None);
        return true;
    });

    public static async Task<ImportView> View(TestTown town, Guid account, Guid id) => (await town.Ask(account, new GetImport(id))).Value!;

    public static Task<List<Person>> Persons(TestTown town) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<Person>().AsNoTracking().Where(p => p.IdentityHash != null || p.PhoneHash != null).OrderBy(p => p.Id).ToListAsync());

    public static Task<List<HomeTie>> Ties(TestTown town) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Unfiltered<HomeTie>().AsNoTracking().OrderBy(t => t.HomeLabel).ThenBy(t => t.Id).ToListAsync());

    public static Task<List<Household>> Households(TestTown town) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Unfiltered<Household>().AsNoTracking().ToListAsync());

    public static Task<List<Guardianship>> Guardians(TestTown town) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<Guardianship>().AsNoTracking().ToListAsync());
}
