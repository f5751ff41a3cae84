using Linli.Ledger.Accounts;
using Linli.Platform.Data;

namespace Linli.Ledger.Lots;

/// <summary>The account that points come from and expire into: below zero by what people hold (负债). It has no floor and is never locked.</summary>
internal sealed class PointsIssuer(AccountBook accounts)
{
    public static readonly NewAccount Wanted = new(new(OwnerKind.Issuer, "points"), LedgerUnit.Points, "issue", ScopePath.Root, null)
    {
        Label = ("积分发行", "Issuer of points"),
    };

    public async Task<AccountId> Account(CancellationToken cancel) => (await accounts.Open(Wanted, cancel)).Id;
}
