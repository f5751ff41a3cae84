using Linli.Market.AfterSales;
using Linli.Market.Cart;
using Linli.Market.Orders;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Privacy;

/// <summary>What a person bought: it can be taken along. Orders stay with the books of the shop, and name nobody any more.</summary>
internal sealed class OrdersPersonalData(LinliDb db, IFileStore files, FieldCipher cipher) : IPersonalData
{
    public string Module => "market";

    public Phrase Title => ("市集订单", "Orders at the market");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var orders = await Bought(subject).AsNoTracking().OrderBy(o => o.At).ToListAsync(cancel);
        var ids = orders.ConvertAll(o => o.Id);
        var lines = (await db.Records<OrderLine>().AsNoTracking().Where(l => ids.Contains(l.Order)).ToListAsync(cancel)).ToLookup(l => l.Order);
        var cart = await db.Records<CartLine>().AsNoTracking().Where(c => c.Person == subject.Person).ToListAsync(cancel);
        var sales = await db.Unfiltered<AfterSale>().AsNoTracking().Where(a => ids.Contains(a.Order)).OrderBy(a => a.At).ToListAsync(cancel);
        var photos = new List<StoredFile>();
        foreach (var sale in sales)
            photos.AddRange(await files.Of(AfterSaleFileGuard.Kind, sale.Id, cancel));
        return
        [
            new("orders", ("订单", "Orders"), [.. orders.Select(o => new DataValue[]
            {
                new("number", ("编号", "Number"), o.Number),
                DataValue.Instant("at", ("时间", "When"), o.At),
                new("goods", ("商品", "Goods"), string.Join("、", lines[o.Id].OrderBy(l => l.Line).Select(l => $"{l.NameZh}×{l.Count}"))),
                new("paid", ("实付", "Paid"), Yuan.Words(o.PaidFen).Zh),
                new("refunded", ("退款", "Given back"), Yuan.Words(o.RefundedFen).Zh),
                new("state", ("状态", "State"), OrderWords.Of(o.State, o.Way).Zh),
                new("home", ("送到", "Brought to"), o.Home is { } home ? cipher.Open(home) : null),
            })]),
            new("afterSales", ("售后", "After-sales"), [.. sales.Select(a => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), a.At),
                new("reason", ("原因", "Reason"), AfterSaleWords.Of(a.Reason).Zh),
                new("text", ("情况", "What was wrong"), a.Text),
                new("objection", ("异议", "Objection"), a.Objection),
                new("answer", ("店铺答复", "Answer"), a.Answer),
                new("decision", ("裁决", "Decision"), a.Decision),
            })])
            {
                Files = photos,
            },
            new("cart", ("购物车", "Cart"), [.. cart.Select(c => new DataValue[]
            {
                new("goods", ("商品", "Goods"), c.Goods.Value.ToString()),
                new("count", ("数量", "How many"), c.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var count = await Bought(subject).CountAsync(cancel);
        return count == 0 ? [] :
        [
            new(("订单金额与商品，不再与您关联；还没取的货请先取走或取消", "What was bought and paid, no longer tied to you; pick up or cancel what is open first"),
                ("电子商务法：交易信息保存不少于三年", "E-Commerce Law: records of trade are kept for three years"), count),
        ];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var orders = await Bought(subject).ToListAsync(cancel);
        var ids = orders.ConvertAll(o => o.Id);
        foreach (var order in orders)
            (order.Buyer, order.OrderedBy, order.Home, order.Note) = (null, null, null, subject.Scrub(order.Note));
        foreach (var order in await db.Unfiltered<Order>().Where(o => o.OrderedBy != null && subject.Accounts.Contains(o.OrderedBy.Value)).ToListAsync(cancel))
            order.OrderedBy = null;
        var sales = await db.Unfiltered<AfterSale>().Where(a => ids.Contains(a.Order)).ToListAsync(cancel);
        foreach (var sale in sales)
            (sale.Text, sale.Objection, sale.Answer, sale.Decision) = (null, null, subject.Scrub(sale.Answer), subject.Scrub(sale.Decision));
        await files.Discard(AfterSaleFileGuard.Kind, [.. sales.Select(s => s.Id)], cancel);
        foreach (var refund in await db.Records<OrderRefund>().Where(r => ids.Contains(r.Order)).ToListAsync(cancel))
            refund.Reason = subject.Scrub(refund.Reason);
        db.Records<CartLine>().RemoveRange(await db.Records<CartLine>().Where(c => c.Person == subject.Person).ToListAsync(cancel));
    }

    // Of one person, whatever the place.
    private IQueryable<Order> Bought(DataSubject subject) => db.Unfiltered<Order>().Where(o => o.Buyer == subject.Person);
}
