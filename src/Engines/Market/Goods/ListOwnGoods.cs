using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Goods;

/// <summary>Goods of the caller's shops: what is sold first, by name.</summary>
/// <param name="Id">Only these.</param>
public sealed record ListOwnGoods(GoodsId? Id = null) : IQuery<IReadOnlyList<OwnGoods>>;

/// <summary>Goods as their shop keeps them.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Unit">What one is.</param>
/// <param name="About">What is said of them.</param>
/// <param name="Category">What kind.</param>
/// <param name="PriceFen">Price of one in fen.</param>
/// <param name="Township">Code of the partner township.</param>
/// <param name="Origin">Origin in the shop's own words.</param>
/// <param name="Photo">Photo.</param>
/// <param name="Delivers">Whether they can be brought home.</param>
/// <param name="OnSale">Whether they are offered.</param>
/// <param name="Stock">How many there are; <c>null</c> where none is counted.</param>
/// <param name="Version">For a change.</param>
public sealed record OwnGoods(
    GoodsId Id, string Shop, Phrase Name, Phrase Unit, string? About, GoodsCategory Category, long PriceFen, string? Township, string? Origin, FileId? Photo,
    bool Delivers, bool OnSale, long? Stock, int Version);

internal sealed class ListOwnGoodsHandler(LinliDb db, ShopReach reach) : IHandler<ListOwnGoods, IReadOnlyList<OwnGoods>>, IUseCase
{
    private const int Most = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/goods/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListOwnGoods(), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Goods of my shop 我的商品");

    public async Task<Result<IReadOnlyList<OwnGoods>>> Handle(ListOwnGoods request, CancellationToken cancel)
    {
        var codes = reach.Codes;

        // Of one's own shops, wherever they are.
        var goods = db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => codes.Contains(g.Shop));
        if (request.Id is { } id)
            goods = goods.Where(g => g.Id == id);
        var rows = await goods.Join(db.Records<StockRow>().AsNoTracking(), g => g.Id, s => s.Goods, (g, s) => new { Goods = g, s.Count })
            .OrderByDescending(r => r.Goods.OnSale).ThenBy(r => r.Goods.NameZh).Take(Most).ToListAsync(cancel);
        return rows.ConvertAll(r => Of(r.Goods, r.Count));
    }

    private static OwnGoods Of(GoodsRow g, long? count) => new(
        g.Id, g.Shop, g.Name, g.Unit, g.About, g.Category, g.PriceFen, g.Township, g.Origin, g.Photo, g.Delivers, g.OnSale, count, g.Version);
}
