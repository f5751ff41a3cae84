using Linli.Market.Goods;
using Linli.Market.Live;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>What goods cost now: the price of a live event while it runs and something is left of its offer, their own otherwise.</summary>
internal sealed class Prices(LinliDb db, TimeProvider time)
{
    /// <summary>The offers of events that hold now, among those asked for.</summary>
    public async Task<IReadOnlyDictionary<(Guid Event, GoodsId Goods), LiveOffer>> Running(IReadOnlyCollection<(Guid Event, GoodsId Goods)> wanted, CancellationToken cancel)
    {
        if (wanted.Count == 0)
            return new Dictionary<(Guid, GoodsId), LiveOffer>();
        var (now, events) = (Clock.Now(time), wanted.Select(w => w.Event).Distinct().ToList());

        // An event is for everybody; its offers change only while the stock of their goods is locked.
        var offers = await db.Records<LiveOffer>()
            .Join(db.Unfiltered<LiveEvent>().Where(e => events.Contains(e.Id) && !e.Cancelled && e.StartsAt <= now && now < e.EndsAt), o => o.Event, e => e.Id, (o, _) => o)
            .ToListAsync(cancel);
        return offers.Where(o => wanted.Contains((o.Event, o.Goods))).ToDictionary(o => (o.Event, o.Goods));
    }

    /// <summary>The price of so many: that of the event while enough of its offer is left, and never more than everybody else pays.</summary>
    public static long Of(GoodsRow goods, LiveOffer? offer, long count) => offer is not null && offer.Left >= count ? Math.Min(offer.PriceFen, goods.PriceFen) : goods.PriceFen;
}
