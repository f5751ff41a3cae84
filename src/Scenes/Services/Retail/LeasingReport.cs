using System.Globalization;
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

namespace Linli.Services.Retail;

/// <summary>What leasing asks of an area (招商分析): visitors of each space over a time, by day and square metre, and how much of the time was counted at all.</summary>
/// <param name="Area">Code of the area.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day, not after today; at most 92 days.</param>
internal sealed record LeasingReport(string Area, DateOnly From, DateOnly To) : IQuery<LeasingShown>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (To < From || To.DayNumber - From.DayNumber >= 92)
            yield return Problem.Invalid("to", "services.retail_span", "起止日期应为 1–92 天。", "A report covers 1 to 92 days.");
    }
}

/// <summary>The report.</summary>
/// <param name="Area">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="Visitors">Visitors of the area in hours that were counted.</param>
/// <param name="CountedHours">Hours of opening that were counted.</param>
/// <param name="OpenHours">Hours of opening.</param>
/// <param name="Units">Spaces, the best visited for their size first.</param>
internal sealed record LeasingShown(string Area, Phrase Name, DateOnly From, DateOnly To, int Visitors, int CountedHours, int OpenHours, IReadOnlyList<UnitReport> Units);

/// <summary>A space in the report.</summary>
/// <param name="Number">On the plan.</param>
/// <param name="Merchant">Who has it; <c>null</c> while it is vacant.</param>
/// <param name="Trade">What is sold.</param>
/// <param name="AreaM2">Square metres.</param>
/// <param name="Visitors">Visitors in hours that were counted; <c>null</c> without a counter.</param>
/// <param name="PerDay">For a day of as many hours as it is open, from the hours that were counted.</param>
/// <param name="PerM2">The same for a square metre.</param>
/// <param name="Share">Its visitors of those of the area, in per cent.</param>
/// <param name="Busiest">Hour of the day with most visitors, 0–23.</param>
/// <param name="CountedHours">Hours of opening that were counted.</param>
/// <param name="OpenHours">Hours of opening.</param>
internal sealed record UnitReport(
    string Number, string? Merchant, string Trade, decimal AreaM2, int? Visitors, decimal? PerDay, decimal? PerM2, decimal? Share, int? Busiest, int CountedHours, int OpenHours);

internal sealed class LeasingReportHandler(LinliDb db, Footfall footfall, CurrentCaller current, TimeProvider time) : IHandler<LeasingReport, LeasingShown>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/retail/areas/{area}/report", (string area, DateOnly from, DateOnly to, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeasingReport(area, from, to), cancel))
            .Needs(RetailParts.Permission).WithTags("Retail").WithSummary("Report for leasing 招商分析");
        api.MapGet("/retail/areas/{area}/report.csv", (string area, DateOnly from, DateOnly to, UseCaseRunner run, CancellationToken cancel) => Download(run, new(area, from, to), "csv", "text/csv; charset=utf-8", TableWriter.Csv, cancel))
            .Needs(RetailParts.Permission).WithTags("Retail").WithSummary("The same as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/retail/areas/{area}/report.xlsx", (string area, DateOnly from, DateOnly to, UseCaseRunner run, CancellationToken cancel) => Download(run, new(area, from, to), "xlsx", XlsxType, o => TableWriter.Xlsx(o, "招商分析"), cancel))
            .Needs(RetailParts.Permission).WithTags("Retail").WithSummary("The same as an Excel workbook").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public async Task<Result<LeasingShown>> Handle(LeasingReport request, CancellationToken cancel)
    {
        if (request.To > LocalTime.Today(time))
            return Problem.Invalid("to", "services.retail_future", "截止日期不能晚于今天。", "The last day is not after today.");
        if (await db.Scoped<RetailArea>(current.Value.ScopesFor(RetailParts.Permission)).AsNoTracking().SingleOrDefaultAsync(a => a.Code == request.Area, cancel) is not { } area)
            return RetailParts.NoArea;
        // Of an area of the caller's.
        var units = await db.Unfiltered<RetailUnit>().AsNoTracking().Where(u => u.Area == area.Code).OrderBy(u => u.Number).ToListAsync(cancel);
        var counters = footfall.Counters([area.Code, .. units.Select(u => u.Code)]);
        var counted = await footfall.Read([.. counters.SelectMany(c => c).Select(d => d.Id)], LocalTime.StartOfDay(request.From), LocalTime.EndOfDay(request.To), cancel);
        var (now, days) = (Clock.Now(time), request.To.DayNumber - request.From.DayNumber + 1);
        var whole = Hours(area.Code, area.Hours);
        var visitors = whole.Sum(h => h.Visitors ?? 0);
        var lines = units.ConvertAll(u => Line(u, counters.Contains(u.Code) ? Hours(u.Code, u.Hours) : null, visitors, days));
        return new LeasingShown(area.Code, area.Name, request.From, request.To, visitors, whole.Count(h => h is { IsOpen: true, Visitors: not null }), whole.Count(h => h.IsOpen), [.. lines.OrderByDescending(l => l.PerM2 ?? -1).ThenBy(l => l.Number, StringComparer.Ordinal)]);

        IReadOnlyList<HourCount> Hours(string place, string hours) =>
            [.. Enumerable.Range(0, days).SelectMany(d => Footfall.Day(request.From.AddDays(d), now, hours, [.. counters[place]], counted))];
    }

    private static UnitReport Line(RetailUnit unit, IReadOnlyList<HourCount>? hours, int whole, int days)
    {
        var m2 = unit.AreaDm2 / 100m;
        if (hours is null)
            return new(unit.Number, unit.Merchant, unit.Trade, m2, null, null, null, null, null, 0, 0);
        var heard = hours.Where(h => h.Visitors is not null).ToList();
        var (visitors, counted, open) = (heard.Sum(h => h.Visitors!.Value), heard.Count(h => h.IsOpen), hours.Count(h => h.IsOpen));
        decimal? perDay = counted == 0 ? null : decimal.Round((decimal)visitors / counted * open / days, 1);
        return new(
            unit.Number, unit.Merchant, unit.Trade, m2, visitors, perDay, perDay is null || m2 == 0 ? null : decimal.Round(perDay.Value / m2, 2), whole == 0 ? null : decimal.Round(visitors * 100m / whole, 1),
            visitors == 0 ? null : heard.GroupBy(h => LocalTime.ToLocal(h.Hour).Hour).MaxBy(g => g.Sum(h => h.Visitors!.Value))!.Key, counted, open);
    }

    private static async Task<IResult> Download(UseCaseRunner run, LeasingReport wish, string format, string mediaType, Func<Stream, TableWriter> writer, CancellationToken cancel)
    {
        var report = await run.Ask(wish, cancel);
        if (!report.Ok)
            return ProblemResults.From(report.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(["铺位", "商户", "业态", "面积（㎡）", "进店人次", "日均人次", "日均人次/㎡", "占商圈（%）", "最旺时段", "已计数小时", "应计数小时"], cancel);
                foreach (var u in report.Value.Units)
                    await table.WriteRowAsync([u.Number, u.Merchant ?? "空置", u.Trade, u.AreaM2, u.Visitors, u.PerDay, u.PerM2, u.Share, u.Busiest is { } hour ? $"{hour}:00" : null, u.CountedHours, u.OpenHours], cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, string.Create(CultureInfo.InvariantCulture, $"leasing-{wish.Area}-{wish.From:yyyyMMdd}-{wish.To:yyyyMMdd}.{format}"));
    }
}
