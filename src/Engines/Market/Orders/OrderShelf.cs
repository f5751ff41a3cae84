using Linli.Market.AfterSales;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>Makes orders readable. Who may read them was asked before.</summary>
internal sealed class OrderShelf(LinliDb db, ShopAccounts shops, IPeople people, IActingFor family, IFileStore files, FieldCipher cipher, TimeProvider time)
{
    public async Task<IReadOnlyList<OrderSummary>> Summaries(IReadOnlyList<Order> orders, bool withBuyer, CancellationToken cancel)
    {
        var ids = orders.Select(o => o.Id).ToList();
        var lines = (await db.Records<OrderLine>().AsNoTracking().Where(l => ids.Contains(l.Order)).OrderBy(l => l.Line).ToListAsync(cancel)).ToLookup(l => l.Order);
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var buyers = withBuyer ? await family.MaskedNames([.. orders.Select(o => o.Buyer).OfType<Guid>().Distinct()], cancel) : null;
        return [.. orders.Select(o => Of(o, [.. lines[o.Id]], names.GetValueOrDefault(o.Shop, new(o.Shop, o.Shop)), o.Buyer is { } b ? buyers?.GetValueOrDefault(b) : null))];
    }

    public async Task<OrderView> Open(Order order, bool forBuyer, CancellationToken cancel)
    {
        var lines = await db.Records<OrderLine>().AsNoTracking().Where(l => l.Order == order.Id).OrderBy(l => l.Line).ToListAsync(cancel);
        var refunds = await db.Records<OrderRefund>().AsNoTracking().Where(r => r.Order == order.Id).OrderBy(r => r.At).ToListAsync(cancel);

        // Of this order.
        var sales = await db.Unfiltered<AfterSale>().AsNoTracking().Where(a => a.Order == order.Id).OrderBy(a => a.At).ToListAsync(cancel);
        var terms = await shops.Terms(order.Shop, cancel);
        return new(
            (await Summaries([order], withBuyer: true, cancel))[0], order.GoodsFen, order.FeeFen, forBuyer ? order.Code : null, Home(order, forBuyer),
            order.PackedAt, order.SentAt, order.HandedAt, order.EndedAt, order.Note, order.AfterSalesUntil, terms?.PickUpPlace, terms?.PickUpHours,
            [.. lines.Select(Of)],
            [.. refunds.Select(r => new RefundView(r.At, r.Fen, r.Reason))], await Views(sales, cancel))
        {
            IsOverdue = OrderRules.IsOverdue(order, Clock.Now(time)),
        };
    }

    // The shop knows where to go until it was there.
    private string? Home(Order order, bool forBuyer) =>
        order.Home is { } home && (forBuyer || order.State is OrderState.Paid or OrderState.Packed or OrderState.Out) ? cipher.Open(home) : null;

    public async Task<IReadOnlyList<AfterSaleView>> Views(IReadOnlyList<AfterSale> sales, CancellationToken cancel)
    {
        var (views, now) = (new List<AfterSaleView>(), Clock.Now(time));
        foreach (var a in sales)
            views.Add(new(
                a.Id, a.Order, a.Line, a.Reason, a.Count, a.AskedFen, a.GivenFen, a.Text, a.State, a.At, a.DueAt, a.Answer, a.Objection, a.Decision, AfterSaleRules.MayObject(a, now),
                await files.Of(AfterSaleFileGuard.Kind, a.Id, cancel)));
        return views;
    }

    public static OrderLineView Of(OrderLine l) => new(
        l.Line, l.Goods, l.Name, l.Unit, l.PriceFen, l.Count, l.OriginZh is null ? null : new(l.OriginZh, l.OriginEn ?? l.OriginZh), l.Event is not null, l.RefundedFen, l.PutBack);

    private static OrderSummary Of(Order o, IReadOnlyList<OrderLine> lines, Phrase shop, string? buyer) => new(
        o.Id, o.Number, o.Shop, shop, o.State, o.Way, o.At, o.PaidFen, o.RefundedFen,
        (string.Join("、", lines.Select(l => $"{l.NameZh}×{l.Count}")), string.Join(", ", lines.Select(l => $"{l.Count} × {l.NameEn}"))), buyer, o.DeliverFrom, o.DeliverUntil);
}
