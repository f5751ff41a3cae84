using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Orders;

/// <summary>The buyer cancels an order that is not packed yet (取消订单): all money and all goods go back.</summary>
public sealed record CancelOrder : ICommand<OrderMove>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();
}

/// <summary>The shop cancels an order that it cannot hand over.</summary>
/// <param name="Reason">2–100 characters: the buyer reads it.</param>
/// <param name="PutBack">Whether the goods are there to be sold again.</param>
public sealed record CancelByShop(string? Reason, bool PutBack = true) : ICommand<OrderMove>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "market.reason_missing", "请写明原因（2–100 个字），顾客会看到。", "Say why (2–100 characters): the buyer reads it.");
    }
}

internal sealed class CancelOrderHandler(OrderDesk desk, Refunds refunds, TimeProvider time) : IHandler<CancelOrder, OrderMove>, IHandler<CancelByShop, OrderMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/orders/{id}/cancel", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelOrder { Order = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Cancel an order before it is packed 取消订单");
        api.MapPost("/market/orders/{id}/cancel-by-shop", (OrderId id, CancelByShop request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Order = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The shop cancels an order 店铺取消订单");
    }

    public async Task<Result<OrderMove>> Handle(CancelOrder request, CancellationToken cancel)
    {
        if (await desk.OfBuyer(request.Order, FamilyMatters.Book, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        // Sent again after a lost answer: it is cancelled.
        if (order.State == OrderState.Cancelled)
            return OrderMove.Of(order);
        var cancelled = await Cancel(order, OrderAct.Cancel, true, "买家取消", cancel);
        if (!cancelled.Ok)
            return cancelled.As<OrderMove>();
        await desk.RecordActing(order, ("代为取消市集订单", "Cancelled an order of the market for you"), cancel);
        await desk.TellShop(order, "cancelled", ("订单已被取消", "An order was cancelled"), ($"订单 {order.Number} 不用备货了，款已退回。", $"Order {order.Number} need not be packed; the money went back."), cancel);
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }

    public async Task<Result<OrderMove>> Handle(CancelByShop request, CancellationToken cancel)
    {
        if (await desk.OfShop(request.Order, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        PlainText.TryCleanLine(request.Reason, 100, out var reason);
        var cancelled = await Cancel(order, OrderAct.CancelByShop, request.PutBack, reason, cancel);
        if (!cancelled.Ok)
            return cancelled.As<OrderMove>();
        order.Note = reason;
        await desk.TellBuyer(order, "cancelled", ("您的订单被店铺取消", "The shop cancelled your order"),
            ($"订单 {order.Number}，{Yuan.Figure(order.PaidFen)} 元已退回钱包。原因：{reason}", $"Order {order.Number}: ¥{Yuan.Figure(order.PaidFen)} went back to your wallet. Why: {reason}"), cancel);
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }

    private async Task<Result<Done>> Cancel(Order order, OrderAct act, bool putBack, string reason, CancellationToken cancel) =>
        OrderRules.Move(order, act, Clock.Now(time)) is { } refused
            ? refused : await refunds.CallOff(order, await desk.Lines(order.Id, cancel), putBack, reason, cancel);
}
