using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>The buyer says that everything is right (确认收货).</summary>
public sealed record ConfirmOrder : ICommand<OrderMove>, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();
}

internal sealed class ConfirmOrderHandler(OrderDesk desk, TimeProvider time) : IHandler<ConfirmOrder, OrderMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/orders/{id}/confirm", (OrderId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ConfirmOrder { Order = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Everything is right 确认收货");

    public async Task<Result<OrderMove>> Handle(ConfirmOrder request, CancellationToken cancel)
    {
        if (await desk.OfBuyer(request.Order, FamilyMatters.Book, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        // Sent again after a lost answer: it is confirmed.
        if (order.State == OrderState.Done)
            return OrderMove.Of(order);
        if (OrderRules.Move(order, OrderAct.Confirm, Clock.Now(time)) is { } refused)
            return refused;
        await desk.RecordActing(order, ("代为确认收货", "Confirmed for you that an order is right"), cancel);
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }
}

/// <summary>Ends orders of which nobody complained within the days that the shop promised.</summary>
internal sealed class CloseOrders(LinliDb db, EachByItself each, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);

        // A job for the whole installation.
        var due = await db.Unfiltered<Order>().AsNoTracking().Where(o => o.State == OrderState.HandedOver && o.AfterSalesUntil <= now).Select(o => o.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            if (await db.Unfiltered<Order>().SingleOrDefaultAsync(o => o.Id == id, cancel) is { } order && order.AfterSalesUntil <= now)
                OrderRules.Move(order, OrderAct.Confirm, now);
        }, cancel);
    }
}
