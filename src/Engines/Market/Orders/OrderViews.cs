using Linli.Market.AfterSales;
using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Market.Orders;

/// <summary>An order in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What people read out.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="ShopName">Its name.</param>
/// <param name="State">How far it is.</param>
/// <param name="Way">How it reaches the buyer.</param>
/// <param name="At">When it was placed, UTC.</param>
/// <param name="PaidFen">What was paid.</param>
/// <param name="RefundedFen">What went back.</param>
/// <param name="What">What is in it, in short.</param>
/// <param name="Buyer">Name of the buyer, masked.</param>
/// <param name="DeliverFrom">Beginning of the window, UTC.</param>
/// <param name="DeliverUntil">End of the window, UTC.</param>
public sealed record OrderSummary(
    OrderId Id, string Number, string Shop, Phrase ShopName, OrderState State, OrderWay Way, DateTimeOffset At, long PaidFen, long RefundedFen, Phrase What, string? Buyer,
    DateTimeOffset? DeliverFrom, DateTimeOffset? DeliverUntil);

/// <summary>A line of an order.</summary>
public sealed record OrderLineView(int Line, GoodsId Goods, Phrase Name, Phrase Unit, long PriceFen, long Count, Phrase? Origin, bool InEvent, long RefundedFen, long PutBack)
{
    /// <summary>What the line cost.</summary>
    public long TotalFen => PriceFen * Count;
}

/// <summary>Money that went back.</summary>
public sealed record RefundView(DateTimeOffset At, long Fen, string Reason);

/// <summary>A request after the hand-over.</summary>
public sealed record AfterSaleView(
    Guid Id, OrderId Order, int Line, AfterSaleReason Reason, long Count, long AskedFen, long GivenFen, string? Text, AfterSaleState State, DateTimeOffset At, DateTimeOffset DueAt,
    string? Answer, string? Objection, string? Decision, bool MayObject, IReadOnlyList<StoredFile> Photos);

/// <summary>An order with everything about it.</summary>
/// <param name="Summary">As in lists.</param>
/// <param name="GoodsFen">What the goods cost.</param>
/// <param name="FeeFen">What bringing them cost.</param>
/// <param name="Code">What is shown at pick-up; for the buyer only.</param>
/// <param name="Home">Where it is brought.</param>
/// <param name="PackedAt">When it was packed, UTC.</param>
/// <param name="SentAt">When it was ready or left, UTC.</param>
/// <param name="HandedAt">When it was handed over, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Note">What the shop wrote.</param>
/// <param name="AfterSalesUntil">Until when something may be said to be wrong, UTC.</param>
/// <param name="PickUpPlace">Where it is picked up.</param>
/// <param name="PickUpHours">When.</param>
/// <param name="Lines">What was bought.</param>
/// <param name="Refunds">What went back.</param>
/// <param name="AfterSales">What was said to be wrong.</param>
public sealed record OrderView(
    OrderSummary Summary, long GoodsFen, long FeeFen, string? Code, string? Home, DateTimeOffset? PackedAt, DateTimeOffset? SentAt, DateTimeOffset? HandedAt, DateTimeOffset? EndedAt,
    string? Note, DateTimeOffset? AfterSalesUntil, string? PickUpPlace, string? PickUpHours, IReadOnlyList<OrderLineView> Lines, IReadOnlyList<RefundView> Refunds, IReadOnlyList<AfterSaleView> AfterSales)
{
    /// <summary>Whether it should have been handed over by now: its buyer may ask what became of it.</summary>
    public bool IsOverdue { get; init; }
}
