using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.AfterSales;

/// <summary>Photos of a request are seen by its buyer, the shop, and those who decide.</summary>
internal sealed class AfterSaleFileGuard(LinliDb db, ShopReach reach, OrderDesk desk) : IFileGuard
{
    public const string Kind = "after-sale";

    public string SubjectKind => Kind;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel)
    {
        var sale = await db.Unfiltered<AfterSale>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == subject, cancel);
        return sale is not null
            && (reach.Codes.Contains(sale.Shop) || caller.May(MarketPermissions.Decide, sale.Scope) || await desk.OfBuyer(sale.Order, FamilyMatters.View, cancel) is not null);
    }
}
