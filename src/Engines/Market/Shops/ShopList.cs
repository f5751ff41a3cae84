using Linli.Market.Goods;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Shops;

/// <summary>Shops that sell something, for lists to choose from.</summary>
internal sealed class ShopList(LinliDb db, IPeople people)
{
    public async Task<IReadOnlyList<Team>> Selling(CancellationToken cancel)
    {
        // What is on sale is for everybody.
        var codes = await db.Unfiltered<GoodsRow>().Where(g => g.OnSale).Select(g => g.Shop).Distinct().ToListAsync(cancel);
        return [.. (await people.Teams(cancel)).Where(t => t.Kind == Team.Merchant && codes.Contains(t.Code))];
    }

    /// <summary>Shops at some places, whether they sell or not.</summary>
    public async Task<IReadOnlyList<Team>> At(ScopeSet scopes, CancellationToken cancel) =>
        [.. (await people.Teams(cancel)).Where(t => t.Kind == Team.Merchant && scopes.Covers(t.Scope))];
}
