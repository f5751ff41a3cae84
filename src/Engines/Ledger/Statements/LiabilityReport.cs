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
    long Outstanding, int Holders, long ExpiringIn30, long ExpiringIn90, long EarnedThisMonth, long SpentThisMonth, long ExpiredThisMonth, IReadOnlyList<BudgetLine> Budgets);

/// <summary>A programme's month.</summary>
internal sealed record BudgetLine(string Programme, Phrase Name, int Month, long Budget, long Given, long Left);

internal sealed class LiabilityReportHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<LiabilityReport, Liability>, IUseCase
{
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
        var month = await wallets.Join(db.Records<EntryRow>(), a => a.Id, e => e.Account, (_, e) => e)
            .Join(db.Records<TransferRow>().Where(t => t.Date >= first && t.Date < next), e => e.Transfer, t => t.Id, (e, t) => new { e.Amount, t.Kind, Back = t.Reverses != null })
            .GroupBy(e => new { e.Kind, In = e.Amount > 0 }).Select(g => new { g.Key.Kind, g.Key.In, Sum = g.Sum(e => e.Amount) }).ToListAsync(cancel);
        return new Liability(
            held?.Sum ?? 0, held?.Count ?? 0,
            await lots.Where(l => l.LastDay <= in30).SumAsync(l => l.Left, cancel), await lots.Where(l => l.LastDay <= in90).SumAsync(l => l.Left, cancel),
            month.Where(m => m.Kind is "points.earn" or "points.appeal").Sum(m => m.Sum),
            -month.Where(m => !m.In && m.Kind is not ("points.expire" or "reversal" or "points.household")).Sum(m => m.Sum),
            -month.Where(m => m.Kind == "points.expire").Sum(m => m.Sum),
            await Budgets(ClosedPeriod.MonthOf(today), cancel));
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
