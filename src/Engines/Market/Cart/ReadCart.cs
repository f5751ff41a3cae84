using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.People;
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

namespace Linli.Market.Cart;

/// <summary>What the caller means to buy, shop by shop, at what it costs now (我的购物车).</summary>
public sealed record ReadCart : IQuery<IReadOnlyList<CartShop>>;

/// <summary>The part of a cart that one shop sells.</summary>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Name">Its name.</param>
/// <param name="TakesOrders">Whether it takes orders at the moment.</param>
/// <param name="PickUpPlace">Where orders are picked up.</param>
/// <param name="PickUpHours">When.</param>
/// <param name="Lines">What is in.</param>
/// <param name="GoodsFen">What that costs now.</param>
/// <param name="FeeFen">What bringing it home costs.</param>
/// <param name="Slots">When it can be brought, UTC; none where the shop does not bring, or something cannot be brought.</param>
public sealed record CartShop(
    string Shop, Phrase Name, bool TakesOrders, string? PickUpPlace, string? PickUpHours, IReadOnlyList<CartGoods> Lines, long GoodsFen, long FeeFen, IReadOnlyList<CartSlot> Slots);

/// <summary>A window in which an order can be brought.</summary>
public sealed record CartSlot(DateTimeOffset From, DateTimeOffset Until);

/// <summary>Goods in the cart.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Unit">What one is.</param>
/// <param name="Count">How many.</param>
/// <param name="PriceFen">What one costs now.</param>
/// <param name="SeenFen">What one cost when it was put in.</param>
/// <param name="Stock">How many there are; <c>null</c> where none is counted.</param>
/// <param name="OnSale">Whether they are still sold.</param>
/// <param name="Delivers">Whether they can be brought home.</param>
/// <param name="Event">The live event whose price it is.</param>
/// <param name="Photo">Photo.</param>
/// <param name="Category">What kind.</param>
public sealed record CartGoods(
    GoodsId Goods, Phrase Name, Phrase Unit, long Count, long PriceFen, long SeenFen, long? Stock, bool OnSale, bool Delivers, Guid? Event, FileId? Photo, GoodsCategory Category)
{
    /// <summary>Whether as many can be had.</summary>
    public bool CanBeHad => OnSale && (Stock is null || Stock >= Count);
}

internal sealed class ReadCartHandler(LinliDb db, Prices prices, ShopAccounts shops, Deliveries deliveries, IPeople people, CurrentCaller current, TimeProvider time)
    : IHandler<ReadCart, IReadOnlyList<CartShop>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/cart", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadCart(), cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("My cart 我的购物车");

    public async Task<Result<IReadOnlyList<CartShop>>> Handle(ReadCart request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return MarketProblems.NoPerson;

        // One's own cart; what is in it was on sale for everybody.
        var rows = await db.Records<CartLine>().AsNoTracking().Where(c => c.Person == me)
            .Join(db.Unfiltered<GoodsRow>().AsNoTracking(), c => c.Goods, g => g.Id, (c, g) => new { Line = c, Goods = g })
            .Join(db.Records<StockRow>().AsNoTracking(), r => r.Goods.Id, s => s.Goods, (r, s) => new { r.Line, r.Goods, s.Count })
            .OrderBy(r => r.Line.At).ToListAsync(cancel);
        var offers = await prices.Running([.. rows.Where(r => r.Line.Event is not null).Select(r => (r.Line.Event!.Value, r.Goods.Id))], cancel);
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var found = new List<CartShop>();
        foreach (var group in rows.GroupBy(r => r.Goods.Shop))
        {
            var lines = group.Select(r =>
            {
                var offer = r.Line.Event is { } e ? offers.GetValueOrDefault((e, r.Goods.Id)) : null;
                var price = Prices.Of(r.Goods, offer, r.Line.Count);
                return new CartGoods(
                    r.Goods.Id, r.Goods.Name, r.Goods.Unit, r.Line.Count, price, r.Line.SeenFen, r.Count, r.Goods.OnSale, r.Goods.Delivers,
                    offer is not null && price == offer.PriceFen ? r.Line.Event : null, r.Goods.Photo, r.Goods.Category);
            }).ToList();
            found.Add(await Of(group.Key, names.GetValueOrDefault(group.Key, new(group.Key, group.Key)), lines, cancel));
        }

        return found;
    }

    private async Task<CartShop> Of(string shop, Phrase name, IReadOnlyList<CartGoods> lines, CancellationToken cancel)
    {
        var terms = await shops.Terms(shop, cancel);
        var goodsFen = lines.Where(l => l.CanBeHad).Sum(l => l.PriceFen * l.Count);
        var slots = lines.All(l => l.Delivers) ? DeliveryRules.Slots(await deliveries.Windows(shop, cancel), Clock.Now(time)) : [];
        return new(
            shop, name, terms?.TakesOrders == true, terms?.PickUpPlace, terms?.PickUpHours, lines, goodsFen, terms is null ? 0 : DeliveryRules.Fee(terms, goodsFen),
            [.. slots.Select(s => new CartSlot(s.From, s.Until))]);
    }
}
