using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>
/// Says to both sides, once, that an order was not handed over in time (逾期未交付): the shop hands it over or cancels it, and the buyer may
/// ask what became of it, which the community sees to when the shop does not.
/// </summary>
internal sealed class RemindOverdue(LinliDb db, EachByItself each, OrderDesk desk, TimeProvider time) : IJob
{
    // What was paid for and never packed too: its buyer may still cancel, and is told so.
    private static readonly OrderState[] NotThere = [OrderState.Paid, OrderState.Packed, OrderState.Ready, OrderState.Out];

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var placed = now - OrderRules.PickUpWithin;

        // A job for the whole installation.
        var due = await db.Unfiltered<Order>().AsNoTracking()
            .Where(o => NotThere.Contains(o.State) && o.OverdueToldAt == null && (o.DeliverUntil != null ? o.DeliverUntil <= now : o.At <= placed)).Select(o => o.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            if (await db.Unfiltered<Order>().SingleOrDefaultAsync(o => o.Id == id, cancel) is not { OverdueToldAt: null } order || !NotThere.Contains(order.State) || OrderRules.OverdueAt(order) > now)
                return;
            (order.OverdueToldAt, order.Version) = (now, order.Version + 1);
            await desk.TellShop(order, "overdue", ("有订单逾期未交付", "An order is overdue"), ($"订单 {order.Number}：请尽快交付，交不了请取消退款。", $"Order {order.Number}: hand it over, or cancel it and give the money back."), cancel);
            await desk.TellBuyer(order, "overdue", ("您的订单逾期还没有交付", "Your order is overdue"),
                order.State == OrderState.Paid ? ($"订单 {order.Number} 店家还没有备货，不想再等可以取消，货款退回。", $"The shop has not packed order {order.Number} yet: cancel it if you do not want to wait, and your money comes back.")
                    : order.Way == OrderWay.PickUp ? ($"订单 {order.Number} 还没有取。取不到可以申请售后。", $"Order {order.Number} was not picked up. If you cannot get it, ask for your money back.")
                    : ($"订单 {order.Number} 没有按时送到，可以申请售后。", $"Order {order.Number} did not come in time: you can ask for your money back."), cancel);
            await desk.Publish(order, cancel);
        }, cancel);
    }
}
