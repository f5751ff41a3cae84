using Linli.Market.Shops;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>Finds orders for those who may see them, and tells everybody concerned what happens.</summary>
internal sealed class OrderDesk(
    LinliDb db, ShopReach reach, CurrentCaller current, IActingFor family, IPeople people, IPersonAccounts accounts, INotices notices, Outbox outbox)
{
    /// <summary>An order at one of the caller's shops.</summary>
    public async Task<Order?> OfShop(OrderId id, CancellationToken cancel)
    {
        var codes = reach.Codes;
        return await db.Unfiltered<Order>().SingleOrDefaultAsync(o => o.Id == id && codes.Contains(o.Shop), cancel);
    }

    /// <summary>An order of the caller, or of somebody of the family for whom they may do this.</summary>
    public async Task<Order?> OfBuyer(OrderId id, string matter, CancellationToken cancel)
    {
        // One's own, or one's family's.
        if (await db.Unfiltered<Order>().SingleOrDefaultAsync(o => o.Id == id, cancel) is not { Buyer: { } buyer } order)
            return null;
        return buyer == current.Value.Person || (await family.People(matter, cancel)).Any(p => p.Person == buyer) ? order : null;
    }

    public Task<List<OrderLine>> Lines(OrderId id, CancellationToken cancel) =>
        db.Records<OrderLine>().Where(l => l.Order == id).OrderBy(l => l.Line).ToListAsync(cancel);

    /// <summary>Writes an act for somebody of the family down.</summary>
    public async Task RecordActing(Order order, Phrase what, CancellationToken cancel)
    {
        if (order.Buyer is not { } buyer || buyer == current.Value.Person)
            return;
        if ((await family.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Person == buyer) is { } acted)
            family.Record(acted, FamilyMatters.Book, order.Id.Value.ToString(), what, $"/market/orders/{order.Id.Value}");
    }

    /// <summary>The buyer, and who ordered for them, hear of it.</summary>
    public async Task TellBuyer(Order order, string what, Phrase title, Phrase body, CancellationToken cancel)
    {
        foreach (var account in await Followers(order, cancel))
            await notices.Tell(account, "market." + what, title, body, $"/market/orders/{order.Id.Value}", $"market:{order.Id.Value}:{what}:{order.Version}", cancel);
    }

    /// <summary>Everybody of the shop hears of it.</summary>
    public async Task TellShop(Order order, string what, Phrase title, Phrase body, CancellationToken cancel)
    {
        foreach (var member in (await people.MembersOf(order.Shop, cancel)).DistinctBy(m => m.Account))
            await notices.Tell(member.Account, "sales." + what, title, body, $"/shop/orders/{order.Id.Value}", $"market:{order.Id.Value}:{what}:{order.Version}", cancel);
    }

    /// <summary>Open pages of the shop, of the buyer and of staff show it at once.</summary>
    public async Task Publish(Order order, CancellationToken cancel)
    {
        var shop = (await people.MembersOf(order.Shop, cancel)).Select(m => m.Account);
        outbox.Add(new OrderChanged(order.Id, order.Shop, ScopePath.Parse(order.Scope, null), order.State, [.. (await Followers(order, cancel)).Concat(shop).Distinct()]));
    }

    private async Task<IEnumerable<Guid>> Followers(Order order, CancellationToken cancel)
    {
        if (order.Buyer is not { } buyer)
            return [];
        var own = (await accounts.Of([buyer], cancel))[buyer];
        return order.OrderedBy is { } agent ? own.Append(agent).Distinct() : own.Distinct();
    }
}
