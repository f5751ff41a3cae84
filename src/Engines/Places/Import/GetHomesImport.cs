using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Import;

/// <summary>How far a list of homes is, and what it would do or has done.</summary>
/// <param name="Id">The import.</param>
internal sealed record GetHomesImport(Guid Id) : IQuery<HomesImportView>;

/// <summary>A list as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="State">How far it is.</param>
/// <param name="Columns">Heading by field.</param>
/// <param name="Headings">All headings, while the file is there.</param>
/// <param name="Samples">The first rows as they stand in the file.</param>
/// <param name="Problems">What is missing or doubtful in the columns.</param>
/// <param name="Findings">What would happen, or has happened.</param>
/// <param name="Decisions">Decisions so far.</param>
/// <param name="HasRefused">Whether the refused rows can be fetched as a file.</param>
internal sealed record HomesImportView(
    Guid Id, string FileName, HomesImportState State, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> Headings,
    IReadOnlyList<IReadOnlyList<string>> Samples, IReadOnlyList<Problem> Problems, HomesFindings? Findings, IReadOnlyDictionary<string, HomeVerdict> Decisions, bool HasRefused);

internal sealed class GetHomesImportHandler(LinliDb db, CurrentCaller current) : IHandler<GetHomesImport, HomesImportView>, IUseCase
{
    private const int SampleRows = 5;
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/imports/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetHomesImport(id), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("How far a list of homes is 导入进展");
        api.MapGet("/places/imports/{id:guid}/refused.xlsx", Refused)
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("The refused rows with their reasons 未导入的行").Produces(StatusCodes.Status200OK, contentType: Xlsx);
    }

    private static async Task<IResult> Refused(Guid id, LinliDb db, CurrentCaller current, CancellationToken cancel) =>
        await db.Staged(current, id, cancel) is { Refused: { } file } staged
            ? TypedResults.Bytes(file, Xlsx, $"refused-homes-{staged.At:yyyyMMdd}.xlsx")
            : ProblemResults.From([HomesStaging.NotFound]);

    public async Task<Result<HomesImportView>> Handle(GetHomesImport request, CancellationToken cancel)
    {
        if (await db.Staged(current, request.Id, cancel) is not { } staged)
            return HomesStaging.NotFound;
        var choices = HomesStaging.Choices(staged);
        using var list = staged is { State: not HomesImportState.Done, File: { } file } ? HomeListFile.Open(new MemoryStream(file), choices) : null;
        return new HomesImportView(
            staged.Id, staged.FileName, staged.State, list?.Columns ?? choices, list?.Headers ?? [],
            list is null ? [] : [.. list.Cells().Take(SampleRows)], list?.ColumnProblems ?? [], HomesStaging.Findings(staged),
            HomesStaging.Decisions(staged).Verdicts, staged.Refused is not null);
    }
}

/// <summary>The lists of the caller that are still there, newest first.</summary>
internal sealed record ListHomesImports : IQuery<HomesImportLine[]>;

/// <summary>A list in the list.</summary>
internal sealed record HomesImportLine(Guid Id, string FileName, DateTimeOffset At, HomesImportState State, int? Rows);

internal sealed class ListHomesImportsHandler(LinliDb db, CurrentCaller current) : IHandler<ListHomesImports, HomesImportLine[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/imports", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListHomesImports(), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("One's own lists of the last month 我的房屋导入");

    public async Task<Result<HomesImportLine[]>> Handle(ListHomesImports request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        // Without the files.
        var lists = await db.Records<StagedHomes>().AsNoTracking().Where(i => i.By == account).OrderByDescending(i => i.At).Take(20)
            .Select(i => new StagedHomes { Id = i.Id, By = i.By, FileName = i.FileName, At = i.At, State = i.State, Findings = i.Findings }).ToListAsync(cancel);
        return lists.Select(i => new HomesImportLine(i.Id, i.FileName, i.At, i.State, HomesStaging.Findings(i)?.Rows)).ToArray();
    }
}

/// <summary>Deletes files of lists a day after they were uploaded, and the lines a month after.</summary>
internal sealed class OldHomesImports(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    private static readonly TimeSpan LinesKept = TimeSpan.FromDays(30);

    public async Task Run(CancellationToken cancel)
    {
        var (files, lines) = (Clock.Now(time) - HomesStaging.KeptFor, Clock.Now(time) - LinesKept);
        if (!await db.Records<StagedHomes>().AnyAsync(i => i.At <= lines || (i.At <= files && (i.File != null || i.Refused != null)), cancel))
            return;
        using (await writers.Enter(cancel))
        {
            await db.Records<StagedHomes>().Where(i => i.At <= lines || (i.At <= files && i.State != HomesImportState.Done)).ExecuteDeleteAsync(cancel);
            await db.Records<StagedHomes>().Where(i => i.At <= files).ExecuteUpdateAsync(s => s.SetProperty(i => i.File, (byte[]?)null).SetProperty(i => i.Refused, (byte[]?)null), cancel);
        }
    }
}
