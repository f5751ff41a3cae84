using Linli.Ledger.Lots;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Accounts;

/// <summary>What accounts hold now, the current unit of work included.</summary>
internal sealed class BalanceBook(LinliDb db, AccountBook accounts, TimeProvider time)
{
    public async Task<Balance> Of(AccountId account, CancellationToken cancel)
    {
        if (!(await accounts.Facts([account], cancel)).TryGetValue(account, out var facts))
            throw new ArgumentException($"There is no account {account.Value}.", nameof(account));
        if (facts.Floor is null)
            return new(account, facts.Unit, await Sum(account, cancel), 0, null);
        var row = db.Records<BalanceRow>().Local.FindEntry(account)?.Entity
            ?? await db.Records<BalanceRow>().AsNoTracking().SingleAsync(b => b.Account == account, cancel);
        var overdue = facts.KeepsLots ? await Overdue(account, cancel) : 0;
        return new(account, facts.Unit, row.Posted - overdue, row.Held, facts.Floor);
    }

    // Expired, but not taken off yet: it can no longer be spent, so it is not shown either.
    private async Task<long> Overdue(AccountId account, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var lots = await db.Records<Lot>().AsNoTracking()
            .Where(l => l.Account == account && l.Left > 0 && l.NoticedAt != null && l.LastDay < today).SumAsync(l => (long?)l.Left, cancel) ?? 0;
        return lots;
    }

    // One statement, one view of the database: sealing moves entries from the second part to the first.
    private async Task<long> Sum(AccountId account, CancellationToken cancel)
    {
        var stored = await db.Database.SqlQuery<long>(
            $"""
            SELECT CAST(COALESCE((SELECT r."Sum" FROM ledger_rollup r WHERE r."Account" = {account.Value}), 0)
                + COALESCE((SELECT SUM(e."Amount") FROM ledger_transfer t JOIN ledger_entry e ON e."Transfer" = t."Id"
                    WHERE t."Segment" IS NULL AND e."Account" = {account.Value}), 0) AS BIGINT) AS "Value"
            """).ToListAsync(cancel);
        return stored[0] + db.ChangeTracker.Entries<EntryRow>().Where(e => e.State == EntityState.Added && e.Entity.Account == account).Sum(e => e.Entity.Amount);
    }
}
