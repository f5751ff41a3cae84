using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Orders;

/// <summary>The shop has packed an order (备货完成).</summary>
public sealed record PackOrder : ICommand<OrderMove>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();
}

/// <summary>The shop puts a packed order out for pick-up, or sets out to bring it (可自提、出发配送).</summary>
public sealed record SendOrder : ICommand<OrderMove>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();
}

/// <summary>What became of an order.</summary>
public sealed record OrderMove(OrderId Order, string Number, OrderState State)
{
    internal static OrderMove Of(Order order) => new(order.Id, order.Number, order.State);
}

internal sealed class PackOrderHandler(OrderDesk desk, TimeProvider time) : IHandler<PackOrder, OrderMove>, IHandler<SendOrder, OrderMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/orders/{id}/pack", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new PackOrder { Order = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("An order is packed 备货完成");
        api.MapPost("/market/orders/{id}/send", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SendOrder { Order = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("An order is ready, or on its way 可自提、出发配送");
    }

    public async Task<Result<OrderMove>> Handle(PackOrder request, CancellationToken cancel) => await Move(request.Order, OrderAct.Pack, cancel);

    public async Task<Result<OrderMove>> Handle(SendOrder request, CancellationToken cancel) => await Move(request.Order, OrderAct.Send, cancel);

    private async Task<Result<OrderMove>> Move(OrderId id, OrderAct act, CancellationToken cancel)
    {
        if (await desk.OfShop(id, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        // Sent again after a lost answer: it is done already, and its buyer was told.
        if (act == OrderAct.Pack ? order.State == OrderState.Packed : order.State is OrderState.Ready or OrderState.Out)
            return OrderMove.Of(order);
        if (OrderRules.Move(order, act, Clock.Now(time)) is { } refused)
            return refused;
        await (order.State switch
        {
            OrderState.Packed => desk.TellBuyer(order, "packed", ("您的订单已备好货", "Your order is packed"), ($"订单 {order.Number}", $"Order {order.Number}"), cancel),
            OrderState.Ready => desk.TellBuyer(order, "ready", ("您的订单可以自提了", "Your order can be picked up"), ($"订单 {order.Number}，请出示取货码。", $"Order {order.Number}: show its code."), cancel),
            _ => desk.TellBuyer(order, "out", ("您的订单正在送来", "Your order is on its way"), ($"订单 {order.Number}", $"Order {order.Number}"), cancel),
        });
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }
}
