using System.Globalization;
using Linli.Ledger;
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

namespace Linli.Governance.Operation;

/// <summary>The spaces that keep an operating ledger, with what they returned to the public; for everybody.</summary>
internal sealed record ListOperations : IQuery<IReadOnlyList<OperationLine>>;

/// <summary>A space that is run.</summary>
internal sealed record OperationLine(string Space, Phrase Name, long IncomeFen, long CostFen, long SubsidyFen, long PublicFen);

/// <summary>The statement of a space and a year; for everybody.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Year">Such as 2026; this year when left out.</param>
internal sealed record ReadOperation(string Space, int? Year = null) : IQuery<OperationStatement>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Year is < 2000 or > 2099)
            yield return Problem.Invalid("year", "operation.year", "年份应在 2000–2099 之间。", "The year lies between 2000 and 2099.");
    }
}

/// <summary>A statement: twelve months, every line behind them, the settlements and the rules.</summary>
internal sealed record OperationStatement(
    string Space, Phrase Name, int Year, IReadOnlyList<int> Years, string Government, string Collective, string Operator, IReadOnlyList<OperationMonth> Months, IReadOnlyList<OperationEntryLine> Entries,
    IReadOnlyList<SettlementLine> Settlements, IReadOnlyList<ShareRuleLine> Rules, long LedgerFen, long UnsettledFen, bool Agrees);

/// <summary>A month.</summary>
internal sealed record OperationMonth(string Month, long IncomeFen, long CostFen, long SubsidyFen, bool Settled)
{
    public long SurplusFen => IncomeFen + SubsidyFen - CostFen;
}

/// <summary>A line.</summary>
internal sealed record OperationEntryLine(Guid Id, string Month, OperationKind Kind, string What, long Fen, string Voucher, DateTimeOffset At, Guid Transfer, Guid? Corrects, bool Corrected);

/// <summary>A settlement.</summary>
internal sealed record SettlementLine(
    Guid Id, string From, string To, long IncomeFen, long CostFen, long SubsidyFen, long CarriedInFen, long PublicFen, long GovernmentFen, long CollectiveFen, long OperatorFen, long CarriedOutFen, DateTimeOffset At, Guid? Transfer);

/// <summary>A version of the rule.</summary>
internal sealed record ShareRuleLine(string From, int PublicBp, int GovernmentBp, int CollectiveBp, int OperatorBp, string Source);

internal sealed class ReadOperationHandler(LinliDb db, ILedger ledger, TimeProvider time) : IHandler<ListOperations, IReadOnlyList<OperationLine>>, IHandler<ReadOperation, OperationStatement>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/operation", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListOperations(), cancel))
            .Needs(Access.Public).WithTags("operation").WithSummary("Spaces with an operating ledger 空间运营");
        api.MapGet("/operation/{space}", (string space, int? year, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadOperation(space, year), cancel))
            .Needs(Access.Public).WithTags("operation").WithSummary("Statement of a space and a year");
        api.MapGet("/operation/{space}/entries.csv", Csv).Needs(Access.Public).WithTags("operation").WithSummary("Every line of a space and a year as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    public async Task<Result<IReadOnlyList<OperationLine>>> Handle(ListOperations request, CancellationToken cancel)
    {
        var year = LocalTime.Today(time).AddMonths(-11);
        var since = OperationRules.MonthOf(year);
        var operations = await db.Unfiltered<SpaceOperation>().AsNoTracking().OrderBy(o => o.Space).ToListAsync(cancel);
        var sums = (await db.Unfiltered<OperationEntry>().Where(e => e.Month >= since).GroupBy(e => new { e.Space, e.Kind }).Select(g => new { g.Key.Space, g.Key.Kind, Fen = g.Sum(e => e.Fen) }).ToListAsync(cancel)).ToDictionary(g => (g.Space, g.Kind), g => g.Fen);
        var back = await db.Unfiltered<OperationSettlement>().Where(s => s.To >= since).GroupBy(s => s.Space).Select(g => new { g.Key, Fen = g.Sum(s => s.PublicFen) }).ToDictionaryAsync(g => g.Key, g => g.Fen, cancel);
        return operations.ConvertAll(o => new OperationLine(
            o.Space, (o.NameZh, o.NameEn), sums.GetValueOrDefault((o.Space, OperationKind.Income)), sums.GetValueOrDefault((o.Space, OperationKind.Cost)), sums.GetValueOrDefault((o.Space, OperationKind.Subsidy)), back.GetValueOrDefault(o.Space)));
    }

    public async Task<Result<OperationStatement>> Handle(ReadOperation request, CancellationToken cancel)
    {
        if (await db.Unfiltered<SpaceOperation>().AsNoTracking().SingleOrDefaultAsync(o => o.Space == request.Space, cancel) is not { } operation)
            return OperationBook.NotFound;
        var today = LocalTime.Today(time);
        var year = request.Year ?? today.Year;
        var (first, end) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 1));
        var entries = await db.Unfiltered<OperationEntry>().AsNoTracking().Where(e => e.Space == operation.Space && e.Month >= first && e.Month <= end).OrderBy(e => e.Month).ThenBy(e => e.Id).Take(5_000).ToListAsync(cancel);
        var settlements = await db.Unfiltered<OperationSettlement>().AsNoTracking().Where(s => s.Space == operation.Space).OrderBy(s => s.From).ToListAsync(cancel);
        var rules = await db.Records<ShareRule>().AsNoTracking().Where(r => r.Space == operation.Space).OrderBy(r => r.From).ToListAsync(cancel);
        var settledTo = settlements.Count == 0 ? operation.Since.AddMonths(-1) : settlements[^1].To;
        var open = await db.Unfiltered<OperationEntry>().Where(e => e.Space == operation.Space && e.Month > settledTo).SumAsync(e => e.Kind == OperationKind.Cost ? -e.Fen : e.Fen, cancel)
            + (settlements.Count == 0 ? 0 : settlements[^1].CarriedOutFen);
        var balance = (await ledger.Balance(operation.Account, cancel)).Posted;
        var byMonth = entries.ToLookup(e => e.Month);
        var months = Enumerable.Range(0, 12).Select(first.AddMonths).Where(m => m >= operation.Since && m <= today)
            .Select(m => new OperationMonth(OperationRules.Say(m), Sum(byMonth[m], OperationKind.Income), Sum(byMonth[m], OperationKind.Cost), Sum(byMonth[m], OperationKind.Subsidy), m <= settledTo)).ToList();
        return new OperationStatement(
            operation.Space, (operation.NameZh, operation.NameEn), year, [.. Enumerable.Range(operation.Since.Year, today.Year - operation.Since.Year + 1)], operation.Government, operation.Collective, operation.Operator, months,
            entries.ConvertAll(e => new OperationEntryLine(e.Id, OperationRules.Say(e.Month), e.Kind, e.What, e.Fen, e.Voucher, e.At, e.Transfer.Value, e.Corrects, e.CorrectedBy is not null)),
            [.. settlements.Where(s => s.To >= first && s.From <= end).Select(s => new SettlementLine(
                s.Id, OperationRules.Say(s.From), OperationRules.Say(s.To), s.IncomeFen, s.CostFen, s.SubsidyFen, s.CarriedInFen, s.PublicFen, s.GovernmentFen, s.CollectiveFen, s.OperatorFen, s.CarriedOutFen, s.At, s.Transfer?.Value))],
            rules.ConvertAll(r => new ShareRuleLine(OperationRules.Say(r.From), r.PublicBp, r.GovernmentBp, r.CollectiveBp, r.OperatorBp, r.Source)), balance, open, balance == open);
    }

    private static long Sum(IEnumerable<OperationEntry> entries, OperationKind kind) => entries.Where(e => e.Kind == kind).Sum(e => e.Fen);

    private static async Task<IResult> Csv(string space, int? year, UseCaseRunner runner, CancellationToken cancel)
    {
        var found = await runner.Ask(new ReadOperation(space, year), cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["月份", "种类", "摘要", "金额（元）", "凭证号", "记账时间", "交易号", "冲正原账"]);
                foreach (var e in found.Value.Entries)
                    await table.WriteRowAsync([e.Month, OperationRules.Of(e.Kind).Zh, e.What, e.Fen / 100m, e.Voucher, e.At, e.Transfer.ToString(), e.Corrects?.ToString()]);
                await table.CompleteAsync();
            },
            "text/csv; charset=utf-8", $"operation-{space}-{found.Value.Year.ToString(CultureInfo.InvariantCulture)}.csv");
    }
}
