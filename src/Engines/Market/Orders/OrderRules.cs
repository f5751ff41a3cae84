using Linli.Platform.Results;

namespace Linli.Market.Orders;

/// <summary>What can be done with an order.</summary>
internal enum OrderAct
{
    /// <summary>备货.</summary>
    Pack,

    /// <summary>放到自提点，或出发配送.</summary>
    Send,

    /// <summary>交付.</summary>
    HandOver,

    /// <summary>确认收货.</summary>
    Confirm,

    /// <summary>买家取消.</summary>
    Cancel,

    /// <summary>店铺取消: something is not there after all.</summary>
    CancelByShop,
}

/// <summary>The decisions about orders.</summary>
internal static class OrderRules
{
    public const int MostLines = 30;

    public const long MostOfOne = 999;

    /// <summary>What an order becomes; <c>null</c> where that cannot be done any more, or not yet.</summary>
    public static OrderState? Next(OrderState state, OrderWay way, OrderAct act) => (act, state) switch
    {
        (OrderAct.Pack, OrderState.Paid) => OrderState.Packed,
        (OrderAct.Send, OrderState.Packed) => way == OrderWay.PickUp ? OrderState.Ready : OrderState.Out,
        (OrderAct.HandOver, OrderState.Ready or OrderState.Out) => OrderState.HandedOver,

        // Whoever comes while it is still being packed need not come again.
        (OrderAct.HandOver, OrderState.Packed) when way == OrderWay.PickUp => OrderState.HandedOver,
        (OrderAct.Confirm, OrderState.HandedOver) => OrderState.Done,
        (OrderAct.Cancel, OrderState.Paid) => OrderState.Cancelled,

        // Also what came back from its way, because nobody was there or it never arrived.
        (OrderAct.CancelByShop, OrderState.Paid or OrderState.Packed or OrderState.Ready or OrderState.Out) => OrderState.Cancelled,
        _ => null,
    };

    /// <summary>How long goods may wait to be picked up before their buyer may ask what became of them.</summary>
    public static readonly TimeSpan PickUpWithin = TimeSpan.FromDays(3);

    /// <summary>From when on an order that was packed and not handed over is somebody's matter: the end of its window, or three days.</summary>
    public static DateTimeOffset OverdueAt(Order order) => order.DeliverUntil ?? order.At + PickUpWithin;

    /// <summary>Whether an order is overdue: paid for, no longer to be cancelled, and not there.</summary>
    public static bool IsOverdue(Order order, DateTimeOffset now) => order.State is OrderState.Packed or OrderState.Ready or OrderState.Out && OverdueAt(order) <= now;

    /// <summary>Moves an order, or says why not.</summary>
    public static Problem? Move(Order order, OrderAct act, DateTimeOffset now)
    {
        if (Next(order.State, order.Way, act) is not { } next)
            return MarketProblems.WrongState(OrderWords.Of(order.State, order.Way));
        (order.State, order.Version) = (next, order.Version + 1);
        switch (next)
        {
            case OrderState.Packed: order.PackedAt = now; break;
            case OrderState.Ready or OrderState.Out: order.SentAt = now; break;
            case OrderState.HandedOver: (order.HandedAt, order.PackedAt, order.AfterSalesUntil) = (now, order.PackedAt ?? now, now.AddDays(order.AfterSalesDays)); break;
            default: order.EndedAt = now; break;
        }

        return null;
    }
}
