using Linli.Ledger;
using Linli.Market.Goods;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Market.Orders;

/// <summary>How far an order is (订单状态).</summary>
public enum OrderState
{
    /// <summary>已付款: the shop packs it; it can still be cancelled.</summary>
    Paid,

    /// <summary>已备货.</summary>
    Packed,

    /// <summary>待自提: it waits in the shop.</summary>
    Ready,

    /// <summary>配送中.</summary>
    Out,

    /// <summary>已交付.</summary>
    HandedOver,

    /// <summary>已完成: the buyer said so, or the days for after-sales are over.</summary>
    Done,

    /// <summary>已取消: all money went back.</summary>
    Cancelled,
}

/// <summary>How goods reach the buyer.</summary>
public enum OrderWay
{
    /// <summary>到店自提.</summary>
    PickUp,

    /// <summary>送货上门.</summary>
    Delivery,
}

/// <summary>An order (订单) at one shop, paid from the buyer's wallet when it was placed.</summary>
internal sealed class Order : IScoped, ISealedRow
{
    public required OrderId Id { get; init; }

    /// <summary>What people read out: <c>SC-2611-0042</c>.</summary>
    public required string Number { get; init; }

    public required string Shop { get; init; }

    /// <summary>Where the shop is.</summary>
    public required string Scope { get; init; }

    /// <summary>The person who bought; <c>null</c> once their data were deleted.</summary>
    public Guid? Buyer { get; set; }

    /// <summary>Who of the family ordered for the buyer.</summary>
    public Guid? OrderedBy { get; set; }

    public required OrderState State { get; set; }

    public required OrderWay Way { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The local day on which it was placed: what sales are counted by.</summary>
    public required DateOnly Day { get; init; }

    public required long GoodsFen { get; init; }

    public required long FeeFen { get; init; }

    public long RefundedFen { get; set; }

    /// <summary>The payment.</summary>
    public TransferId Payment { get; set; }

    public required AccountId Wallet { get; init; }

    public required AccountId ShopAccount { get; init; }

    /// <summary>Six digits that the buyer shows; nobody else's open order at the shop has them.</summary>
    public required string Code { get; set; }

    /// <summary>Where to, sealed; deliveries only, and gone with the buyer's data.</summary>
    public Sealed? Home { get; set; }

    /// <summary>The window in which it is brought.</summary>
    public DateTimeOffset? DeliverFrom { get; init; }

    public DateTimeOffset? DeliverUntil { get; init; }

    public DateTimeOffset? PackedAt { get; set; }

    /// <summary>When it was put out for pick-up, or left the shop.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? HandedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the shop wrote when it handed over, or why it was cancelled.</summary>
    public string? Note { get; set; }

    /// <summary>How long after-sales may be asked for: days after the hand-over, as the shop promised when it was placed.</summary>
    public required int AfterSalesDays { get; init; }

    /// <summary>Until when they may be asked for; set when it is handed over.</summary>
    public DateTimeOffset? AfterSalesUntil { get; set; }

    /// <summary>When both sides were told that it is overdue.</summary>
    public DateTimeOffset? OverdueToldAt { get; set; }

    public required int Version { get; set; }

    public long PaidFen => GoodsFen + FeeFen;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A line of an order: goods as they were when they were bought.</summary>
internal sealed class OrderLine : ISealedRow
{
    public required OrderId Order { get; init; }

    public required int Line { get; init; }

    public required GoodsId Goods { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string UnitZh { get; init; }

    public required string UnitEn { get; init; }

    public required GoodsCategory Category { get; init; }

    public required long PriceFen { get; init; }

    public required long Count { get; init; }

    public string? Township { get; init; }

    public string? OriginZh { get; init; }

    public string? OriginEn { get; init; }

    /// <summary>The live event it was bought in.</summary>
    public Guid? Event { get; init; }

    public long RefundedFen { get; set; }

    /// <summary>How many were put back into the stock.</summary>
    public long PutBack { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    public Phrase Unit => new(UnitZh, UnitEn);

    public long TotalFen => PriceFen * Count;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Money that went back for an order (退款).</summary>
internal sealed class OrderRefund
{
    public required Guid Id { get; init; }

    public required OrderId Order { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Fen { get; init; }

    /// <summary>What the shop or staff wrote.</summary>
    public required string Reason { get; set; }

    public required TransferId Transfer { get; init; }
}
