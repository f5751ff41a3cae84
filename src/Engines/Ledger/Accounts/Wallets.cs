using Linli.Ledger.Payments;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Ledger.Accounts;

/// <summary>What a person may spend (钱包): one account for each unit, never below zero.</summary>
internal static class Wallets
{
    public static NewAccount Of(Guid person, LedgerUnit unit, ScopePath place) => new(AccountOwner.Person(person), unit, NewAccount.Wallet, place, 0);
}

/// <summary>Opens wallets where their owners are at home: not where somebody earned first, nor where the clerk lives who opened it.</summary>
internal sealed class PersonWallets(AccountBook accounts, IPersonAccounts people, ICallerDirectory callers, IPersonTraits traits, IScopeTree tree)
{
    public async Task<Account> Open(Guid person, LedgerUnit unit, CancellationToken cancel) =>
        await accounts.FindRow(AccountOwner.Person(person), unit, NewAccount.Wallet, cancel)
        ?? await accounts.Open(Wallets.Of(person, unit, await PlaceOf(person, cancel)), cancel);

    /// <summary>Where a person is at home, as far as that is known; else the town.</summary>
    public async Task<ScopePath> PlaceOf(Guid person, CancellationToken cancel)
    {
        foreach (var account in (await people.Of([person], cancel))[person])
            if (await callers.Find(account, cancel) is { HomeScopes: [var home, ..] })
                return home;

        // Somebody of the register who never signed in.
        return await traits.Of(person, cancel) is { Homes: [var registered, ..] } ? registered : tree.Town();
    }
}
