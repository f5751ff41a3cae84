using System.Globalization;
using Linli.Ledger;
using Linli.Market.AfterSales;
using Linli.Market.Goods;
using Linli.Market.Live;
using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.Market.Tenancies;
using Linli.Market.Townships;
using Linli.Market.Zones;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Files;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Market;

/// <summary>
/// The shops of the demo community with their goods, four weeks of orders, a request that waits for an answer and one that staff decide, two
/// farm shops free of rent, a live sale that was and one that comes, and five zones. The same for the same day.
/// </summary>
internal sealed class MarketDemo(
    LinliDb db, IScopeTree tree, IPeople people, IHomeTies ties, ILedger ledger, IPastPostings past, FieldCipher cipher, IManyFiles files) : IDemoSeeder
{
    private const int Days = 28;

    // 沈桂芳 first, then neighbours whose wallets nobody else fills.
    private static readonly string[] Homes =
        ["和一-3-1-201", "望汐新村-13-2-201", "半亩园-4-602", "和一-10-3-502", "柿园里-13-2-501", "晴川居-4-1003", "稻香坊-10-3-802", "云巷-5-1-101", "映月华庭-8-1-1803", "竹笛里-4-3-302", "雨棠居-9-1-702"];

    private readonly List<(GoodsRow Goods, StockRow? Stock, int Weight)> goods = [];
    private readonly List<StockMove> moves = [];
    private readonly List<FileCopy> photos = [];
    private readonly List<(Order Order, List<OrderLine> Lines)> orders = [];
    private readonly Dictionary<string, (Team Team, AccountId Account, ShopTerms Terms)> shops = new(StringComparer.Ordinal);
    private Dictionary<string, Township> townships = [];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("market_goods.csv")) || tree.FindCode("hf") is not { } town)
            return;
        var begin = LocalTime.At(LocalTime.DateOf(samples.Now).AddDays(-Days - 2), new(9, 0));
        Townships(samples);
        await Shops(samples, town.Path, begin, cancel);
        await Goods(samples, begin, cancel);
        Zones(samples, town.Path, begin);
        var was = Lives(samples.Now);
        await db.SaveChangesAsync(cancel);
        await Orders(samples.Now, begin, was, cancel);
        await Disagree(samples.Now, cancel);
        foreach (var (_, stock, _) in goods)
            if (stock is not null)
                db.Records<StockRow>().Add(stock);
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(moves, cancel);
        await files.Attach(photos, cancel);
        db.ChangeTracker.Clear();
    }

    private void Townships(DemoSamples samples)
    {
        var today = LocalTime.DateOf(samples.Now);
        townships = Read(samples, "market_townships.csv").Select(row => new Township
        {
            Code = row["code"], Scope = (tree.FindCode(row["scope"])?.Path ?? ScopePath.Root).Value, NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"],
            Since = today.AddDays(-int.Parse(row["since_days"], CultureInfo.InvariantCulture)), At = samples.Now,
        }).ToDictionary(t => t.Code, StringComparer.Ordinal);
        foreach (var township in townships.Values)
            db.Insert(township);
    }

    private async Task Shops(DemoSamples samples, ScopePath town, DateTimeOffset begin, CancellationToken cancel)
    {
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        var rents = await ledger.Open(new(new(OwnerKind.Cooperative, "hf-coop"), LedgerUnit.Fen, RentBook.Rent, town, null) { Label = ("经济合作社租金收入", "Cooperative: rents") }, cancel);
        foreach (var row in Read(samples, "market_shops.csv"))
        {
            if (!teams.TryGetValue(row["team"], out var team))
                continue;
            var terms = new ShopTerms
            {
                Shop = team.Code, Scope = team.Scope.Value, PickUpPlace = row["pick_up_place"], PickUpHours = row["pick_up_hours"], FeeFen = Yuan.Read(row["fee"]) ?? 0,
                FreeFromFen = Yuan.Read(row["free_from"]), AfterSalesDays = int.Parse(row["after_sales_days"], CultureInfo.InvariantCulture),
            };
            db.Insert(terms);
            foreach (var window in row["windows"].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (window.Split('-', '/') is [var from, var until, var most])
                    db.Records<DeliveryWindow>().Add(new()
                    {
                        Shop = team.Code, From = TimeOnly.Parse(from, CultureInfo.InvariantCulture), Until = TimeOnly.Parse(until, CultureInfo.InvariantCulture), Most = int.Parse(most, CultureInfo.InvariantCulture),
                    });
            var account = await ledger.Open(
                new(new(OwnerKind.Shop, team.Code), LedgerUnit.Fen, ShopAccounts.Takings, team.Scope, null) { Label = ($"{team.Name.Zh}营业款", $"Takings of {team.Name.En}") }, cancel);
            shops[team.Code] = (team, account, terms);
            if (row["space"].Length > 0)
                await Let(row, team, account, rents, begin, samples.Now, cancel);
        }
    }

    private async Task Let(TableRow row, Team team, AccountId account, AccountId rents, DateTimeOffset begin, DateTimeOffset now, CancellationToken cancel)
    {
        var first = LocalTime.DateOf(now).AddMonths(1 - int.Parse(row["tenancy_months"], CultureInfo.InvariantCulture));
        var tenancy = new Tenancy
        {
            Id = Guid.CreateVersion7(begin), Shop = team.Code, Scope = team.Scope.Value, Space = row["space"], Landlord = "hf-coop", RentFen = Yuan.Read(row["rent"]) ?? 0,
            From = RentRules.MonthOf(first), At = begin,
        };
        db.Insert(tenancy);
        var waived = int.Parse(row["waive_months"], CultureInfo.InvariantCulture);
        var waiver = waived == 0 ? null : new RentWaiver
        {
            Id = Guid.CreateVersion7(begin), Tenancy = tenancy.Id, From = tenancy.From, Until = RentRules.MonthOf(first.AddMonths(waived - 1)), Reason = row["reason"],
            Decision = $"{first.AddDays(-20):yyyy-MM-dd} {row["decision"]}", At = begin,
        };
        if (waiver is not null)
            db.Records<RentWaiver>().Add(waiver);
        foreach (var month in RentRules.Due(tenancy, LocalTime.DateOf(now)))
        {
            var at = LocalTime.At(new(month / 100, month % 100, 1), new(0, 30));
            TransferId? paid = null;
            if (waiver is null && at < now)
                paid = (await Post(
                    new(RentBook.Poster, $"{tenancy.Id:D}-{month}", "market.rent", ($"铺位租金 {RentBook.Words(month)}", $"Rent of {RentBook.Words(month)}"),
                        [Entry.From(account, new Fen(tenancy.RentFen)), Entry.To(rents, new Fen(tenancy.RentFen))])
                    { Subject = tenancy.Id.ToString() },
                    at, cancel))?.Id;
            db.Records<RentMonth>().Add(new() { Tenancy = tenancy.Id, Month = month, RentFen = tenancy.RentFen, Waiver = waiver?.Id, Transfer = paid, At = at });
        }
    }

    private async Task Goods(DemoSamples samples, DateTimeOffset begin, CancellationToken cancel)
    {
        foreach (var (row, index) in Read(samples, "market_goods.csv").Select((r, i) => (r, i)))
        {
            if (!shops.TryGetValue(row["team"], out var shop))
                continue;
            var at = begin.AddMinutes(-index);
            var sold = new GoodsRow
            {
                Id = new(Guid.CreateVersion7(at)), Shop = shop.Team.Code, Scope = shop.Team.Scope.Value, NameZh = row["name_zh"], NameEn = row["name_en"], UnitZh = row["unit_zh"], UnitEn = row["unit_en"],
                About = row["about"] is { Length: > 0 } about ? about : null, Category = Enum.Parse<GoodsCategory>(row["category"]), PriceFen = Yuan.Read(row["price"]) ?? 1,
                Township = row["township"] is { Length: > 0 } township ? township : null, Origin = row["origin"] is { Length: > 0 } origin ? origin : null, Delivers = row["delivers"] == "yes",
                OnSale = true, At = at, ChangedAt = at, Version = 1,
            };
            db.Insert(sold);
            var counted = long.TryParse(row["stock"], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
            var stock = new StockRow { Goods = sold.Id, Count = counted ? 0 : null, Moves = 0 };
            if (counted)
                Move(stock, count + Sold(int.Parse(row["weight"], CultureInfo.InvariantCulture)), "receive", null, at, null);
            goods.Add((sold, stock, int.Parse(row["weight"], CultureInfo.InvariantCulture)));
            if (MarketPictures.Of(row["picture"]) is { } picture)
                await Photograph(sold, picture, cancel);
        }
    }

    // Enough for four weeks, so that about what the file says is left.
    private static long Sold(int weight) => weight * 9;

    private async Task Photograph(GoodsRow sold, byte[] picture, CancellationToken cancel)
    {
        using var png = new MemoryStream(picture);
        var kept = await files.Keep(png, $"{sold.NameEn}.png", cancel);
        sold.Photo = new(Guid.CreateVersion7(sold.At));
        photos.Add(new(sold.Photo.Value, kept, GoodsFileGuard.Kind, sold.Id.Value, sold.Scope, null, sold.At));
    }

    private void Zones(DemoSamples samples, ScopePath town, DateTimeOffset at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, index) in Read(samples, "market_zones.csv").Select((r, i) => (r, i)))
        {
            if (seen.Add(row["zone"]))
                db.Insert(new Zone { Code = row["zone"], Scope = town.Value, NameZh = row["zone_zh"], NameEn = row["zone_en"], Icon = row["icon"], About = row["about"], Order = seen.Count });
            string? Text(string column) => row[column] is { Length: > 0 } text ? text : null;
            db.Records<ZoneService>().Add(new()
            {
                Id = Guid.CreateVersion7(at), Zone = row["zone"], NameZh = row["name_zh"], NameEn = row["name_en"], About = Text("service_about"), Where = Text("where"), Hours = Text("hours"),
                Phone = Text("phone"), Path = Text("path"), Shop = Text("shop"), Order = index,
            });
        }
    }

    // One was, with orders at its price; one comes this evening, or tomorrow when the demo is founded late.
    private LiveEvent? Lives(DateTimeOffset now)
    {
        var today = LocalTime.DateOf(now);
        var evening = LocalTime.At(today, new(19, 30));
        var next = evening > now.AddHours(1) ? evening : evening.AddDays(1);
        var was = Live("shop-sanxi", "三溪豆腐作坊直播", "Live from Sanxi's tofu makers", "三溪农友阿根", "sanxi", LocalTime.At(today.AddDays(-9), new(19, 30)), ("油豆腐", 480, 40, 4), ("豆腐皮", 990, 30, 2));
        Live("shop-yunfeng", "云峰新茶与土鸡蛋专场", "Tea and eggs from Yunfeng", "云峰茶农春兰", "yunfeng", next, ("高山绿茶", 4600, 20, 2), ("土鸡蛋", 2680, 30, 2), ("笋干", 2100, null, null));
        return was;
    }

    private LiveEvent? Live(string shop, string zh, string en, string host, string township, DateTimeOffset at, params (string Goods, long Fen, long? Most, long? Each)[] offers)
    {
        if (!shops.TryGetValue(shop, out var seller))
            return null;
        var show = new LiveEvent
        {
            Id = Guid.CreateVersion7(at), Shop = shop, Scope = seller.Team.Scope.Value, TitleZh = zh, TitleEn = en, Host = host, About = "主播在产地现场看、现场讲；在这里下单，到店自提或送到家。",
            Platform = "抖音", Link = $"https://live.example/linli/{township}", Township = township, StartsAt = at, EndsAt = at.AddHours(1.5), Version = 1,
        };
        db.Insert(show);
        foreach (var offer in offers)
            if (goods.Find(g => g.Goods.NameZh == offer.Goods).Goods is { } sold)
                db.Records<LiveOffer>().Add(new() { Event = show.Id, Goods = sold.Id, PriceFen = offer.Fen, Most = offer.Most, MostEach = offer.Each });
        return show;
    }

    private async Task Orders(DateTimeOffset now, DateTimeOffset begin, LiveEvent? live, CancellationToken cancel)
    {
        var buyers = new List<TieOfHome>();
        foreach (var home in Homes)
            buyers.AddRange((await ties.AtHome(home, cancel)).OrderBy(t => t.Id).Take(1));
        if (buyers.Count == 0 || goods.Count == 0)
            return;
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", ScopePath.Root, null) { Label = ("银行与微信支付", "Bank and payment services") }, cancel);
        var wallets = new List<AccountId>();
        foreach (var buyer in buyers)
        {
            wallets.Add(await ledger.Open(new(AccountOwner.Person(buyer.Person), LedgerUnit.Fen, NewAccount.Wallet, buyer.Building, 0), cancel));
            await Post(new("demo", $"market-{buyer.Person:D}", "wallet.top-up", ("充值", "Paid in"), [Entry.From(bank, new Fen(80_000)), Entry.To(wallets[^1], new Fen(80_000))]), begin, cancel);
        }

        var today = LocalTime.DateOf(now);
        var basket = goods.SelectMany(g => Enumerable.Repeat(g, g.Weight)).ToList();
        var numbers = new Dictionary<int, int>();
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
            for (var slot = 0; slot < 2 + (day.DayNumber % 3); slot++)
            {
                var turn = (day.DayNumber * 31) + (slot * 17);
                var at = LocalTime.At(day, new(8 + (slot * 3 % 12), turn % 60));
                if (live is not null && LocalTime.DateOf(live.StartsAt) == day && slot > 0)
                    at = live.StartsAt.AddMinutes(5 + (slot * 7));
                if (at >= now.AddMinutes(-8))
                    continue;
                var index = turn % buyers.Count;
                await Buy(buyers[index], wallets[index], basket, turn, at, now, live, numbers, cancel);
            }

        // Something to do for whoever opens a shop's orders, at whatever hour the demo is founded.
        foreach (var (minutes, turn) in new[] { (240, 5), (95, 8), (25, 3) })
            await Buy(buyers[turn % buyers.Count], wallets[turn % buyers.Count], [.. basket.Where(g => g.Goods.Shop == "shop-sanxi")], today.DayNumber + turn, now.AddMinutes(-minutes), now, live, numbers, cancel);
        foreach (var (order, lines) in orders)
        {
            db.Insert(order);
            db.Records<OrderLine>().AddRange(lines);
        }

        // What came in after the demo's founding counts on.
        foreach (var (month, last) in numbers)
            await Counters.Reserve(db, $"market/order/{month:0000}", last, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task Buy(
        TieOfHome buyer, AccountId wallet, List<(GoodsRow Goods, StockRow? Stock, int Weight)> basket, int turn, DateTimeOffset at, DateTimeOffset now, LiveEvent? live, Dictionary<int, int> numbers, CancellationToken cancel)
    {
        var first = basket[turn * 13 % basket.Count];
        var picked = new List<(GoodsRow Goods, StockRow? Stock)> { (first.Goods, first.Stock) };
        var second = basket[((turn * 29) + 7) % basket.Count];
        if (turn % 2 == 0 && second.Goods.Shop == first.Goods.Shop && second.Goods != first.Goods)
            picked.Add((second.Goods, second.Stock));
        var (shop, account, terms) = shops[first.Goods.Shop];
        var id = new OrderId(Guid.CreateVersion7(at));
        var lines = picked.Select((p, i) => Line(id, i + 1, p.Goods, 1 + ((turn + i) % 3), at, live)).ToList();
        if (lines.Zip(picked).Any(p => p.Second.Stock is { Count: { } there } && there < p.First.Count))
            return;
        var brought = turn % 3 == 0 && picked.TrueForAll(p => p.Goods.Delivers) && terms.FeeFen > 0;
        var worth = lines.Sum(l => l.TotalFen);
        var (day, month) = (LocalTime.DateOf(at), int.Parse(LocalTime.DateOf(at).ToString("yyMM", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        numbers[month] = numbers.GetValueOrDefault(month) + 1;
        var number = string.Create(CultureInfo.InvariantCulture, $"SC-{month:0000}-{numbers[month]:0000}");
        var from = LocalTime.At(day, new(17, 0));
        var order = new Order
        {
            Id = id, Number = number, Shop = shop.Code, Scope = shop.Scope.Value, Buyer = buyer.Person, State = OrderState.Paid, Way = brought ? OrderWay.Delivery : OrderWay.PickUp, At = at,
            Day = day, GoodsFen = worth, FeeFen = brought ? DeliveryRules.Fee(terms, worth) : 0, Wallet = wallet, ShopAccount = account,
            Code = ((turn * 7919L) + 104_729 + (numbers[month] * 37)).ToString("000000", CultureInfo.InvariantCulture)[^6..], Home = brought ? cipher.Seal(buyer.HomeLabel) : null,
            DeliverFrom = brought ? from > at ? from : from.AddDays(1) : null, DeliverUntil = brought ? (from > at ? from : from.AddDays(1)).AddHours(2) : null, AfterSalesDays = terms.AfterSalesDays, Version = 1,
        };
        var paid = await Post(
            new(OrderParts.Poster, id.Value.ToString("D"), "market.order", ($"市集订单 {number}", $"Market order {number}"), [Entry.From(wallet, new Fen(order.PaidFen)), Entry.To(account, new Fen(order.PaidFen))])
            {
                Subject = id.Value.ToString(),
            },
            at, cancel);
        if (paid is null)
            return;
        order.Payment = paid.Id;
        foreach (var (line, pick) in lines.Zip(picked))
            if (pick.Stock is { } stock)
                Move(stock, -line.Count, "sale", id.Value.ToString(), at, null);
        Progress(order, now);
        orders.Add((order, lines));
    }

    private OrderLine Line(OrderId order, int number, GoodsRow sold, long count, DateTimeOffset at, LiveEvent? live)
    {
        var origin = StockBook.OriginOf(sold, townships);
        var offer = live is not null && live.StartsAt <= at && at < live.EndsAt ? db.Records<LiveOffer>().Local.FirstOrDefault(o => o.Event == live.Id && o.Goods == sold.Id && (o.MostEach ?? count) >= count) : null;
        if (offer is not null)
            offer.Sold += count;
        return new()
        {
            Order = order, Line = number, Goods = sold.Id, NameZh = sold.NameZh, NameEn = sold.NameEn, UnitZh = sold.UnitZh, UnitEn = sold.UnitEn, Category = sold.Category,
            PriceFen = offer?.PriceFen ?? sold.PriceFen, Count = count, Township = sold.Township, OriginZh = origin?.Zh, OriginEn = origin?.En, Event = offer is null ? null : live!.Id,
        };
    }

    // Each step some hours after the one before, as far as it is by now.
    private static void Progress(Order order, DateTimeOffset now)
    {
        foreach (var (act, after) in new[] { (OrderAct.Pack, 1.0), (OrderAct.Send, 2.5), (OrderAct.HandOver, 9.0), (OrderAct.Confirm, 24.0 * 7) })
            if (order.At.AddHours(after) is var at && at < now)
                OrderRules.Move(order, act, at);
    }

    // One request that its shop has not answered, and one that staff decide.
    private async Task Disagree(DateTimeOffset now, CancellationToken cancel)
    {
        var handed = orders.Where(o => o.Order.State == OrderState.HandedOver).OrderByDescending(o => o.Order.HandedAt).ToList();
        var fresh = handed.FirstOrDefault(o => o.Order.Shop == "shop-sanxi");
        var older = handed.Where(o => o.Order.HandedAt < now.AddDays(-2) && o.Order != fresh.Order).Select(o => ((Order, List<OrderLine>)?)o).FirstOrDefault();
        if (fresh.Order is not null)
            Ask(fresh.Order, fresh.Lines[0], AfterSaleReason.Spoiled, "其中一袋有点发酸，应该是漏气了。", fresh.Order.HandedAt!.Value.AddHours(2) is var at && at < now ? at : now.AddMinutes(-30));
        if (older is not var (order, lines))
            return;
        var sale = Ask(order, lines[0], AfterSaleReason.NotAsDescribed, "写的是当天到货，包装上是三天前的日期。", order.HandedAt!.Value.AddHours(3));
        (sale.State, sale.AnsweredAt, sale.Answer, sale.Objection) = (AfterSaleState.Disputed, sale.At.AddHours(8), "还在保质期内，不影响食用。", "买的就是当天的，请社区看看照片上的日期。");
        await db.SaveChangesAsync(cancel);
    }

    private AfterSale Ask(Order order, OrderLine line, AfterSaleReason reason, string text, DateTimeOffset at)
    {
        var sale = new AfterSale
        {
            Id = Guid.CreateVersion7(at), Order = order.Id, Line = line.Line, Shop = order.Shop, Scope = order.Scope, Reason = reason, Count = 1, AskedFen = line.PriceFen, Text = text,
            State = AfterSaleState.Asked, At = at, DueAt = at + AfterSaleRules.AnswerWithin, Version = 1,
        };
        db.Insert(sale);
        return sale;
    }

    private void Move(StockRow stock, long change, string why, string? subject, DateTimeOffset at, string? note)
    {
        stock.Count = stock.Count is { } count ? count + change : null;
        stock.Moves++;
        moves.Add(new() { Goods = stock.Goods, Number = stock.Moves, At = at, Change = change, After = stock.Count, Why = why, Subject = subject, Note = note });
    }

    private async Task<Posted?> Post(Transfer transfer, DateTimeOffset at, CancellationToken cancel) => (await past.PostAll([transfer], at, cancel)) is { Ok: true, Value: [var posted] } ? posted : null;

    private static List<TableRow> Read(DemoSamples samples, string name)
    {
        if (!File.Exists(samples.File(name)))
            return [];
        using var stream = File.OpenRead(samples.File(name));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }
}
