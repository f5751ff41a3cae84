using System.Runtime.CompilerServices;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Export;

/// <summary>
/// Takes cases out as a table (导出): what the inbox shows with the same filters, where the caller may export. Each export is
/// in the audit log. Texts come without numbers that could lead to a person, contacts masked, confidential cases not at all.
/// </summary>
/// <param name="Filter">The inbox's filters; paging does not count.</param>
/// <param name="Format">csv or xlsx, for the audit log.</param>
internal sealed record ExportCases(Inbox Filter, string Format) : ICommand<CaseRows>, IAudited
{
    public string? AuditSubject => $"{Format} {Filter.Box ?? InboxBox.Open} {Filter.Place?.Value}".TrimEnd();
}

/// <summary>The rows, fetched while they are written: an export never gathers in memory.</summary>
internal sealed record CaseRows(IAsyncEnumerable<IReadOnlyList<object?>> Rows);

internal sealed class ExportCasesHandler(
    StaffView view, InboxFilter filter, IScopeTree tree, IPeople people, Categories categories, CaseTypes types, CurrentCaller current)
    : IHandler<ExportCases, CaseRows>, IUseCase
{
    private const int Batch = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/cases/export.csv", ([AsParameters] Inbox filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(filter, "csv"), "text/csv; charset=utf-8", TableWriter.Csv, time, cancel))
            .Needs(CasesPermissions.Export).WithTags("Cases").WithSummary("Cases as CSV, with the inbox's filters 导出 CSV")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/cases/export.xlsx", ([AsParameters] Inbox filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(filter, "xlsx"), XlsxType, output => TableWriter.Xlsx(output, "事项"), time, cancel))
            .Needs(CasesPermissions.Export).WithTags("Cases").WithSummary("Cases as an Excel workbook, with the inbox's filters 导出 Excel")
            .Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task<Result<CaseRows>> Handle(ExportCases request, CancellationToken cancel)
    {
        var cases = (await filter.Apply(view.Cases(request.Filter.Box, request.Filter.Place), request.Filter, cancel)).AsNoTracking()
            .Where(current.Value.ScopesFor(CasesPermissions.Export).Condition<Case>())
            .Where(c => !c.IsConfidential);
        var columns = new ExportColumns(
            path => tree.Find(path)?.Name.Zh, (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name.Zh),
            (await categories.All(cancel)).ToDictionary(c => c.Code, c => c.NameZh), code => types.Find(code)?.Name.Zh);
        return new CaseRows(Rows(cases, columns, CancellationToken.None));
    }

    // Batches rather than one long query: a slow reader must not hold a snapshot of the database open.
    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(
        IQueryable<Case> cases, ExportColumns columns, [EnumeratorCancellation] CancellationToken cancel)
    {
        Case? last = null;
        while (true)
        {
            var batch = await After(cases, last).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Number).Take(Batch).ToListAsync(cancel);
            foreach (var item in batch)
                yield return columns.Of(item);
            if (batch.Count < Batch)
                yield break;
            last = batch[^1];
        }
    }

#pragma warning disable CA1309 // compared by the database, in the order it sorts by
    private static IQueryable<Case> After(IQueryable<Case> cases, Case? last)
    {
        if (last is not { OpenedAt: var at, Number: var number })
            return cases;
        return cases.Where(c => c.OpenedAt < at || (c.OpenedAt == at && string.Compare(c.Number, number) < 0));
    }
#pragma warning restore CA1309

    private static async Task<IResult> Download(
        UseCaseRunner run, ExportCases request, string mediaType, Func<Stream, TableWriter> writer, TimeProvider time, CancellationToken cancel)
    {
        var export = await run.Run(request, cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(ExportColumns.Names, cancel);
                await foreach (var row in export.Value.Rows.WithCancellation(cancel))
                    await table.WriteRowAsync(row, cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"cases-{LocalTime.Today(time):yyyyMMdd}.{request.Format}");
    }
}
