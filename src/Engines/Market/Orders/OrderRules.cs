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
        (OrderAct.CancelByShop, OrderState.Paid or OrderState.Packed or OrderState.Ready) => OrderState.Cancelled,
        _ => null,
    };

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
            case OrderState.HandedOver: (order.HandedAt, order.PackedAt) = (now, order.PackedAt ?? now); break;
            default: order.EndedAt = now; break;
        }

        return null;
    }
}
