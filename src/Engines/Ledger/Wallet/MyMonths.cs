using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Wallet;

/// <summary>What came into and went out of a wallet of mine in the last half year, month by month (月度收支).</summary>
/// <param name="Unit">Which wallet.</param>
internal sealed record MyMonths(LedgerUnit Unit) : IQuery<IReadOnlyList<WalletMonth>>;

/// <summary>A month of a wallet.</summary>
/// <param name="Month">First local day of it.</param>
/// <param name="In">What came in, in the unit of the wallet.</param>
/// <param name="Out">What went out, above zero.</param>
/// <param name="BalanceAfter">What was left at its end; of the month that runs, what is there now.</param>
internal sealed record WalletMonth(DateOnly Month, long In, long Out, long BalanceAfter);

internal sealed class MyMonthsHandler(LinliDb db, AccountReach reach, BalanceBook balances, TimeProvider time) : IHandler<MyMonths, IReadOnlyList<WalletMonth>>, IUseCase
{
    private const int Months = 6;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/months", (LedgerUnit unit, UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyMonths(unit), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Half a year of my wallet by the month 钱包月度收支");

    public async Task<Result<IReadOnlyList<WalletMonth>>> Handle(MyMonths request, CancellationToken cancel)
    {
        if (await reach.Mine(request.Unit, cancel) is not { } account)
            return new List<WalletMonth>();
        var today = LocalTime.Today(time);
        var now = new DateOnly(today.Year, today.Month, 1);
        var begin = now.AddMonths(1 - Months);
        var days = await db.Records<EntryRow>().Where(e => e.Account == account.Id)
            .Join(db.Records<TransferRow>().Where(t => t.Date >= begin), e => e.Transfer, t => t.Id, (e, t) => new { t.Date, e.Amount, In = e.Amount > 0 })
            .GroupBy(e => new { e.Date, e.In }).Select(g => new { g.Key.Date, g.Key.In, Sum = g.Sum(e => e.Amount) }).ToListAsync(cancel);
        var left = (await balances.Of(account.Id, cancel)).Posted;
        var months = new List<WalletMonth>(Months);
        for (var month = now; month >= begin; month = month.AddMonths(-1))
        {
            var (first, next) = (month, month.AddMonths(1));
            var (into, outOf) = (days.Where(d => d.In && d.Date >= first && d.Date < next).Sum(d => d.Sum), -days.Where(d => !d.In && d.Date >= first && d.Date < next).Sum(d => d.Sum));
            months.Add(new(month, into, outOf, left));
            left -= into - outOf;
        }

        months.Reverse();
        return months;
    }
}
