using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Shops;

/// <summary>The account into which a shop is paid, and what it promises.</summary>
internal sealed class ShopAccounts(LinliDb db, IPeople people, ILedger ledger)
{
    /// <summary>What a shop is paid for goods.</summary>
    public const string Takings = "takings";

    /// <summary>The terms of a shop: what it wrote, or the usual ones; <c>null</c> for a shop that is not there.</summary>
    public async Task<ShopTerms?> Terms(string shop, CancellationToken cancel)
    {
        // What a shop promises is for everybody.
        if (await db.Unfiltered<ShopTerms>().SingleOrDefaultAsync(t => t.Shop == shop, cancel) is { } terms)
            return terms;
        return (await people.Teams(cancel)).FirstOrDefault(t => t.Code == shop && t.Kind == Team.Merchant) is { } team
            ? new() { Shop = shop, Scope = team.Scope.Value } : null;
    }

    public async Task<AccountId> Open(ShopTerms terms, CancellationToken cancel)
    {
        var name = (await people.Teams(cancel)).FirstOrDefault(t => t.Code == terms.Shop)?.Name ?? new(terms.Shop, terms.Shop);
        return await ledger.Open(
            new(new(OwnerKind.Shop, terms.Shop), LedgerUnit.Fen, Takings, ScopePath.Parse(terms.Scope, null), null) { Label = ($"{name.Zh}营业款", $"Takings of {name.En}") }, cancel);
    }

    public Task<AccountId?> Find(string shop, CancellationToken cancel) => ledger.Find(new(OwnerKind.Shop, shop), LedgerUnit.Fen, Takings, cancel);
}
