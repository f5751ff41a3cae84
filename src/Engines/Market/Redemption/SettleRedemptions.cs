using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>
/// What was handed out for points in a month (积分兑换月结): for the cooperative, which reimburses the shops. Fen here are a figure of
/// the report; no points of a resident become money (R21).
/// </summary>
/// <param name="Month">202611; the running one when left out.</param>
internal sealed record RedemptionReport(int? Month = null) : IQuery<RedemptionMonth>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Month is { } month && (month / 100 is < 2020 or > 2099 || month % 100 is < 1 or > 12))
            yield return Problem.Invalid("month", "redemption.month", "月份格式如 202611。", "A month is such as 202611.");
    }
}

/// <summary>The report of a month.</summary>
/// <param name="Month">Which.</param>
/// <param name="Lines">For each station and offer.</param>
/// <param name="Days">Points on each day.</param>
internal sealed record RedemptionMonth(int Month, IReadOnlyList<ReportLine> Lines, IReadOnlyList<(DateOnly Day, long Points)> Days)
{
    public long Points => Lines.Sum(l => l.Points);

    public long Fen => Lines.Sum(l => l.Fen);
}

/// <summary>A line: redemptions of the month less those undone in it.</summary>
internal sealed record ReportLine(Phrase Station, string Shop, Phrase Offer, int Count, int Undone, long Points, long Fen);

/// <summary>Takes the report out as a table; stands in the audit log.</summary>
internal sealed record ExportRedemptions(int? Month, string Format) : ICommand<RedemptionMonth>, IAudited
{
    public string? AuditSubject => $"{Month} {Format}";
}

internal sealed class SettleRedemptionsHandler(LinliDb db, CurrentCaller current, IPeople people, TimeProvider time)
    : IHandler<RedemptionReport, RedemptionMonth>, IHandler<ExportRedemptions, RedemptionMonth>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/redemption/report", (UseCaseRunner run, CancellationToken cancel, int? month = null) => run.Answer(new RedemptionReport(month), cancel))
            .Needs(RedemptionPermissions.Settle).WithTags("Redemption").WithSummary("What was handed out in a month 积分兑换月结");
        api.MapGet("/market/redemption/report.csv", (UseCaseRunner run, CancellationToken cancel, int? month = null) => Download(run, new(month, "csv"), "text/csv; charset=utf-8", TableWriter.Csv, cancel))
            .Needs(RedemptionPermissions.Settle).WithTags("Redemption").WithSummary("The same as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/market/redemption/report.xlsx", (UseCaseRunner run, CancellationToken cancel, int? month = null) => Download(run, new(month, "xlsx"), XlsxType, output => TableWriter.Xlsx(output, "积分兑换月结"), cancel))
            .Needs(RedemptionPermissions.Settle).WithTags("Redemption").WithSummary("The same as an Excel workbook").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public async Task<Result<RedemptionMonth>> Handle(ExportRedemptions request, CancellationToken cancel) =>
        new RedemptionReport(request.Month).Problems().ToList() is { Count: > 0 } wrong ? Result<RedemptionMonth>.Fail(wrong) : await Handle(new RedemptionReport(request.Month), cancel);

    public async Task<Result<RedemptionMonth>> Handle(RedemptionReport request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var month = request.Month ?? (today.Year * 100) + today.Month;
        var (first, next) = (new DateOnly(month / 100, month % 100, 1), new DateOnly(month / 100, month % 100, 1).AddMonths(1));
        var rows = await db.Scoped<RedemptionRow>(current.Value.ScopesFor(RedemptionPermissions.Settle)).AsNoTracking()
            .Where(r => (r.State == RedemptionState.Done || r.State == RedemptionState.Reversed) && ((r.Day >= first && r.Day < next) || (r.ReversedOn >= first && r.ReversedOn < next)))
            .Join(db.Unfiltered<RedemptionStation>(), r => r.Station, s => s.Id, (r, s) => new { r, s.NameZh, s.NameEn, s.Shop }).ToListAsync(cancel);
        var shops = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        bool In(DateOnly? day) => day >= first && day < next;

        // A redemption counts in its month; undone, it counts back in the month in which it was undone: closed reports stay true.
        var lines = rows.GroupBy(x => (x.r.Station, x.r.Offer)).Select(g => new ReportLine(
            (g.First().NameZh, g.First().NameEn), shops.TryGetValue(g.First().Shop, out var name) ? name.ToString() : g.First().Shop, g.OrderBy(x => x.r.At).Last().r.Name,
            g.Where(x => In(x.r.Day)).Sum(x => x.r.Count), g.Where(x => In(x.r.ReversedOn)).Sum(x => x.r.Count),
            g.Where(x => In(x.r.Day)).Sum(x => x.r.Points) - g.Where(x => In(x.r.ReversedOn)).Sum(x => x.r.Points),
            g.Where(x => In(x.r.Day)).Sum(x => x.r.SettlementFen) - g.Where(x => In(x.r.ReversedOn)).Sum(x => x.r.SettlementFen)))
            .OrderBy(l => l.Station.Zh, StringComparer.Ordinal).ThenByDescending(l => l.Points).ToList();
        var byDay = rows.Where(x => In(x.r.Day)).ToLookup(x => x.r.Day, x => x.r.Points);
        return new RedemptionMonth(month, lines, [.. Enumerable.Range(0, next.AddDays(-1).Day).Select(i => first.AddDays(i)).TakeWhile(d => d <= today).Select(d => (d, byDay[d].Sum()))]);
    }

    private static async Task<IResult> Download(UseCaseRunner run, ExportRedemptions request, string mediaType, Func<Stream, TableWriter> writer, CancellationToken cancel)
    {
        var export = await run.Run(request, cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        var report = export.Value;
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(["月份", "兑换站", "商户", "兑换品", "兑换数量", "冲正数量", "积分", "结算金额（元，供合作社补付商户）"], cancel);
                foreach (var line in report.Lines)
                    await table.WriteRowAsync([report.Month, line.Station.Zh, line.Shop, line.Offer.Zh, line.Count, line.Undone, line.Points, line.Fen / 100m], cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"redemption-{report.Month}.{request.Format}");
    }
}
