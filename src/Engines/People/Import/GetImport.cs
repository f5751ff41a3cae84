using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>How far an import is, and what it would do or has done.</summary>
/// <param name="Id">The import.</param>
internal sealed record GetImport(Guid Id) : IQuery<ImportView>;

/// <summary>An import as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="At">When it was uploaded.</param>
/// <param name="State">How far it is.</param>
/// <param name="RowsRead">Rows read so far while it is worked on.</param>
/// <param name="Writing">Whether they are being written.</param>
/// <param name="Columns">Heading by field.</param>
/// <param name="Headings">All headings, while the file is there.</param>
/// <param name="Samples">The first rows as they stand in the file, digits hidden.</param>
/// <param name="Problems">What is missing or doubtful in the columns.</param>
/// <param name="Counts">What would happen, or has happened.</param>
/// <param name="Findings">First rows, conflicts, refused rows.</param>
/// <param name="Decisions">Decisions so far.</param>
/// <param name="Answers">Answers so far.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="HasRefused">Whether the refused rows can be fetched as a file.</param>
internal sealed record ImportView(
    Guid Id, string FileName, DateTimeOffset At, ImportState State, int? RowsRead, bool Writing, IReadOnlyDictionary<string, string> Columns,
    IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Samples, IReadOnlyList<Problem> Problems,
    ImportCounts? Counts, ImportFindings? Findings, IReadOnlyDictionary<string, Verdict> Decisions, ImportAnswers Answers, string? Failure, bool HasRefused);

internal sealed class GetImportHandler(LinliDb db, Staging staging, FieldCipher cipher, ImportProgress progress, CurrentCaller current)
    : IHandler<GetImport, ImportView>, IUseCase
{
    private const int SampleRows = 5;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/people/imports/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetImport(id), cancel))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("How far an import is 导入进展");
        api.MapGet("/people/imports/{id:guid}/refused.xlsx", Refused)
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("The refused rows with their reasons 未导入的行")
            .Produces(StatusCodes.Status200OK, contentType: Xlsx);
    }

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task<Result<ImportView>> Handle(GetImport request, CancellationToken cancel)
    {
        if (await db.Import(current, request.Id, cancel) is not { } import)
            return ImportAccess.NotFound;
        var choices = Staging.Choices(import);
        var (headings, samples, map) = import.State is ImportState.Uploaded or ImportState.Checked ? await Look(import, choices, cancel) : ([], [], null);
        var at = progress.Of(import.Id);
        return new ImportView(
            import.Id, import.FileName, import.At, import.State, at?.Rows, at?.Writing ?? false,
            map is null ? choices : ImportColumns.All.Where(c => map.Map.Has(c.Field)).ToDictionary(c => c.Field, c => map.Map.HeaderOf(c.Field)!),
            headings, samples, map is null ? [] : ProblemsOf(map), Staging.Counts(import), ImportFindings.Open(cipher, import.Findings),
            Staging.Verdicts(import), Staging.Answers(import), import.Failure,
            await db.Records<ImportPart>().AnyAsync(p => p.ImportId == import.Id && p.Of == PartOf.Refused, cancel));
    }

    private async Task<(IReadOnlyList<string>, IReadOnlyList<IReadOnlyList<string>>, ImportMap?)> Look(RegisterImport import, Dictionary<string, string> choices, CancellationToken cancel)
    {
        using var file = await staging.Read(import.Id, PartOf.Upload, cancel);
        if (file is null)
            return ([], [], null);
        using var table = ImportReading.Open(file);
        var map = ImportMap.Of(table.Headers, choices);
        return (map.Headers, [.. table.Rows().Take(SampleRows).Select(r => (IReadOnlyList<string>)[.. r.Cells.Select(Hidden)])], map);
    }

    // Enough to tell which column is which, for whoever looks over a shoulder.
    private static string Hidden(string cell) =>
        cell.Count(char.IsAsciiDigit) < 11 ? cell : string.Concat(cell.Select((c, i) => i is > 2 && i < cell.Length - 2 && char.IsAsciiDigit(c) ? '*' : c));

    public static IReadOnlyList<Problem> ProblemsOf(ImportMap map) =>
    [
        .. map.Map.Missing.Select(f => Problem.Invalid(f, "people.import_column_missing", $"请指出哪一列是“{ImportColumns.TitleOf(f).Zh}”。", $"Say which column is the {ImportColumns.TitleOf(f).En.ToLowerInvariant()}.")),
        .. map.Map.Ambiguous.Select(a => Problem.Invalid(
            a.Key, "people.import_column_several", $"有几列都像“{ImportColumns.TitleOf(a.Key).Zh}”：{string.Join("、", a.Value)}，请选一列。",
            $"Several columns could be the {ImportColumns.TitleOf(a.Key).En.ToLowerInvariant()}: {string.Join(", ", a.Value)}. Choose one.")),
        .. map.Map.WrongChoices.Select(w => Problem.Invalid(w.Split('=')[0], "people.import_column_gone", "文件里没有这一列，请重新选择。", "The file has no such column: choose again.")),
    ];

    private static async Task<IResult> Refused(Guid id, LinliDb db, Staging staging, CurrentCaller current, CancellationToken cancel) =>
        await db.Import(current, id, cancel) is { } import && await staging.Read(import.Id, PartOf.Refused, cancel) is { } file
            ? TypedResults.Stream(file, Xlsx, $"refused-{import.At:yyyyMMdd}.xlsx")
            : ProblemResults.From([ImportAccess.NotFound]);
}

/// <summary>The imports of the caller that are still there, newest first.</summary>
internal sealed record ListImports : IQuery<ImportLine[]>;

/// <summary>An import in the list.</summary>
internal sealed record ImportLine(Guid Id, string FileName, DateTimeOffset At, ImportState State, int? Rows);

internal sealed class ListImportsHandler(LinliDb db, CurrentCaller current) : IHandler<ListImports, ImportLine[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/people/imports", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListImports(), cancel))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("One's own imports of the last month 我的导入");
        api.MapGet("/people/imports/template.xlsx", () => TypedResults.Stream(Template, GetImportHandler.Xlsx, "register-template.xlsx"))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("An empty table to fill in 空白表样")
            .Produces(StatusCodes.Status200OK, contentType: GetImportHandler.Xlsx);
    }

    private static async Task Template(Stream output)
    {
        await using var table = TableWriter.Xlsx(output, "花名册");
        await table.WriteHeaderAsync([.. ImportColumns.All.Select(c => c.Names[0])]);
        await table.CompleteAsync();
    }

    public async Task<Result<ImportLine[]>> Handle(ListImports request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var imports = await db.Records<RegisterImport>().AsNoTracking().Where(i => i.By == account).OrderByDescending(i => i.At).Take(20).ToListAsync(cancel);
        return imports.Select(i => new ImportLine(i.Id, i.FileName, i.At, i.State, Staging.Counts(i)?.Rows)).ToArray();
    }
}
