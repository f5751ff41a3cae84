using Linli.Ledger.Accounts;
using Linli.Ledger.Earning;
using Linli.Ledger.Lots;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Statements;

/// <summary>What the community owes in points (积分负债), and how each programme stands with its budget of the month (R21).</summary>
internal sealed record LiabilityReport : IQuery<Liability>;

/// <summary>The report.</summary>
/// <param name="Outstanding">Points that people hold.</param>
/// <param name="Holders">How many people hold some.</param>
/// <param name="ExpiringIn30">Of them, what expires within 30 days.</param>
/// <param name="ExpiringIn90">Of them, what expires within 90 days.</param>
/// <param name="EarnedThisMonth">What was given this month.</param>
/// <param name="SpentThisMonth">What people used this month.</param>
/// <param name="ExpiredThisMonth">What expired this month.</param>
/// <param name="Budgets">Each programme's month.</param>
internal sealed record Liability(
    long Outstanding, int Holders, long ExpiringIn30, long ExpiringIn90, long EarnedThisMonth, long SpentThisMonth, long ExpiredThisMonth, IReadOnlyList<BudgetLine> Budgets)
{
    /// <summary>The last half year, the month that runs last.</summary>
    public IReadOnlyList<PointsMonth> Months { get; init; } = [];

    /// <summary>What people hold by the month in which it expires, the next first.</summary>
    public IReadOnlyList<ExpiringMonth> Expiring { get; init; } = [];
}

/// <summary>What became of points in a month.</summary>
internal sealed record PointsMonth(DateOnly Month, long Earned, long Spent, long Expired);

/// <summary>Points that expire in a month.</summary>
internal sealed record ExpiringMonth(DateOnly Month, long Points);

/// <summary>A programme's month.</summary>
internal sealed record BudgetLine(string Programme, Phrase Name, int Month, long Budget, long Given, long Left);

internal sealed class LiabilityReportHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<LiabilityReport, Liability>, IUseCase
{
    private const int History = 6;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/liability", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new LiabilityReport(), cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("What is owed in points, and budgets of the month 积分负债与预算");

    public async Task<Result<Liability>> Handle(LiabilityReport request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var wallets = db.Scoped<Account>(current.Value.ScopesFor(LedgerPermissions.Read)).Where(a => a.Unit == LedgerUnit.Points && a.Purpose == NewAccount.Wallet);
        var held = await wallets.Join(db.Records<BalanceRow>().Where(b => b.Posted > 0), a => a.Id, b => b.Account, (_, b) => b.Posted)
            .GroupBy(_ => 1).Select(g => new { Sum = g.Sum(), Count = g.Count() }).SingleOrDefaultAsync(cancel);
        var (in30, in90) = (today.AddDays(30), today.AddDays(90));
        var lots = wallets.Join(db.Records<Lot>().Where(l => l.Left > 0), a => a.Id, l => l.Account, (_, l) => l);
        var (first, next) = (new DateOnly(today.Year, today.Month, 1), new DateOnly(today.Year, today.Month, 1).AddMonths(1));
        var begin = first.AddMonths(1 - History);
        var moved = await wallets.Join(db.Records<EntryRow>(), a => a.Id, e => e.Account, (_, e) => e)
            .Join(db.Records<TransferRow>().Where(t => t.Date >= begin && t.Date < next), e => e.Transfer, t => t.Id, (e, t) => new { t.Date, e.Amount, t.Kind })
            .GroupBy(e => new { e.Date, e.Kind, In = e.Amount > 0 }).Select(g => new { g.Key.Date, g.Key.Kind, g.Key.In, Sum = g.Sum(e => e.Amount) }).ToListAsync(cancel);
        var months = Enumerable.Range(0, History).Select(i => begin.AddMonths(i)).Select(of =>
        {
            var month = moved.FindAll(m => m.Date >= of && m.Date < of.AddMonths(1));
            return new PointsMonth(
                of, month.Where(m => m.Kind is "points.earn" or "points.appeal").Sum(m => m.Sum), -month.Where(m => !m.In && m.Kind is not ("points.expire" or "reversal" or "points.household")).Sum(m => m.Sum),
                -month.Where(m => m.Kind == "points.expire").Sum(m => m.Sum));
        }).ToList();
        var expiring = (await lots.GroupBy(l => l.LastDay).Select(g => new { g.Key, Sum = g.Sum(l => l.Left) }).ToListAsync(cancel))
            .GroupBy(l => new DateOnly(l.Key.Year, l.Key.Month, 1)).OrderBy(g => g.Key).Take(History * 2).Select(g => new ExpiringMonth(g.Key, g.Sum(l => l.Sum))).ToList();
        return new Liability(
            held?.Sum ?? 0, held?.Count ?? 0,
            await lots.Where(l => l.LastDay <= in30).SumAsync(l => l.Left, cancel), await lots.Where(l => l.LastDay <= in90).SumAsync(l => l.Left, cancel),
            months[^1].Earned, months[^1].Spent, months[^1].Expired, await Budgets(ClosedPeriod.MonthOf(today), cancel))
        {
            Months = months, Expiring = expiring,
        };
    }

    private async Task<IReadOnlyList<BudgetLine>> Budgets(int month, CancellationToken cancel)
    {
        var purpose = $"budget-{month}";
        var scopes = current.Value.ScopesFor(LedgerPermissions.Read);
        var programmes = await db.Scoped<Programme>(scopes).AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
        var rows = await db.Scoped<Account>(scopes).Where(a => a.OwnerKind == OwnerKind.Programme && a.Purpose == purpose)
            .Join(db.Records<BalanceRow>(), a => a.Id, b => b.Account, (a, b) => new { a.OwnerKey, a.Id, b.Posted }).ToListAsync(cancel);
        var lines = new List<BudgetLine>();
        foreach (var programme in programmes)
        {
            var row = rows.Find(r => r.OwnerKey == programme.Code);
            var budget = row is null ? 0 : await db.Records<EntryRow>().Where(e => e.Account == row.Id)
                .Join(db.Records<TransferRow>().Where(t => t.Kind == SetBudgetHandler.BudgetKind), e => e.Transfer, t => t.Id, (e, _) => e.Amount).SumAsync(cancel);
            lines.Add(new(programme.Code, programme.Name, month, budget, budget - (row?.Posted ?? 0), row?.Posted ?? 0));
        }

        return lines;
    }
}
