using Linli.Ledger;
using Linli.Market.Goods;
using Linli.Market.Stock;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;

namespace Linli.Market.Redemption;

/// <summary>The co-prosperity station of the demo: fried tofu for twenty points, two vouchers, and what residents redeemed in the last weeks.</summary>
internal sealed class RedemptionDemo(LinliDb db, IScopeTree tree, IPeople people, IHomeTies ties, ILedger ledger, StockBook stock, RedemptionBook book) : IDemoSeeder
{
    private static readonly string[] Homes = ["和二-4-1-302", "和二-9-1-401", "和三-2-1-301", "和一-6-1-501", "和二-11-1-301", "和三-7-1-402", "和二-6-2-401"];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        if (tree.FindCode("hf") is not { } town || !teams.TryGetValue("shop-yueya", out var shop))
            return;
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-32));
        var station = new RedemptionStation
        {
            Id = Guid.CreateVersion7(at), Scope = town.Path.Value, NameZh = "共富小店兑换站", NameEn = "Co-prosperity station", Place = "月牙桥路口，月牙桥便利店", Shop = shop.Code, Open = true, At = at,
        };
        db.Insert(station);
        var offers = new List<RedemptionOffer>();
        foreach (var (zh, en, unitZh, unitEn, points, fen, left) in new[] { ("油豆腐", "Fried tofu", "份", "portion", 20L, 500L, 60L), ("霉干菜", "Dried preserved greens", "袋", "bag", 30, 900, 40), ("土鸡蛋", "Farm eggs", "盒", "box", 60, 1_800, 24) })
        {
            at = at.AddSeconds(1);
            var goods = new GoodsRow
            {
                Id = new(Guid.CreateVersion7(at)), Shop = shop.Code, Scope = shop.Scope.Value, NameZh = zh, NameEn = en, UnitZh = unitZh, UnitEn = unitEn, Category = zh == "油豆腐" ? GoodsCategory.Tofu : GoodsCategory.TeaAndDried,
                PriceFen = fen + 100, Origin = "三港乡", OnSale = true, Delivers = false, At = at, ChangedAt = at, Version = 1,
            };
            db.Insert(goods);
            stock.Open(goods.Id, counts: true);
            await db.SaveChangesAsync(cancel);
            stock.Write(await stock.Lock(goods.Id, cancel), left, "receive", null, null);
            offers.Add(Offer(station, at, OfferKind.Goods, zh, en, points, fen, goods: goods.Id, perMonth: zh == "土鸡蛋" ? 2 : null));
        }

        offers.Add(Offer(station, at.AddSeconds(1), OfferKind.Voucher, "磨剪刀修伞体验券", "Scissors or umbrella mended", 15, 600, left: 30, provider: "shop-zhudi"));
        offers.Add(Offer(station, at.AddSeconds(2), OfferKind.Voucher, "鲜花一束体验券", "A bunch of flowers", 40, 1_200, perMonth: 1, left: 12, provider: "shop-yinghua"));
        foreach (var offer in offers)
            db.Insert(offer);
        await db.SaveChangesAsync(cancel);
        await History(station, offers, samples.Now, cancel);
    }

    private async Task History(RedemptionStation station, List<RedemptionOffer> offers, DateTimeOffset now, CancellationToken cancel)
    {
        var turn = 0;
        for (var day = 26; day > 0; day -= 2)
            foreach (var home in Homes.Where((_, i) => (i + day) % 5 == 0))
            {
                if ((await ties.AtHome(home, cancel)).OrderBy(t => t.Id).FirstOrDefault() is not { } who)
                    continue;
                var offer = offers[turn++ % 4];
                var wallet = await book.Wallet(who.Person, cancel);
                // Nobody is left without points: the demo's shop would look empty.
                if ((await ledger.Balance(wallet, cancel)).Available < offer.Points + 20)
                    continue;
                var made = await book.Redeem(offer, station, who.Person, 1, cancel);
                if (!made.Ok)
                    continue;
                var at = LocalTime.At(LocalTime.DateOf(now).AddDays(-day), new(9 + (turn % 8), (turn * 7) % 60));
                (made.Value.At, made.Value.DoneAt, made.Value.Day) = (at, at, LocalTime.DateOf(at));
                await db.SaveChangesAsync(cancel);
            }
    }

    private static RedemptionOffer Offer(
        RedemptionStation station, DateTimeOffset at, OfferKind kind, string zh, string en, long points, long fen, GoodsId? goods = null, int? perMonth = null, int? left = null, string? provider = null) => new()
        {
            Id = Guid.CreateVersion7(at), Scope = station.Scope, Station = station.Id, Kind = kind, Goods = goods, NameZh = zh, NameEn = en, Points = points, SettlementFen = fen, PerMonth = perMonth, Left = left,
            Provider = provider, ValidDays = 90, Open = true, Version = 1,
        };
}
