using Linli.Market.AfterSales;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>The caller's orders, and those of the family for whom they may look (我的订单), the newest first.</summary>
public sealed record MyOrders : IQuery<IReadOnlyList<OrderSummary>>;

/// <summary>One of them, with its code.</summary>
public sealed record OpenOrder(OrderId Id) : IQuery<OrderView>;

/// <summary>Which orders of a shop are listed.</summary>
public enum ShopOrderBox
{
    /// <summary>待备货.</summary>
    ToPack,

    /// <summary>待交付.</summary>
    ToHandOver,

    /// <summary>售后: with a request that waits.</summary>
    AfterSales,

    /// <summary>全部.</summary>
    All,
}

/// <summary>Orders at the caller's shops (店铺订单); those to be done the oldest first, all the newest first.</summary>
public sealed record ShopOrders(ShopOrderBox Box = ShopOrderBox.ToPack, int Page = 1) : IQuery<ShopOrderList>;

/// <summary>Orders of a shop, and how many wait where.</summary>
public sealed record ShopOrderList(IReadOnlyList<OrderSummary> Orders, bool More, int ToPack, int ToHandOver, int AfterSales);

/// <summary>One of them, without its code.</summary>
public sealed record OpenShopOrder(OrderId Id) : IQuery<OrderView>;

internal sealed class ReadOrdersHandler(LinliDb db, OrderDesk desk, OrderShelf shelf, ShopReach reach, CurrentCaller current, IActingFor family)
    : IHandler<MyOrders, IReadOnlyList<OrderSummary>>, IHandler<OpenOrder, OrderView>, IHandler<ShopOrders, ShopOrderList>, IHandler<OpenShopOrder, OrderView>, IUseCase
{
    private const int Most = 100;
    private const int Size = 40;
    private static readonly OrderState[] ToHandOver = [OrderState.Packed, OrderState.Ready, OrderState.Out];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/orders", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyOrders(), cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("My orders 我的订单");
        api.MapGet("/market/orders/{id}", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenOrder(id), cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("One of my orders 订单");
        api.MapGet("/market/shop-orders", (UseCaseRunner run, CancellationToken cancel, ShopOrderBox box = ShopOrderBox.ToPack, int page = 1) => run.Answer(new ShopOrders(box, page), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Orders at my shop 店铺订单");
        api.MapGet("/market/shop-orders/{id}", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenShopOrder(id), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("An order at my shop");
    }

    public async Task<Result<IReadOnlyList<OrderSummary>>> Handle(MyOrders request, CancellationToken cancel)
    {
        var people = (await family.People(FamilyMatters.View, cancel)).Select(p => p.Person).Concat(current.Value.Person is { } me ? [me] : []).Distinct().ToList();

        // One's own and one's family's.
        var orders = await db.Unfiltered<Order>().AsNoTracking().Where(o => o.Buyer != null && people.Contains(o.Buyer.Value)).OrderByDescending(o => o.At).Take(Most).ToListAsync(cancel);
        return (await shelf.Summaries(orders, withBuyer: people.Count > 1, cancel)).ToList();
    }

    public async Task<Result<OrderView>> Handle(OpenOrder request, CancellationToken cancel) =>
        await desk.OfBuyer(request.Id, FamilyMatters.View, cancel) is { } order ? await shelf.Open(order, forBuyer: true, cancel) : MarketProblems.OrderNotFound;

    public async Task<Result<ShopOrderList>> Handle(ShopOrders request, CancellationToken cancel)
    {
        var codes = reach.Codes;

        // Of one's own shops, wherever they are.
        var all = db.Unfiltered<Order>().AsNoTracking().Where(o => codes.Contains(o.Shop));
        var waiting = db.Unfiltered<AfterSale>().Where(a => codes.Contains(a.Shop) && a.State == AfterSaleState.Asked);
        var (toPack, toHandOver) = (all.Where(o => o.State == OrderState.Paid), all.Where(o => ToHandOver.Contains(o.State)));
        var boxed = request.Box switch
        {
            ShopOrderBox.ToPack => toPack.OrderBy(o => o.At),
            ShopOrderBox.ToHandOver => toHandOver.OrderBy(o => o.DeliverFrom ?? o.At),
            ShopOrderBox.AfterSales => all.Where(o => waiting.Any(a => a.Order == o.Id)).OrderBy(o => o.At),
            _ => all.OrderByDescending(o => o.At),
        };
        var rows = await boxed.Skip((Math.Clamp(request.Page, 1, 1000) - 1) * Size).Take(Size + 1).ToListAsync(cancel);
        return new ShopOrderList(
            await shelf.Summaries([.. rows.Take(Size)], withBuyer: true, cancel), rows.Count > Size, await toPack.CountAsync(cancel), await toHandOver.CountAsync(cancel),
            await waiting.Select(a => a.Order).Distinct().CountAsync(cancel));
    }

    public async Task<Result<OrderView>> Handle(OpenShopOrder request, CancellationToken cancel) =>
        await desk.OfShop(request.Id, cancel) is { } order ? await shelf.Open(order, forBuyer: false, cancel) : MarketProblems.OrderNotFound;
}
