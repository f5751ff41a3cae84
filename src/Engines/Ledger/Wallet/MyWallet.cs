using Linli.Ledger.Accounts;
using Linli.Ledger.Earning;
using Linli.Ledger.Lots;
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

namespace Linli.Ledger.Wallet;

/// <summary>What the caller has (我的钱包), and what of it expires when.</summary>
internal sealed record MyWallet : IQuery<WalletView>;

/// <summary>A wallet.</summary>
/// <param name="Pockets">One for each unit the person has an account of.</param>
/// <param name="Expiring">Points by their last day, the first to expire first.</param>
/// <param name="Earnings">Earnings that are looked at, were taken back, or appealed for.</param>
/// <param name="Sources">What points of the last year were earned by, the most first.</param>
internal sealed record WalletView(IReadOnlyList<Pocket> Pockets, IReadOnlyList<ExpiringPoints> Expiring, IReadOnlyList<MyEarning> Earnings, IReadOnlyList<PointSource> Sources);

/// <summary>What a person earned by one kind of act.</summary>
/// <param name="Event">The act.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Points">How many points.</param>
/// <param name="Times">How often.</param>
internal sealed record PointSource(string Event, Phrase Name, long Points, int Times);

/// <summary>What a person has of one unit.</summary>
/// <param name="Account">The account.</param>
/// <param name="Number">What they read out at the desk.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Posted">What they have.</param>
/// <param name="Available">What they can spend now.</param>
/// <param name="Held">What is set aside.</param>
/// <param name="Words">What they can spend, in words.</param>
internal sealed record Pocket(AccountId Account, string Number, LedgerUnit Unit, long Posted, long Available, long Held, Phrase Words);

/// <summary>Points that expire together.</summary>
internal sealed record ExpiringPoints(DateOnly LastDay, long Points);

/// <summary>An earning of one's own that is not simply given.</summary>
internal sealed record MyEarning(Guid Id, Phrase Rule, DateOnly Day, long Points, EarningState State, string? Note, string? Decision);

internal sealed class MyWalletHandler(LinliDb db, BalanceBook balances, CurrentCaller current, TimeProvider time) : IHandler<MyWallet, WalletView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyWallet(), cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("What I have 我的钱包");

    public async Task<Result<WalletView>> Handle(MyWallet request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new WalletView([], [], [], []);
        var key = AccountOwner.Person(me).Key;

        // One's own.
        var accounts = await db.Unfiltered<Account>().AsNoTracking()
            .Where(a => a.OwnerKind == OwnerKind.Person && a.OwnerKey == key && a.Purpose == NewAccount.Wallet).ToListAsync(cancel);
        var pockets = new List<Pocket>(accounts.Count);
        foreach (var account in accounts.OrderBy(a => a.Unit))
        {
            var balance = await balances.Of(account.Id, cancel);
            var available = balance.Available ?? balance.Posted;
            pockets.Add(new(account.Id, account.Number, account.Unit, balance.Posted, available, balance.Held, UnitWords.Words(account.Unit, available)));
        }

        return new WalletView(pockets, await Expiring([.. accounts.Select(a => a.Id)], cancel), await Earnings(me, cancel), await Sources(me, cancel));
    }

    private async Task<IReadOnlyList<ExpiringPoints>> Expiring(List<AccountId> accounts, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        return await db.Records<Lot>().AsNoTracking().Where(l => accounts.Contains(l.Account) && l.Left > 0 && (l.NoticedAt == null || l.LastDay >= today))
            .GroupBy(l => l.LastDay).OrderBy(g => g.Key).Select(g => new ExpiringPoints(g.Key, g.Sum(l => l.Left))).ToListAsync(cancel);
    }

    private async Task<IReadOnlyList<PointSource>> Sources(Guid me, CancellationToken cancel)
    {
        var since = LocalTime.Today(time).AddYears(-1);
        var sums = await db.Unfiltered<EarningRow>().AsNoTracking()
            .Where(e => e.Person == me && e.Day > since && e.Points > e.Taken)
            .GroupBy(e => e.Event).Select(g => new { g.Key, Points = g.Sum(e => e.Points - e.Taken), Times = g.Count() }).OrderByDescending(g => g.Points).Take(8).ToListAsync(cancel);
        var events = sums.ConvertAll(s => s.Key);
        var names = (await db.Records<EarningRule>().AsNoTracking().Where(r => events.Contains(r.Event)).ToListAsync(cancel))
            .GroupBy(r => r.Event).ToDictionary(g => g.Key, g => g.OrderByDescending(r => r.From).ThenByDescending(r => r.At).First().Name);
        return sums.ConvertAll(s => new PointSource(s.Key, names.TryGetValue(s.Key, out var name) ? name : new(s.Key, s.Key), s.Points, s.Times));
    }

    private async Task<IReadOnlyList<MyEarning>> Earnings(Guid me, CancellationToken cancel)
    {
        EarningState[] worth = [EarningState.TakenBack, EarningState.Corrected, EarningState.Appealed, EarningState.AppealGranted, EarningState.AppealRefused];
        return await db.Unfiltered<EarningRow>().AsNoTracking().Where(e => e.Person == me && worth.Contains(e.State))
            .Join(db.Records<EarningRule>(), e => e.Rule, r => r.Id, (e, r) => new { Earning = e, Rule = r })
            .OrderByDescending(e => e.Earning.At).Take(20)
            .Select(e => new MyEarning(e.Earning.Id, new(e.Rule.NameZh, e.Rule.NameEn), e.Earning.Day, e.Earning.Points, e.Earning.State, e.Earning.AuditNote, e.Earning.Decision))
            .ToListAsync(cancel);
    }
}
