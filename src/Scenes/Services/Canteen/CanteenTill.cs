using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.People;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Services.Canteen.Settle;
using Linli.Services.Kitchen;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen;

/// <summary>A meal with its price.</summary>
/// <param name="Site">Where.</param>
/// <param name="Day">Local day.</param>
/// <param name="Meal">Which meal.</param>
/// <param name="Person">Who eats; <c>null</c> for a guest.</param>
/// <param name="Tariff">The version that holds on the day.</param>
/// <param name="Items">What.</param>
/// <param name="Quote">What it costs.</param>
internal sealed record Priced(CanteenSite Site, DateOnly Day, MealTime Meal, Guid? Person, TariffInForce Tariff, IReadOnlyList<MealItem> Items, TariffQuote Quote);

/// <summary>Prices a meal, takes it from the menu and posts it; what counter, order and demo have in common.</summary>
internal sealed class CanteenTill(
    LinliDb db, ITariffs tariffs, ICareLists register, ILedger ledger, CanteenAccounts accounts, VillageLunches villages, Counters counters, CurrentCaller current, TimeProvider time)
{
    public static readonly Problem NoSite = Problem.NotFound("canteen.site_not_found", "没有找到这个食堂。", "This canteen was not found.");

    public static readonly Problem NoPerson = Problem.Forbidden("canteen.no_person",
        "请先认证住房或确认身份，才能使用食堂卡。", "Register your home, or show who you are, before you use the canteen card.");

    public DateOnly Today => LocalTime.Today(time);

    public DateTimeOffset Now => Clock.Now(time);

    /// <summary>A site where the caller may do something.</summary>
    public async Task<CanteenSite?> Site(string? code, string permission, CancellationToken cancel) =>
        await db.Scoped<CanteenSite>(current.Value.ScopesFor(permission)).AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancel);

    // Sites are shown to everybody.
    public Task<CanteenSite?> AnySite(string? code, CancellationToken cancel) => db.Unfiltered<CanteenSite>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, cancel);

    /// <summary>Two sales to one person pass one after the other, wherever the tills stand.</summary>
    public Task WaitFor(Guid person, CancellationToken cancel) => db.LockUntilCommit($"canteen.eater.{person:N}", cancel);

    /// <summary>What a meal costs somebody, or why they do not get it.</summary>
    /// <param name="site">Where.</param>
    /// <param name="person">Who eats; <c>null</c> for a guest.</param>
    /// <param name="day">Local day of the meal.</param>
    /// <param name="meal">Which meal.</param>
    /// <param name="wanted">What.</param>
    /// <param name="payBy">How it is paid.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="guardianPays">A guardian's card or wallet pays for a child: what forbids children to pay does not stand in the way.</param>
    public async Task<Result<Priced>> Price(
        CanteenSite site, Guid? person, DateOnly day, MealTime meal, IReadOnlyList<Wanted> wanted, PayBy payBy, CancellationToken cancel, bool guardianPays = false)
    {
        if (CanteenRules.FaultOf(wanted) is { } wrong)
            return wrong;
        if (person is null && payBy != PayBy.Cash)
            return Problem.Invalid("payBy", "canteen.guest_pays_cash", "未出示码或卡的客人请付现金。", "Guests who show no code or card pay cash.");
        var together = CanteenRules.Together(wanted);
        var ids = together.Select(w => w.Line).ToList();
        var lines = await Lines(site, day, meal).Where(l => ids.Contains(l.Line.Id)).ToDictionaryAsync(l => l.Line.Id, cancel);
        if (together.FirstOrDefault(w => !lines.ContainsKey(w.Line)) is not null)
            return Problem.Invalid("items", "canteen.not_on_menu", "所选菜品不在这一餐的菜单上，请刷新后再选。", "Something chosen is not on the menu of this meal: reload it.");
        if (await tariffs.At(site.Tariff, site.Place, day, cancel) is not { } tariff)
            return Problem.Conflict("canteen.no_tariff", "这一天没有生效的价格规则，请联系运营。", "No tariff holds on this day: tell the operator.");
        var eater = await Eater(person, tariff.Terms, cancel);
        if (!eater.Ok)
            return eater.As<Priced>();
        if (!guardianPays && CanteenRules.ChildFault(eater.Value.Born, day, payBy) is { } child)
            return child;
        IReadOnlyList<MealItem> items = [.. together.Select(w => lines[w.Line]).Zip(together, (l, w) => new MealItem(l.Line.Id, new(l.Dish.NameZh, l.Dish.NameEn), l.Dish.Tag, l.Line.PriceFen, w.Count))];
        IReadOnlyList<TariffItem> asked = [.. items.Select(i => new TariffItem(i.Name, i.Tag, i.UnitFen, i.Count))];
        var eaten = await Had(person, day, meal, cancel);
        var terms = eaten.Village ? CanteenRules.WithoutSubsidies(tariff.Terms) : tariff.Terms;
        var quote = Tariff.Quote(terms, eater.Value, asked, new(day, payBy == PayBy.StoredValue) { Used = eaten.Used, Aids = eaten.Aids });

        // A guest may buy as much as they pay for; of what others bear nobody fetches a second portion.
        return (person is not null || quote.Shares.Any(s => s.Payer is not null)) && CanteenRules.LimitFault(tariff.Terms, asked, eaten.Had, eaten.Before) is { } refused
            ? refused : new Priced(site, day, meal, person, tariff, items, quote);
    }

    /// <summary>Whether too much would be taken from somebody whose name alone was said.</summary>
    public async Task<Problem?> VouchedFault(Presented? who, PayBy payBy, long fen, CancellationToken cancel)
    {
        if (who is not { Way: PresentedWay.Vouched } || payBy == PayBy.Cash || fen == 0)
            return null;
        var (person, today) = (who.Person, Today);

        // Of one person, wherever they ate.
        var taken = await db.Unfiltered<MealRow>().Where(m => m.Person == person && m.Day == today && m.Vouched && m.PaidBy != PayBy.Cash && m.VoidedAt == null).SumAsync(m => m.PaysFen, cancel);
        return CanteenRules.VouchedFault(taken + fen);
    }

    /// <summary>What somebody had, or ordered, at a meal already, at whatever site.</summary>
    public async Task<EatenAlready> Had(Guid? person, DateOnly day, MealTime meal, CancellationToken cancel)
    {
        var (had, used, aids) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new HashSet<string>());
        if (person is not { } who)
            return new(had, used, aids, null, false);

        // Of one person, wherever they ate.
        var meals = await db.Unfiltered<MealRow>().AsNoTracking().Where(m => m.Person == who && m.Day == day && m.Meal == meal && m.VoidedAt == null).OrderBy(m => m.At).ToListAsync(cancel);
        var orders = await db.Unfiltered<MealOrder>().AsNoTracking().Where(o => o.Person == who && o.Day == day && o.Meal == meal && o.State == OrderState.Open).OrderBy(o => o.At).ToListAsync(cancel);
        foreach (var item in meals.SelectMany(m => m.Eaten).Concat(orders.SelectMany(o => o.Ordered)))
            had[item.Tag] = had.GetValueOrDefault(item.Tag) + item.Count;
        foreach (var line in meals.SelectMany(m => m.Steps).Concat(orders.SelectMany(o => o.Promised.Lines)))
        {
            used[line.Code] = used.GetValueOrDefault(line.Code) + line.Times;
            if (line.Aid is { } aid)
                aids.Add(aid);
        }

        var village = meal == MealTime.Lunch ? await villages.Of(who, day, cancel) : null;
        if (village is not null)
            had[CanteenRules.SetMeal] = had.GetValueOrDefault(CanteenRules.SetMeal) + 1;
        var first = meals.Select(m => (m.At, m.Site, Ordered: false)).Concat(orders.Select(o => (o.At, o.Site, Ordered: true))).Take(1).ToList();
        if (first.Count == 0)
            return new(had, used, aids, village is { } box ? new(box.At, box.Village, Ordered: true) : null, village is not null);
        var site = await db.Unfiltered<CanteenSite>().AsNoTracking().SingleAsync(s => s.Id == first[0].Site, cancel);
        return new(had, used, aids, new(first[0].At, site.Name, first[0].Ordered), village is not null);
    }

    /// <summary>Takes portions from the menu: one statement for each line, so that the last portion goes to one till only.</summary>
    public async Task<Problem?> Take(IReadOnlyList<MealItem> items, CancellationToken cancel)
    {
        foreach (var item in items.OrderBy(i => i.Line))
            if (await db.Unfiltered<MenuLine>().Where(l => l.Id == item.Line && l.Sold + item.Count <= l.Portions)
                    .ExecuteUpdateAsync(s => s.SetProperty(l => l.Sold, l => l.Sold + item.Count), cancel) == 0)
                return await SoldOut(item, cancel);
        return null;
    }

    public async Task PutBack(IReadOnlyList<MealItem> items, CancellationToken cancel)
    {
        foreach (var item in items.OrderBy(i => i.Line))
            await db.Unfiltered<MenuLine>().Where(l => l.Id == item.Line)
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.Sold, l => l.Sold >= item.Count ? l.Sold - item.Count : 0), cancel);
    }

    /// <summary>What moves for a meal: the person and whoever bears the rest pay the site, in one transfer. <c>null</c> where nothing moves.</summary>
    public async Task<Transfer?> TransferOf(Priced priced, AccountId? from, Guid meal, DateTimeOffset at, CancellationToken cancel)
    {
        var (site, quote) = (priced.Site, priced.Quote);
        if (quote.PaysFen > 0 && from is null)
            throw new InvalidOperationException($"Nobody pays the {quote.PaysFen} fen of a meal.");
        var entries = new List<Entry>();
        if (quote.PaysFen > 0 && from is { } payer)
            entries.Add(Entry.From(payer, new Fen(quote.PaysFen)));
        foreach (var share in quote.Shares.Where(s => s.Payer is not null))
            entries.Add(Entry.From(await PayerOf(priced, share, cancel), new Fen(share.Fen)));
        var sum = -entries.Sum(e => e.Amount.Value);
        if (sum == 0)
            return null;
        entries.Add(Entry.To(await accounts.Takings(site, cancel), new Fen(sum)));

        // The day of the receipt, not that on which a till that waited got its turn: both fall into one month.
        return new(CanteenRules.Poster, meal.ToString("D"), MealLedger.Pay, Memo(priced), entries) { Subject = meal.ToString("D"), Date = LocalTime.DateOf(at) };
    }

    /// <summary>The account a person pays a meal from.</summary>
    public async Task<AccountId?> PaysFrom(CanteenSite site, PayBy payBy, Guid? person, CancellationToken cancel) => (payBy, person) switch
    {
        (PayBy.Cash, _) => await accounts.CashBox(site, cancel),
        (PayBy.StoredValue, { } who) => await accounts.StoredValue(who, site.Place, cancel),
        (PayBy.Wallet, { } who) => await accounts.Wallet(who, cancel),
        _ => null,
    };

    /// <summary>Writes the receipt with who bears what of it.</summary>
    public async Task<MealRow> Write(Guid id, Priced priced, PayBy payBy, bool takeaway, TransferId? transfer, Guid? order, bool vouched, DateTimeOffset at, CancellationToken cancel)
    {
        var (site, quote) = (priced.Site, priced.Quote);
        var row = new MealRow
        {
            Id = id, Number = await Number("C", at, cancel), Site = site.Id, Scope = site.Scope, Day = priced.Day, Meal = priced.Meal, At = at, Person = priced.Person,
            AgeClassZh = quote.AgeClass.Zh, AgeClassEn = quote.AgeClass.En, Items = JsonSerializer.Serialize(priced.Items, Json.Options),
            Lines = JsonSerializer.Serialize(quote.Lines, Json.Options), ListFen = quote.ListFen, PaysFen = quote.PaysFen, PaidBy = payBy, Takeaway = takeaway,
            Tariff = priced.Tariff.Version, Transfer = transfer, FromOrder = order, Vouched = vouched, By = current.Value.Account,
        };
        db.Insert(row);
        foreach (var share in quote.Shares.Where(s => s.Payer is not null))
        {
            var payer = priced.Tariff.Terms.Payers.Single(p => p.Code == share.Payer);
            db.Insert(new SubsidyLine
            {
                Id = Guid.CreateVersion7(at), MealId = id, Site = site.Id, Scope = site.Scope, Day = LocalTime.DateOf(at), Payer = payer.Code, PayerZh = payer.Name.Zh,
                PayerEn = payer.Name.En, Account = await accounts.Payer(site, payer, cancel), Fen = share.Fen, AgeClassZh = quote.AgeClass.Zh, AgeClassEn = quote.AgeClass.En,
            });
        }

        return row;
    }

    public async Task<string> Number(string letter, DateTimeOffset at, CancellationToken cancel)
    {
        var number = await counters.Next(db, "services.canteen", cancel);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{letter}-{LocalTime.ToLocal(at):yyMM}-{number:0000}");
    }

    /// <summary>Lines of a menu with their dishes, in their order.</summary>
    public IQueryable<DishOnMenu> Lines(CanteenSite site, DateOnly day, MealTime? meal = null) =>
        // The menu is shown to everybody.
        db.Unfiltered<MenuLine>().AsNoTracking().Where(l => l.Site == site.Id && l.Day == day && (meal == null || l.Meal == meal))
            .Join(db.Unfiltered<CanteenDish>().AsNoTracking(), l => l.Dish, d => d.Id, (l, d) => new DishOnMenu { Line = l, Dish = d });

    /// <summary>What of somebody counts for the price.</summary>
    public async Task<Result<TariffEater>> Eater(Guid? person, TariffTerms terms, CancellationToken cancel)
    {
        if (person is not { } who)
            return TariffEater.Guest;
        if (await register.Facts(who, cancel) is not { IsAlive: true } facts)
            return Problem.Conflict("canteen.person_gone", "登记中没有这个人，不能按优惠价用餐。", "The register does not know this person any more: the low price is not given.");
        return new TariffEater(facts.Born, terms.Steps.Any(s => s.Group is not null) ? await register.GroupsOf(who, cancel) : []);
    }

    private async Task<Problem> SoldOut(MealItem item, CancellationToken cancel)
    {
        var left = await db.Unfiltered<MenuLine>().Where(l => l.Id == item.Line).Select(l => l.Portions - l.Sold).SingleOrDefaultAsync(cancel);
        return Problem.Conflict("canteen.sold_out", $"“{item.Name.Zh}”只剩 {left} 份，请换一样。", $"Only {left} of '{item.Name.En}' left: choose something else.");
    }

    private async Task<AccountId> PayerOf(Priced priced, TariffShare share, CancellationToken cancel) =>
        await accounts.Payer(priced.Site, priced.Tariff.Terms.Payers.Single(p => p.Code == share.Payer), cancel);

    private static Phrase Memo(Priced priced)
    {
        var off = priced.Quote.ListFen - priced.Quote.PaysFen;
        var (zh, en) = (CanteenWords.Of(priced.Meal).Zh, CanteenWords.Of(priced.Meal).En);
        return off == 0
            ? ($"{priced.Site.NameZh}{zh}", $"{en} at {priced.Site.NameEn}")
            : ($"{priced.Site.NameZh}{zh}，原价 {Yuan.Short(priced.Quote.ListFen)} 元，优惠 {Yuan.Short(off)} 元", $"{en} at {priced.Site.NameEn}: {Yuan.Short(priced.Quote.ListFen)} yuan, {Yuan.Short(off)} off");
    }

    /// <summary>Posts a transfer where there is one.</summary>
    public async Task<Result<TransferId?>> Post(Transfer? transfer, CancellationToken cancel)
    {
        if (transfer is null)
            return (TransferId?)null;
        var posted = await ledger.Post(transfer, cancel);
        return posted.Ok ? posted.Value.Id : Friendly(posted.Problem);
    }

    /// <summary>What the ledger refuses, in words that the counter can say aloud.</summary>
    public static Problem Friendly(Problem problem) => problem.Code == "ledger.insufficient"
        ? Problem.Conflict("canteen.too_little", "余额不足，请先充值，或改用现金。", "There is too little on the card: pay in first, or pay cash.") : problem;
}

/// <summary>A line of a menu with its dish.</summary>
internal sealed class DishOnMenu
{
    public required MenuLine Line { get; init; }

    public required CanteenDish Dish { get; init; }

    public int Left => Line.Portions - Line.Sold;
}
