using Linli.Ledger;
using Linli.Market.Live;
using Linli.Market.Stock;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>So much money, and so many goods, of a line that come back.</summary>
/// <param name="Line">The line.</param>
/// <param name="Fen">How much money, 0 or more.</param>
/// <param name="PutBack">How many can be sold again.</param>
internal sealed record LineRefund(OrderLine Line, long Fen, long PutBack);

/// <summary>Gives money back by compensating the payment, never more than was paid, and puts back what can be sold again.</summary>
internal sealed class Refunds(LinliDb db, ILedger ledger, StockBook stock, TimeProvider time)
{
    /// <summary>Gives back a part, with a reason that the buyer reads and no statement carries; the fee of a delivery only when <paramref name="feeFen"/> says so.</summary>
    public async Task<Result<Done>> Give(Order order, IReadOnlyList<LineRefund> lines, long feeFen, string why, string reason, CancellationToken cancel)
    {
        if (FaultOf(order, lines, feeFen) is { } fault)
            return fault;
        var back = lines.Where(l => l.PutBack > 0).Select(l => new GoodsCount(l.Line.Goods, l.PutBack)).ToList();
        if (back.Count > 0 && await stock.PutBack(back, why, order.Id.Value.ToString(), cancel) is { Ok: false } refused)
            return refused;
        foreach (var line in lines)
            line.Line.PutBack += line.PutBack;
        var fen = lines.Sum(l => l.Fen) + feeFen;
        if (fen == 0)
            return Done.It;
        var id = Guid.CreateVersion7(Clock.Now(time));
        var posted = await ledger.Reverse(
            new(order.Payment, OrderParts.Poster, $"refund-{id:D}", ($"市集订单 {order.Number} 退款", $"Given back of market order {order.Number}")) { Part = [Entry.From(order.ShopAccount, new Fen(fen)), Entry.To(order.Wallet, new Fen(fen))] }, cancel);
        if (!posted.Ok)
            return posted.Problem.Code is "ledger.reversal_too_large" or "ledger.reversed_already" ? TooMuch(order) : posted.As<Done>();
        foreach (var line in lines)
            line.Line.RefundedFen += line.Fen;
        order.RefundedFen += fen;
        order.Version++;
        db.Records<OrderRefund>().Add(new() { Id = id, Order = order.Id, At = posted.Value.At, Fen = fen, Reason = reason, Transfer = posted.Value.Id });
        return Done.It;
    }

    /// <summary>An order is called off: everything goes back, the share of a live sale too.</summary>
    public async Task<Result<Done>> CallOff(Order order, IReadOnlyList<OrderLine> lines, bool putBack, string reason, CancellationToken cancel)
    {
        if (await GiveAll(order, lines, putBack, "cancel", reason, cancel) is { Ok: false } refused)
            return refused;
        foreach (var line in lines.Where(l => l.Event is not null).OrderBy(l => l.Goods.Value))
        {
            // An offer changes only while the stock of its goods is locked; what was put back locked it already.
            await stock.Lock(line.Goods, cancel);
            if (await db.Records<LiveOffer>().SingleOrDefaultAsync(o => o.Event == line.Event && o.Goods == line.Goods, cancel) is { } offer)
                offer.Sold = Math.Max(0, offer.Sold - line.Count);
        }

        return Done.It;
    }

    /// <summary>Everything that was not given back yet.</summary>
    public Task<Result<Done>> GiveAll(Order order, IReadOnlyList<OrderLine> lines, bool putBack, string why, string reason, CancellationToken cancel)
    {
        var ofLines = lines.Select(l => new LineRefund(l, l.TotalFen - l.RefundedFen, putBack ? l.Count - l.PutBack : 0)).ToList();
        return Give(order, ofLines, order.PaidFen - order.RefundedFen - ofLines.Sum(l => l.Fen), why, reason, cancel);
    }

    public static Problem TooMuch(Order order) => Problem.Conflict("market.refund_too_large",
        $"退款不能超过实付：本单还可退 {Yuan.Figure(order.PaidFen - order.RefundedFen)} 元。", $"No more is given back than was paid: ¥{Yuan.Figure(order.PaidFen - order.RefundedFen)} of this order is left.");

    private static Problem? FaultOf(Order order, IReadOnlyList<LineRefund> lines, long feeFen)
    {
        if (feeFen < 0 || lines.Any(l => l.Fen < 0 || l.PutBack < 0))
            return Problem.Invalid("lines", "market.refund_negative", "退款金额和数量不能是负数。", "Amounts and counts to give back are not below zero.");
        if (lines.Any(l => l.Fen > l.Line.TotalFen - l.Line.RefundedFen) || feeFen > order.FeeFen
            || (Int128)order.RefundedFen + feeFen + lines.Aggregate(Int128.Zero, (sum, l) => sum + l.Fen) > order.PaidFen)
            return TooMuch(order);
        return lines.FirstOrDefault(l => l.PutBack > l.Line.Count - l.Line.PutBack) is { } many ? StockRules.MoreThanTaken(many.Line.Name) : null;
    }
}
