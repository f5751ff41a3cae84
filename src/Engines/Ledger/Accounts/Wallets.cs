using Linli.Platform.Data;

namespace Linli.Ledger.Accounts;

/// <summary>What a person may spend (钱包): one account for each unit, never below zero.</summary>
internal static class Wallets
{
    public static NewAccount Of(Guid person, LedgerUnit unit, ScopePath place) => new(AccountOwner.Person(person), unit, NewAccount.Wallet, place, 0);
}
