using System.Globalization;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Market.Tariffs;
using Linli.People;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;

namespace Linli.Services.Canteen;

/// <summary>
/// The canteens of the demo community with two tariffs, menus around the day of founding, and four weeks of meals: posted into the
/// ledger at their time, so that receipts and books agree. Made by code, the same for the same day.
/// </summary>
internal sealed class CanteenDemo(
    LinliDb db, IScopeTree tree, IHomeTies ties, ICareLists register, ITariffs tariffs, CanteenAccounts accounts, IPastPostings past, UseCaseRunner runner) : IDemoSeeder
{
    private const int Days = 28;
    private const int Ahead = 9;
    private const int MostEaters = 26;

    private readonly List<MenuLine> menu = [];
    private readonly List<MealRow> meals = [];
    private readonly List<SubsidyLine> subsidies = [];
    private readonly Dictionary<Guid, int> sold = [];
    private readonly Dictionary<Guid, long> cards = [];
    private int count;
    private int posts;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("canteen_sites.csv")) || tree.FindCode("hf") is not { } town)
            return;
        var today = LocalTime.DateOf(samples.Now);
        await Decide(town.Path, today, cancel);
        var sites = Sites(samples);
        var dishes = Dishes(samples, sites);
        Certificates(samples, sites, today);
        await db.SaveChangesAsync(cancel);
        foreach (var site in sites.Where(s => s.Kind == SiteKind.Canteen))
            for (var day = today.AddDays(-Days); day <= today.AddDays(Ahead); day = day.AddDays(1))
                Cook(site, [.. dishes.Where(d => d.Dish.Site == site.Id)], day, samples.Now);
        var eaters = await Eaters(samples, cancel);
        foreach (var site in sites.Where(s => s.Kind == SiteKind.Canteen))
            await Serve(site, dishes, eaters, today, samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(menu.Select(Sold), cancel);
        await db.InsertMany(meals, cancel);
        await db.InsertMany(subsidies, cancel);
        await Counters.Reserve(db, "services.canteen", count + 1, cancel);
        db.ChangeTracker.Clear();
    }

    private async Task Decide(ScopePath town, DateOnly today, CancellationToken cancel)
    {
        TariffPayer cooperative = new("coop", OwnerKind.Cooperative, "hf-coop", ("股份经济合作社", "Joint-stock cooperative"));
        var begin = today.AddDays(-150);
        await Save(new(town, "elder-meal", ("老年食堂分龄价", "Elders' canteen by age"), begin, "股份经济合作社社员代表会议决定（演示）", new()
        {
            Payers = [cooperative],
            Trials = [new(begin, begin.AddMonths(2).AddDays(-1), "coop", ("试运营期间免费", "Free while on trial"))],
            Steps =
            [
                new("over80", ("80 岁及以上免费", "Free from 80 on")) { Tag = CanteenRules.SetMeal, FromAge = 80, PaysFen = 0, Payer = "coop", PerMeal = 1, Aid = "elder-meal" },
                new("over70", ("70–79 岁优惠", "70 to 79")) { Tag = CanteenRules.SetMeal, FromAge = 70, BelowAge = 80, PaysFen = 300, Payer = "coop", PerMeal = 1, Aid = "elder-meal" },
            ],
            Limits = [new(CanteenRules.SetMeal, 1)],
        }), cancel);
        await Save(new(town, "hefeng-dishes", ("和风食堂零点", "Hefeng canteen by the dish"), begin, "食堂运营合同附件二（演示）", new()
        {
            Payers = [cooperative],
            Steps =
            [
                new("recharge", ("食堂卡充值八折", "A fifth off with the canteen card")) { Tag = CanteenRules.Dish, StoredValueOnly = true, OffBasisPoints = 2000 },
                new("elder", ("70 岁及以上每餐补助 2 元", "2 yuan a meal from 70 on")) { Tag = CanteenRules.Dish, FromAge = 70, OffFen = 200, Payer = "coop", PerMeal = 1, Aid = "elder-meal" },
            ],
        }), cancel);
    }

    private async Task Save(SaveTariff tariff, CancellationToken cancel)
    {
        if (await runner.Run(tariff, cancel) is { Ok: false } refused)
            throw new InvalidOperationException(refused.Problem.Message.En);
        await db.SaveChangesAsync(cancel);
    }

    private List<CanteenSite> Sites(DemoSamples samples)
    {
        var made = new List<CanteenSite>();
        foreach (var row in Read(samples, "canteen_sites.csv"))
        {
            var site = new CanteenSite
            {
                Id = Guid.CreateVersion7(samples.Now.AddDays(-160).AddMinutes(made.Count)), Code = row["code"], Scope = tree.FindCode(row["scope"])!.Path.Value, Kind = Enum.Parse<SiteKind>(row["kind"]),
                NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Address = row["address"], Phone = row["phone"], Hours = row["hours"], Operator = row["operator"],
                OperatorName = row["operator_name"], Tariff = row["tariff"], Facility = row["facility"], Space = row["space"] is { Length: > 0 } space ? space : null,
                Times = JsonSerializer.Serialize(row["serving"].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Serving), Json.Options),
            };
            db.Insert(site);
            made.Add(site);
        }

        return made;
    }

    private static ServingTime Serving(string text)
    {
        var parts = text.Split(' ');
        TimeOnly At(int i) => TimeOnly.ParseExact(parts[i], "HH:mm", CultureInfo.InvariantCulture);
        return new(Enum.Parse<MealTime>(parts[0]), At(1), At(2), At(3));
    }

    private List<(CanteenDish Dish, string Days, int Portions)> Dishes(DemoSamples samples, List<CanteenSite> sites)
    {
        var made = new List<(CanteenDish, string, int)>();
        foreach (var row in Read(samples, "canteen_dishes.csv"))
        {
            var (site, kind) = (sites.Single(s => s.Code == row["site"]), Enum.Parse<DishKind>(row["kind"]));
            var dish = new CanteenDish
            {
                Id = Guid.CreateVersion7(samples.Now.AddDays(-150).AddMinutes(made.Count)), Site = site.Id, Scope = site.Scope, NameZh = row["name_zh"], NameEn = row["name_en"],
                Tag = CanteenRules.TagOf(kind), Kind = kind, PriceFen = Number(row["price"]) * 100, Allergens = row["allergens"],
                MarketFen = row["market"].Length == 0 ? null : Number(row["market"]) * 100, MarketSource = row["market"].Length == 0 ? null : row["market_source"],
            };
            db.Insert(dish);
            made.Add((dish, row["days"], Number(row["portions"])));
        }

        return made;
    }

    private void Certificates(DemoSamples samples, List<CanteenSite> sites, DateOnly today)
    {
        foreach (var row in Read(samples, "canteen_staff.csv"))
        {
            var (site, issued) = (sites.Single(s => s.Code == row["site"]), today.AddDays(-Number(row["issued_days_ago"])));
            db.Insert(new CertificateRow
            {
                Id = Guid.CreateVersion7(samples.Now.AddDays(-100)), Site = site.Id, Scope = site.Scope, Name = row["name"], Role = row["role"], IssuedOn = issued, ValidUntil = issued.AddDays(Number(row["valid_days"]) - 1),
            });
        }
    }

    private void Cook(CanteenSite site, List<(CanteenDish Dish, string Days, int Portions)> dishes, DateOnly day, DateTimeOffset now)
    {
        var weekday = ((int)day.DayOfWeek).ToString(CultureInfo.InvariantCulture);
        foreach (var meal in site.Serving.Select(s => s.Meal).Where(m => m != MealTime.Breakfast))
            foreach (var (dish, _, portions) in dishes.Where(d => d.Days.Split(' ').Contains(weekday)))
                menu.Add(new()
                {
                    Id = Guid.CreateVersion7(now.AddDays(-40).AddMilliseconds(menu.Count)), Site = site.Id, Scope = site.Scope, Day = day, Meal = meal, Dish = dish.Id,
                    Order = menu.Count(l => l.Site == site.Id && l.Day == day && l.Meal == meal), PriceFen = dish.PriceFen, Portions = portions,
                });
    }

    private async Task Serve(CanteenSite site, List<(CanteenDish Dish, string Days, int Portions)> dishes, List<(Guid Person, DateOnly? Born)> eaters, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var names = dishes.ToDictionary(d => d.Dish.Id, d => d.Dish);
        var lines = menu.Where(l => l.Site == site.Id).ToLookup(l => (l.Day, l.Meal));
        var terms = (await tariffs.At(site.Tariff, site.Place, today, cancel))!;
        var isSet = site.Code == "elders";
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
        {
            // Today only what is over by now: a demo founded in the morning has its lunch still before it.
            var at = LocalTime.At(day, new(12, 15));
            if (at >= now)
                break;
            var transfers = new List<Transfer>();
            var cash = 0L;
            for (var i = 0; i < eaters.Count; i++)
            {
                var turn = (day.DayNumber * 7) + (i * 11) + (isSet ? 0 : 5);
                if (turn % 13 % (isSet ? 2 : 4) != 0 || (isSet ? i == 1 && turn % 2 == 0 : i % 3 == 0))
                    continue;
                var guest = turn % 17 == 0;
                cash += await Eat(site, terms, [.. lines[(day, MealTime.Lunch)]], names, guest ? null : eaters[i], turn, at.AddSeconds(-i), transfers, cancel);
            }

            await Post(transfers, at, cancel);
            await CloseBox(site, cash, LocalTime.At(day, new(18, 40)), now, cancel);
        }
    }

    private async Task<long> Eat(
        CanteenSite site, TariffInForce tariff, List<MenuLine> lines, Dictionary<Guid, CanteenDish> dishes, (Guid Person, DateOnly? Born)? eater, int turn, DateTimeOffset at, List<Transfer> transfers, CancellationToken cancel)
    {
        var day = LocalTime.DateOf(at);
        var chosen = site.Code == "elders" ? lines.Take(1).ToList() : lines.Where((_, i) => (turn + i) % 3 != 0).ToList();
        if (chosen.Count == 0)
            return 0;
        IReadOnlyList<MealItem> items = [.. chosen.Select(l => new MealItem(l.Id, dishes[l.Dish].Name, dishes[l.Dish].Tag, l.PriceFen, 1))];
        var payBy = eater is null ? PayBy.Cash : PayBy.StoredValue;
        var quote = Tariff.Quote(tariff.Terms, new(eater?.Born, []), [.. items.Select(i => new TariffItem(i.Name, i.Tag, i.UnitFen, i.Count))], new(day, payBy == PayBy.StoredValue));
        var topped = eater is { } who ? await TopUp(site, who.Person, quote.PaysFen, transfers, cancel) : 0;
        var id = Guid.CreateVersion7(at.AddMilliseconds(++count));
        var box = await accounts.CashBox(site, cancel);
        var from = eater is { } person ? await accounts.StoredValue(person.Person, site.Place, cancel) : box;
        var entries = new List<Entry>();
        if (quote.PaysFen > 0)
            entries.Add(Entry.From(from, new Fen(quote.PaysFen)));
        foreach (var share in quote.Shares.Where(s => s.Payer is not null))
        {
            var payer = tariff.Terms.Payers.Single(p => p.Code == share.Payer);
            var account = await accounts.Payer(site, payer, cancel);
            entries.Add(Entry.From(account, new Fen(share.Fen)));
            subsidies.Add(new()
            {
                Id = Guid.CreateVersion7(at), MealId = id, Site = site.Id, Scope = site.Scope, Day = day, Payer = payer.Code, PayerZh = payer.Name.Zh, PayerEn = payer.Name.En,
                Account = account, Fen = share.Fen, AgeClassZh = quote.AgeClass.Zh, AgeClassEn = quote.AgeClass.En,
            });
        }

        entries.Add(Entry.To(await accounts.Takings(site, cancel), new Fen(-entries.Sum(e => e.Amount.Value))));
        transfers.Add(new(CanteenRules.Poster, id.ToString("D"), Settle.MealLedger.Pay, ($"{site.NameZh}午餐", $"Lunch at {site.NameEn}"), entries) { Subject = id.ToString("D") });
        meals.Add(new()
        {
            Id = id, Number = string.Create(CultureInfo.InvariantCulture, $"C-{LocalTime.ToLocal(at):yyMM}-{count:0000}"), Site = site.Id, Scope = site.Scope, Day = day, Meal = MealTime.Lunch, At = Clock.ToMicroseconds(at),
            Person = eater?.Person, AgeClassZh = quote.AgeClass.Zh, AgeClassEn = quote.AgeClass.En, Items = JsonSerializer.Serialize(items, Json.Options), Lines = JsonSerializer.Serialize(quote.Lines, Json.Options),
            ListFen = quote.ListFen, PaysFen = quote.PaysFen, PaidBy = payBy, Takeaway = turn % 5 == 0, Tariff = tariff.Version, Transfer = null,
        });
        foreach (var line in chosen)
            sold[line.Id] = sold.GetValueOrDefault(line.Id) + 1;
        return topped + (eater is null ? quote.PaysFen : 0);
    }

    private async Task<long> TopUp(CanteenSite site, Guid person, long needed, List<Transfer> transfers, CancellationToken cancel)
    {
        var left = cards.GetValueOrDefault(person);
        var paid = left < needed ? 10_000 : 0;
        cards[person] = left + paid - needed;
        if (paid > 0)
            transfers.Add(new(CanteenRules.Poster, $"demo-{++posts}", CanteenRules.TopUp, ("食堂卡现金充值", "Cash paid into the canteen card"),
                [Entry.From(await accounts.CashBox(site, cancel), new Fen(paid)), Entry.To(await accounts.StoredValue(person, site.Place, cancel), new Fen(paid))]));
        return paid;
    }

    private async Task CloseBox(CanteenSite site, long cash, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        if (cash == 0 || at >= now)
            return;
        var id = Guid.CreateVersion7(at);
        await Post(
            [new(CanteenRules.Poster, $"shift-{id:D}", CanteenRules.Shift, ("收银交班", "Cash box counted"),
                [Entry.To(await accounts.CashBox(site, cancel), new Fen(cash)), Entry.From(await accounts.Bank(site, cancel), new Fen(cash))])],
            at, cancel);
        db.Insert(new ShiftRow { Id = id, Site = site.Id, Scope = site.Scope, At = at, ExpectedFen = cash, CountedFen = cash });
    }

    private async Task Post(List<Transfer> transfers, DateTimeOffset at, CancellationToken cancel)
    {
        if (transfers.Count == 0)
            return;
        var posted = await past.PostAll(transfers, Clock.ToMicroseconds(at), cancel);
        if (!posted.Ok)
            throw new InvalidOperationException(posted.Problem.Message.En);
        var byKey = transfers.Zip(posted.Value, (t, p) => (t.Key, p.Id)).ToDictionary(p => p.Key, p => p.Id);
        for (var i = 0; i < meals.Count; i++)
            if (byKey.TryGetValue(meals[i].Id.ToString("D"), out var transfer))
                meals[i] = WithTransfer(meals[i], transfer);
    }

    private static MealRow WithTransfer(MealRow m, TransferId transfer) => new()
    {
        Id = m.Id, Number = m.Number, Site = m.Site, Scope = m.Scope, Day = m.Day, Meal = m.Meal, At = m.At, Person = m.Person, AgeClassZh = m.AgeClassZh, AgeClassEn = m.AgeClassEn,
        Items = m.Items, Lines = m.Lines, ListFen = m.ListFen, PaysFen = m.PaysFen, PaidBy = m.PaidBy, Takeaway = m.Takeaway, Tariff = m.Tariff, Transfer = transfer,
    };

    private MenuLine Sold(MenuLine l) => new()
    {
        Id = l.Id, Site = l.Site, Scope = l.Scope, Day = l.Day, Meal = l.Meal, Dish = l.Dish, Order = l.Order, PriceFen = l.PriceFen, Portions = l.Portions, Sold = sold.GetValueOrDefault(l.Id),
    };

    // The first of the register first, 沈桂芳 and 顾长林 among them; then whoever is 60 or older.
    private async Task<List<(Guid Person, DateOnly? Born)>> Eaters(DemoSamples samples, CancellationToken cancel)
    {
        var found = new List<(Guid, DateOnly?)>();
        foreach (var row in Read(samples, "residents.csv").Select((row, i) => (row, i)).Where(r => r.i < 4 || string.CompareOrdinal(r.row["birth_date"], "1967") < 0).Select(r => r.row).Take(MostEaters))
        {
            var home = (await ties.AtHome(row["home"], cancel)).Select(t => t.Person).Distinct().ToList();
            foreach (var (person, name) in await register.NamesOf(home, masked: false, cancel))
                if (name == row["name"] && found.TrueForAll(f => f.Item1 != person))
                    found.Add((person, (await register.Facts(person, cancel))?.Born));
        }

        return found;
    }

    private static List<TableRow> Read(DemoSamples samples, string name)
    {
        using var stream = File.OpenRead(samples.File(name));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
