using Linli.Ledger;
using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Market.Orders;

/// <summary>Who buys, and where they live.</summary>
/// <param name="Person">The person whose wallet pays.</param>
/// <param name="Acted">Set when somebody of the family orders for them.</param>
/// <param name="Homes">Their homes.</param>
internal sealed record Buyer(Guid Person, ActedFor? Acted, IReadOnlyList<TieOfHome> Homes);

/// <summary>Finds out for whom the caller buys: for themselves, or for somebody of the family who agreed to it.</summary>
internal sealed class Buyers(CurrentCaller current, IActingFor family, ICareLists register, IPersonAccounts accounts, IHomeTies ties, ILedger ledger, TimeProvider time)
{
    // 民法典 arts. 19–20: a child under 14 does not buy alone.
    private const int ChildAge = 14;

    public async Task<Result<Buyer>> Find(Guid? onBehalfOf, CancellationToken cancel)
    {
        if (current.Value.Person is { } caller && await IsChild(caller, cancel))
            return MarketProblems.ChildAlone;
        if (onBehalfOf is { } whom && whom != current.Value.Person)
        {
            // The agreement first: how old somebody is concerns nobody who may not act for them.
            var acted = await family.For(whom, FamilyMatters.Book, cancel);
            if (acted.Ok && await IsChild(whom, cancel))
                return MarketProblems.ForAChild;
            return acted.Ok ? new Buyer(whom, acted.Value, await HomesOf([.. (await accounts.Of([whom], cancel))[whom]], cancel)) : acted.As<Buyer>();
        }

        return current.Value is { Person: { } me, Account: { } account } ? new Buyer(me, null, await HomesOf([account], cancel)) : MarketProblems.NoPerson;
    }

    /// <summary>What a person can spend now, in fen.</summary>
    public async Task<long> Available(Guid person, CancellationToken cancel) =>
        await Wallet(person, cancel) is { } wallet ? (await ledger.Balance(wallet, cancel)).Available ?? 0 : 0;

    public Task<AccountId?> Wallet(Guid person, CancellationToken cancel) => ledger.Find(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, cancel);

    private async Task<bool> IsChild(Guid person, CancellationToken cancel) =>
        // Whoever somebody answers for is a child until the register knows better.
        await register.Facts(person, cancel) is { Born: { } born } && LocalTime.Today(time) is var today && born <= today
            ? LocalTime.AgeOn(born, today) < ChildAge : (await register.GuardianAccountsOf(person, cancel)).Count > 0;

    private async Task<IReadOnlyList<TieOfHome>> HomesOf(IReadOnlyList<Guid> ofAccounts, CancellationToken cancel)
    {
        var homes = new List<TieOfHome>();
        foreach (var account in ofAccounts)
            homes.AddRange(await ties.Running(account, cancel));
        return [.. homes.DistinctBy(h => h.Home)];
    }
}
