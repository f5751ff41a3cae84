using Linli.Ledger.Accounts;
using Linli.Ledger.Lots;
using Linli.Ledger.Periods;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Earning;

/// <summary>What a programme did not give in a month goes back to the issuer once nothing of that month can be made up any more: budgets do not pile up.</summary>
internal sealed class ReturnBudgets(LinliDb db, WriterQueue writers, PointsIssuer issuer, ILedger ledger, TimeProvider time) : IJob
{
    // Acts of the last days of a month may be written down for a month.
    private const int Grace = 32;

    public async Task Run(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var running = $"budget-{ClosedPeriod.MonthOf(today.AddDays(-Grace))}";
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);

            // A job for the whole installation.
            var over = await db.Unfiltered<Account>().AsNoTracking()
                .Where(a => a.OwnerKind == OwnerKind.Programme && a.Unit == LedgerUnit.Points && a.Purpose.StartsWith("budget-") && string.Compare(a.Purpose, running) < 0)
                .Join(db.Records<BalanceRow>().AsNoTracking().Where(b => b.Posted > 0), a => a.Id, b => b.Account, (a, b) => new { a.Id, a.OwnerKey, b.Posted }).ToListAsync(cancel);
            if (over.Count == 0)
                return;
            var to = await issuer.Account(cancel);
            await ledger.PostAll(
                [.. over.Select(a => new Transfer(SetBudgetHandler.BudgetPoster, Guid.CreateVersion7(Clock.Now(time)).ToString("D"), "points.budget-return",
                    ("未用预算收回", "Unused budget returned"), [Entry.From(a.Id, new Points(a.Posted)), Entry.To(to, new Points(a.Posted))]) { Subject = a.OwnerKey })],
                cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
        }
    }
}
