using Linli.Market.Goods;
using Linli.Market.Shops;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>How an order reaches its buyer, as it was chosen.</summary>
internal sealed record ChosenDelivery(OrderWay Way, long FeeFen, string? Home, DeliverySlot? Slot);

/// <summary>Checks the home, the window and the fee that a buyer chose.</summary>
internal sealed class Deliveries(LinliDb db, TimeProvider time)
{
    public async Task<Result<ChosenDelivery>> Choose(PlaceOrder request, ShopTerms terms, Buyer buyer, IEnumerable<GoodsRow> goods, long goodsFen, CancellationToken cancel)
    {
        if (request.Home is not { } tie)
            return new ChosenDelivery(OrderWay.PickUp, 0, null, null);
        if (buyer.Homes.FirstOrDefault(h => h.Id == tie) is not { } home)
            return Problem.Invalid("home", "market.home_unknown", "只能送到本人登记的住址。", "It is brought only to a home that is registered as theirs.");
        if (goods.FirstOrDefault(g => !g.Delivers) is { } heavy)
            return Problem.Conflict("market.pick_up_only", $"“{heavy.NameZh}”只能到店自提。", $"{heavy.NameEn} can only be picked up.");
        var windows = await Windows(terms.Shop, cancel);
        if (DeliveryRules.Slots(windows, Clock.Now(time)).FirstOrDefault(s => s.From == request.DeliverFrom) is not { } slot)
            return Problem.Invalid("deliverFrom", "market.window_gone", "这个时段不能选了，请换一个。", "This time cannot be chosen any more: take another.");
        if (slot.Most is { } most)
        {
            await db.LockUntilCommit($"market.window.{terms.Shop}.{slot.From:O}", cancel);

            // Of one shop.
            if (await db.Unfiltered<Order>().CountAsync(o => o.Shop == terms.Shop && o.DeliverFrom == slot.From && o.State != OrderState.Cancelled, cancel) >= most)
                return Problem.Conflict("market.window_full", "这个时段已经约满，请换一个。", "This time is full: take another.");
        }

        var fee = DeliveryRules.Fee(terms, goodsFen);
        return fee == request.FeeFen ? new ChosenDelivery(OrderWay.Delivery, fee, home.HomeLabel, slot)
            : Problem.Conflict("market.fee_changed", $"配送费现在是 {Yuan.Figure(fee)} 元，请确认后再付款。", $"Bringing it now costs ¥{Yuan.Figure(fee)}: agree to it before you pay.");
    }

    public Task<List<DeliveryWindow>> Windows(string shop, CancellationToken cancel) =>
        db.Records<DeliveryWindow>().AsNoTracking().Where(w => w.Shop == shop).ToListAsync(cancel);
}
