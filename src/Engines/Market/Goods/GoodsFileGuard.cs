using Linli.Market.Shops;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Goods;

/// <summary>Photos of goods are for everybody while they are sold; otherwise for their shop, staff, and who ordered them.</summary>
internal sealed class GoodsFileGuard(LinliDb db, ShopReach reach) : IFileGuard
{
    public const string Kind = "goods";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        var id = new GoodsId(subject);
        var goods = await db.Unfiltered<GoodsRow>().AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancel);
        return goods is not null && (goods.OnSale || reach.Codes.Contains(goods.Shop) || caller.May(MarketPermissions.Read, goods.Scope));
    }
}
