using Linli.Ledger;
using Linli.Market.Cart;
using Linli.Market.Goods;
using Linli.Market.Live;
using Linli.Market.Shops;
using Linli.Market.Townships;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>So many of some goods at the price that the buyer saw.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Count">How many, 1 to 999.</param>
/// <param name="PriceFen">The price of one that the buyer agrees to; when it is another by now, nothing is bought and both are told.</param>
/// <param name="Event">The live event they are bought in.</param>
public sealed record OrderWish(GoodsId Goods, long Count, long PriceFen, Guid? Event = null);

/// <summary>Orders goods of one shop and pays for them from the wallet (下单付款): stock, order and money move together or not at all.</summary>
/// <param name="Shop">Code of the shop.</param>
/// <param name="Lines">1 to 30 lines.</param>
/// <param name="Home">Id of the tie to the home they are brought to; left out for pick-up.</param>
/// <param name="DeliverFrom">Beginning of the window in which they are brought.</param>
/// <param name="FeeFen">What bringing them costs, as the buyer saw it.</param>
/// <param name="OnBehalfOf">The person of the family who buys.</param>
/// <param name="IdempotencyKey">Made by the client; compulsory.</param>
public sealed record PlaceOrder(
    string? Shop, IReadOnlyList<OrderWish>? Lines, Guid? Home = null, DateTimeOffset? DeliverFrom = null, long FeeFen = 0, Guid? OnBehalfOf = null, string? IdempotencyKey = null)
    : ICommand<PlacedOrder>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => Shop;

    // A list is compared by what is in it.
    object IRepeatable.Wish => this with { IdempotencyKey = null };

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (MarketProblems.KeyFault(IdempotencyKey) is { } key)
            yield return key;
        if (string.IsNullOrWhiteSpace(Shop) || Shop.Length > 60)
            yield return Problem.Invalid("shop", "market.shop_missing", "请说明是哪家店。", "Say which shop it is.");
        if (Lines is not { Count: > 0 and <= OrderRules.MostLines } || Lines.Any(l => l is null || l.Count is < 1 or > OrderRules.MostOfOne || l.PriceFen is < 1 or > GoodsRules.DearestFen)
            || Lines.DistinctBy(l => l.Goods).Count() != Lines.Count)
            yield return Problem.Invalid("lines", "market.lines_wrong", "一笔订单 1–30 种商品，每种一行，数量 1–999。", "An order has 1 to 30 kinds of goods, one line each, 1 to 999 of each.");
        if (Home is null != DeliverFrom is null)
            yield return Problem.Invalid("deliverFrom", "market.window_missing", "送货上门请选择住址和时段。", "To have it brought, choose a home and a time.");
    }
}

/// <summary>An order as it was placed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What people read out.</param>
/// <param name="PaidFen">What was paid.</param>
/// <param name="Code">What is shown at pick-up.</param>
public sealed record PlacedOrder(OrderId Id, string Number, long PaidFen, string Code);

internal sealed class PlaceOrderHandler(
    LinliDb db, IGoods stock, Prices prices, Buyers buyers, ShopAccounts shopAccounts, OrderCodes codes, Deliveries deliveries, OrderDesk desk, IActingFor family,
    ILedger ledger, TownshipBook townships, Counters counters, FieldCipher cipher, CurrentCaller current, TimeProvider time) : IHandler<PlaceOrder, PlacedOrder>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/orders", (PlaceOrder request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, o => $"/api/v1/market/orders/{o.Id.Value}", cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Order and pay 下单付款");

    public async Task<Result<PlacedOrder>> Handle(PlaceOrder request, CancellationToken cancel)
    {
        var buyer = await buyers.Find(request.OnBehalfOf, cancel);
        if (!buyer.Ok)
            return buyer.As<PlacedOrder>();
        var lines = request.Lines!;
        var goods = await Goods(request.Shop!, lines, cancel);
        if (lines.FirstOrDefault(l => goods.GetValueOrDefault(l.Goods)?.OnSale != true) is { } gone)
            return Stock.StockRules.Gone(goods.GetValueOrDefault(gone.Goods)?.Name);
        if (await shopAccounts.Terms(request.Shop!, cancel) is not { TakesOrders: true } terms)
            return Problem.Conflict("market.shop_closed", "这家店现在不接单，请晚些再来。", "This shop takes no orders at the moment: come back later.");
        var (now, id) = (Clock.Now(time), new OrderId(Guid.CreateVersion7(Clock.Now(time))));

        // The stock first: whoever has it locked also has the events' offers of these goods.
        var taken = await stock.Take([.. lines.Select(l => new GoodsCount(l.Goods, l.Count))], "sale", id.Value.ToString(), cancel);
        if (!taken.Ok)
            return taken.As<PlacedOrder>();
        var offers = await prices.Running([.. lines.Where(l => l.Event is not null).Select(l => (l.Event!.Value, l.Goods))], cancel);
        if (PriceFaults(lines, goods, offers) is { Count: > 0 } changed)
            return Result<PlacedOrder>.Fail(changed);
        var goodsFen = lines.Sum(l => l.PriceFen * l.Count);
        var delivery = await deliveries.Choose(request, terms, buyer.Value, goods.Values, goodsFen, cancel);
        if (!delivery.Ok)
            return delivery.As<PlacedOrder>();
        if (await buyers.Wallet(buyer.Value.Person, cancel) is not { } wallet)
            return MarketProblems.Short(goodsFen + delivery.Value.FeeFen, 0);
        var number = await Number(now, cancel);
        var order = new Order
        {
            Id = id, Number = number, Shop = request.Shop!, Scope = terms.Scope, Buyer = buyer.Value.Person, OrderedBy = buyer.Value.Acted is null ? null : current.Value.Account,
            State = OrderState.Paid, Way = delivery.Value.Way, At = now, Day = LocalTime.DateOf(now), GoodsFen = goodsFen, FeeFen = delivery.Value.FeeFen, Wallet = wallet,
            ShopAccount = await shopAccounts.Open(terms, cancel), Code = await codes.New(request.Shop!, cancel),
            Home = delivery.Value.Home is { } label ? cipher.Seal(label) : null, DeliverFrom = delivery.Value.Slot?.From, DeliverUntil = delivery.Value.Slot?.Until,
            AfterSalesDays = terms.AfterSalesDays, Version = 1,
        };
        var paid = await Pay(order, buyer.Value.Person, cancel);
        if (!paid.Ok)
            return paid.As<PlacedOrder>();
        order.Payment = paid.Value.Id;
        db.Insert(order);
        await AddLines(order, lines, goods, offers, cancel);
        await ClearCart(lines, cancel);
        if (buyer.Value.Acted is { } acted)
            family.Record(acted, FamilyMatters.Book, id.Value.ToString(), ($"代为在市集下单：{Yuan.Figure(order.PaidFen)} 元", $"Ordered for you at the market: ¥{Yuan.Figure(order.PaidFen)}"), $"/market/orders/{id.Value}");
        await desk.TellShop(order, "placed", ("有新订单", "A new order"), ($"订单 {number}，请备货。", $"Order {number}: please pack it."), cancel);
        await desk.Publish(order, cancel);
        return new PlacedOrder(id, number, order.PaidFen, order.Code);
    }

    private async Task<Dictionary<GoodsId, GoodsRow>> Goods(string shop, IReadOnlyList<OrderWish> lines, CancellationToken cancel)
    {
        var ids = lines.Select(l => l.Goods).ToList();

        // What is on sale is for everybody.
        return await db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => ids.Contains(g.Id) && g.Shop == shop).ToDictionaryAsync(g => g.Id, cancel);
    }

    private static List<Problem> PriceFaults(IReadOnlyList<OrderWish> lines, Dictionary<GoodsId, GoodsRow> goods, IReadOnlyDictionary<(Guid, GoodsId), LiveOffer> offers)
    {
        var faults = new List<Problem>();
        foreach (var line in lines)
        {
            var (sold, offer) = (goods[line.Goods], line.Event is { } @event ? offers.GetValueOrDefault((@event, line.Goods)) : null);
            if (offer?.MostEach < line.Count && line.PriceFen == offer.PriceFen)
                faults.Add(Problem.Conflict("market.live_limit", $"“{sold.NameZh}”直播价每单限购 {offer.MostEach} 件。", $"At the event's price an order holds at most {offer.MostEach} of {sold.NameEn}."));
            else if (Prices.Of(sold, offer, line.Count) is var price && price != line.PriceFen)
                faults.Add(Problem.Conflict("market.price_changed",
                    $"“{sold.NameZh}”的价格由 {Yuan.Figure(line.PriceFen)} 元变为 {Yuan.Figure(price)} 元，请确认后再付款。",
                    $"{sold.NameEn} cost ¥{Yuan.Figure(line.PriceFen)} and now costs ¥{Yuan.Figure(price)}: agree to it before you pay."));
        }

        return faults;
    }

    private async Task<Result<Posted>> Pay(Order order, Guid buyer, CancellationToken cancel)
    {
        var has = await buyers.Available(buyer, cancel);
        if (has < order.PaidFen)
            return MarketProblems.Short(order.PaidFen - has, has);
        var posted = await ledger.Post(
            new(OrderParts.Poster, order.Id.Value.ToString("D"), "market.order", ($"市集订单 {order.Number}", $"Market order {order.Number}"),
                [Entry.From(order.Wallet, new Fen(order.PaidFen)), Entry.To(order.ShopAccount, new Fen(order.PaidFen))])
            {
                Subject = order.Id.Value.ToString(),
            },
            cancel);

        // Somebody else of the family, or another terminal, was quicker.
        return posted is { Ok: false, Problem.Code: "ledger.insufficient" } && await buyers.Available(buyer, cancel) is var left
            ? MarketProblems.Short(order.PaidFen - left, left) : posted;
    }

    private async Task AddLines(
        Order order, IReadOnlyList<OrderWish> lines, Dictionary<GoodsId, GoodsRow> goods, IReadOnlyDictionary<(Guid, GoodsId), LiveOffer> offers, CancellationToken cancel)
    {
        var partners = (await townships.All(cancel)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        foreach (var (line, index) in lines.Select((l, i) => (l, i)))
        {
            var (sold, offer) = (goods[line.Goods], line.Event is { } @event ? offers.GetValueOrDefault((@event, line.Goods)) : null);
            var origin = Stock.StockBook.OriginOf(sold, partners);
            var inEvent = offer is not null && line.PriceFen == offer.PriceFen;
            if (inEvent)
                offer!.Sold += line.Count;
            db.Records<OrderLine>().Add(new()
            {
                Order = order.Id, Line = index + 1, Goods = sold.Id, NameZh = sold.NameZh, NameEn = sold.NameEn, UnitZh = sold.UnitZh, UnitEn = sold.UnitEn, Category = sold.Category,
                PriceFen = line.PriceFen, Count = line.Count, Township = sold.Township, OriginZh = origin?.Zh, OriginEn = origin?.En, Event = inEvent ? line.Event : null,
            });
        }
    }

    private async Task ClearCart(IReadOnlyList<OrderWish> lines, CancellationToken cancel)
    {
        var ids = lines.Select(l => l.Goods).ToList();
        db.Records<CartLine>().RemoveRange(await db.Records<CartLine>().Where(c => c.Person == current.Value.Person && ids.Contains(c.Goods)).ToListAsync(cancel));
    }

    private async Task<string> Number(DateTimeOffset now, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(now);
        return ShortNumber.For("SC", day, (int)await counters.Next(db, $"market/order/{day:yyMM}", cancel)).ToString();
    }
}
