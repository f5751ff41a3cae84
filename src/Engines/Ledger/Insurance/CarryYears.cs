using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Insurance;

/// <summary>
/// What is left of a year on New Year's Day belongs to past years (历年结余), for the same person. What came in since then is of the new
/// year and stays; what was spent since is taken from the old.
/// </summary>
internal sealed class CarryYears(LinliDb db, WriterQueue writers, InsuranceBook book, Poster poster, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        var begin = new DateOnly(LocalTime.Today(time).Year, 1, 1);
        // A job for the whole installation.
        var found = await db.Unfiltered<Account>().AsNoTracking()
            .Where(a => a.Unit == LedgerUnit.InsuranceFen && a.Purpose == InsuranceBook.ThisYear && a.OwnerKind == OwnerKind.Person)
            .Join(db.Records<BalanceRow>().Where(b => b.Posted > 0), a => a.Id, b => b.Account, (a, b) => new { a.Id, a.OwnerKey, b.Posted }).OrderBy(a => a.Id).ToListAsync(cancel);
        foreach (var some in found.Chunk(Batch))
            using (await writers.Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                foreach (var account in some)
                    if (Guid.TryParse(account.OwnerKey, out var person))
                        await Carry(account.Id, person, begin, cancel);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(CancellationToken.None);
                db.ChangeTracker.Clear();
            }
    }

    private async Task Carry(AccountId account, Guid person, DateOnly begin, CancellationToken cancel)
    {
        var came = await db.Records<EntryRow>().Where(e => e.Account == account && e.Amount > 0)
            .Join(db.Records<TransferRow>().Where(t => t.Date >= begin), e => e.Transfer, t => t.Id, (e, _) => e.Amount).SumAsync(a => (long?)a, cancel) ?? 0;
        var left = await book.Of(person, InsuranceBook.ThisYear, cancel) - came;
        if (left <= 0)
            return;
        var past = await book.Open(person, InsuranceBook.PastYears, cancel);
        await poster.PostAll(
            [
                new(new(CreditInsuranceHandler.Poster, FormattableString.Invariant($"carry-{begin.Year}-{account.Value:N}"), "insurance.carry", ($"{begin.Year - 1} 年结余转入历年", $"Left of {begin.Year - 1}, now of past years"),
                    [Entry.From(account, new InsuranceFen(left)), Entry.To(past, new InsuranceFen(left))]))
                {
                    // One person's own two accounts.
                    WithinHousehold = true,
                },
            ],
            cancel);
    }
}
