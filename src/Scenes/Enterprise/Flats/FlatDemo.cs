using System.Globalization;
using Linli.Enterprise.Settling;
using Linli.Ledger;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Flats;

/// <summary>
/// The 2,286 flats of the demo: most let by contracts taken over from the keeper's former books, six by people of the demo who pay here, a
/// lottery that was drawn and a queue that goes on.
/// </summary>
internal sealed class FlatDemo(LinliDb db, IScopeTree tree, IPeople people, ILedger ledger, IPastPostings past, FlatBook book) : IDemoSeeder
{
    private const string Seed1 = "9b1f6a02c4d87e35a9c0de41728b5f663f0d9a17be2c48d5a6013f7c9e84b2d1";

    private const string Seed2 = "17c5e8f09a3b4d62b1807f5ce4962a3d8e0b71f4c6a95d2837be40f19dc2a586";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (TalentDemo.Rows(samples, "talent_buildings.csv").ToList() is not { Count: > 0 } buildings)
            return;
        var place = tree.FindCode("hf-2")!.Path;
        var at = Clock.ToMicroseconds(LocalTime.At(LocalTime.DateOf(samples.Now).AddDays(-400), new(9, 0)));
        var estate = new FlatEstate
        {
            Id = Guid.CreateVersion7(at), Scope = place.Value, Code = "hefeng", NameZh = "和风人才公寓", NameEn = "Hefeng flats for talent", OfferHours = 72, DepositMonths = 1, TermMonths = 12, NoticeDays = 30,
        };
        db.Insert(estate);
        Furnish(estate, samples);
        var flats = Flats(estate, buildings, samples, at);
        var tenancies = flats.Where(f => f.State == FlatState.Let).Select((f, i) => Former(estate, f, i, samples.Now)).ToList();
        var rents = await Cast(estate, flats, tenancies, samples, cancel);
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(flats, cancel);
        await db.InsertMany(tenancies, cancel);
        await db.InsertMany(rents, cancel);
        await Rounds(estate, samples, cancel);
    }

    private void Furnish(FlatEstate estate, DemoSamples samples)
    {
        var kit = TalentDemo.Rows(samples, "talent_kit.csv").ToList();
        foreach (var layout in Enum.GetValues<FlatLayout>())
            db.Records<FlatKit>().AddRange(kit.Where(k => k["layout"] == "*" || k["layout"] == layout.ToString())
                .Select((k, i) => new FlatKit { Estate = estate.Id, Layout = layout, Order = i + 1, NameZh = k["name_zh"], NameEn = k["name_en"], Count = TalentDemo.Whole(k["count"]) }));
    }

    private static List<Flat> Flats(FlatEstate estate, List<Platform.Tables.TableRow> buildings, DemoSamples samples, DateTimeOffset at)
    {
        var doors = TalentDemo.Rows(samples, "talent_layouts.csv").ToDictionary(r => TalentDemo.Whole(r["door"]));
        var flats = new List<Flat>();
        foreach (var row in buildings)
            for (var floor = 1; floor <= TalentDemo.Whole(row["floors"]); floor++)
                for (var number = 1; number <= TalentDemo.Whole(row["doors"]); number++)
                {
                    var (door, kind, i) = ($"{floor}{number:00}", doors[number], flats.Count);
                    // One in sixty under repair, one in eleven empty.
                    var state = i % 60 == 7 ? FlatState.Repair : i % 11 == 3 ? FlatState.Free : FlatState.Let;
                    flats.Add(new()
                    {
                        Id = Guid.CreateVersion7(at.AddMilliseconds(i)), Estate = estate.Id, Scope = estate.Scope, Code = $"{row["building"]}-{row["unit"]}-{door}", Building = row["building"], Unit = TalentDemo.Whole(row["unit"]), Door = door,
                        Layout = Enum.Parse<FlatLayout>(kind["layout"]), AreaDm2 = (int)(decimal.Parse(kind["area_m2"], CultureInfo.InvariantCulture) * 100), RentFen = TalentDemo.Whole(kind["rent_yuan"]) * 100L, State = state,
                        RepairNote = state != FlatState.Repair ? null : (i % 3) switch { 0 => "更换热水器", 1 => "卫生间补漏", _ => "退租后粉刷" },
                    });
                }

        return flats;
    }

    // Contracts of the former books name nobody here: the keeper has them on paper.
    private static Tenancy Former(FlatEstate estate, Flat flat, int i, DateTimeOffset now)
    {
        var from = LocalTime.DateOf(now).AddDays(-(i * 7 % 330) - 20);
        var at = LocalTime.At(from, new(10, 0));
        var tenancy = new Tenancy
        {
            Id = Guid.CreateVersion7(at.AddMilliseconds(i)), Number = $"RC-OLD-{i + 1:0000}", Estate = estate.Id, Flat = flat.Id, Scope = flat.Scope, From = from, Until = from.AddMonths(12).AddDays(-1), RentFen = flat.RentFen, DepositFen = flat.RentFen, Layout = flat.Layout, AreaDm2 = flat.AreaDm2, NoticeDays = estate.NoticeDays,
            CapFen = flat.RentFen, State = TenancyState.Living, At = Clock.ToMicroseconds(at), TenantSignedAt = at, KeeperSignedAt = at, InByKeeper = at, InByTenant = at, MovedIn = from,
        };
        flat.Holder = tenancy.Id;
        return tenancy;
    }

    private async Task<List<FlatRent>> Cast(FlatEstate estate, List<Flat> flats, List<Tenancy> tenancies, DemoSamples samples, CancellationToken cancel)
    {
        var (rents, today) = (new List<FlatRent>(), LocalTime.DateOf(samples.Now));
        var grants = await db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.State == TalentState.Granted).OrderBy(a => a.At).ToListAsync(cancel);
        var rules = await db.Unfiltered<TalentRule>().AsNoTracking().ToListAsync(cancel);
        var categories = await db.Records<TalentCategory>().AsNoTracking().ToDictionaryAsync(c => c.Id, cancel);
        var by = (await people.StaffFor(ScopePath.Parse(estate.Scope, null), [Posts.Operator], cancel)).Select(s => (Guid?)s.Account).Order().FirstOrDefault();
        var living = TalentDemo.Rows(samples, "talent_people.csv").Count(r => r["lives"] == "yes");
        var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank-flats-hefeng"), LedgerUnit.Fen, "transfers", ScopePath.Parse(estate.Scope, null), null) { Label = ("和风人才公寓银行收付", "Hefeng flats: bank") }, cancel);
        var payments = new List<(DateTimeOffset On, Transfer Transfer, Action<Guid> Keep)>();
        var takings = await book.Account(estate, "rent", cancel);
        var deposits = await book.Account(estate, "deposits", cancel);
        for (var i = 0; i < Math.Min(living, grants.Count); i++)
        {
            var grant = grants[i];
            var flat = flats.First(f => f is { State: FlatState.Let } && f.AreaDm2 <= categories[grant.Category].AreaDm2 && tenancies.Exists(t => t.Flat == f.Id && t.Person is null));
            var from = LocalTime.DateOf(grant.DecidedAt!.Value).AddDays(12);
            var at = Clock.ToMicroseconds(LocalTime.At(from, new(10, 30)).AddMinutes(i));
            var rule = TalentRules.InForce(rules, estate.Scope, from)!;
            tenancies.RemoveAll(t => t.Flat == flat.Id);
            var tenancy = new Tenancy
            {
                Id = Guid.CreateVersion7(at), Number = $"RC-{from:yyMM}-{i + 1:0000}", Estate = estate.Id, Flat = flat.Id, Scope = flat.Scope, Person = grant.Person, Account = grant.Account, Grant = grant.Id, From = from, Until = from.AddMonths(12).AddDays(-1),
                RentFen = flat.RentFen, DepositFen = flat.RentFen, Layout = flat.Layout, AreaDm2 = flat.AreaDm2, NoticeDays = estate.NoticeDays, CapFen = TalentRules.Cap(rule, flat.AreaDm2), Rule = rule.Id, State = TenancyState.Living, At = at, TenantSignedAt = at, KeeperSignedAt = at, KeeperSignedBy = by, InByKeeper = at,
                InByTenant = at, MovedIn = from,
            };
            flat.Holder = tenancy.Id;
            Pay($"deposit-{tenancy.Id:N}", "flat.deposit", ($"人才公寓押金 {tenancy.Number}", $"Deposit of flat {tenancy.Number}"), tenancy, tenancy.DepositFen, deposits, at, id => (tenancy.Deposit, tenancy.Payer) = (id, bank.Value));
            tenancies.Add(tenancy);
            var kit = db.Records<FlatKit>().Local.Where(k => k.Layout == flat.Layout).OrderBy(k => k.Order);
            db.Records<CheckedItem>().AddRange(kit.Select(k => new CheckedItem { Tenancy = tenancy.Id, Out = false, Order = k.Order, NameZh = k.NameZh, NameEn = k.NameEn, Count = k.Count, Condition = k.Order == 4 ? ItemCondition.Worn : ItemCondition.Good }));
            for (var month = new DateOnly(from.Year, from.Month, 1); month <= today; month = month.AddMonths(1))
            {
                var rent = new FlatRent
                {
                    Id = Guid.CreateVersion7(at.AddMilliseconds(rents.Count)), Tenancy = tenancy.Id, Estate = estate.Id, Scope = flat.Scope, Month = month, Fen = FlatRules.RentOf(flat.RentFen, month, from, null), DueOn = FlatRules.DueOn(month, from),
                };
                rents.Add(rent);
                var when = Clock.ToMicroseconds(LocalTime.At(rent.DueOn.AddDays(-2), new(20, 15)).AddMinutes(i));
                // Two of them are late with this month.
                if (when >= samples.Now || (month.AddMonths(1) > today && i < 2))
                    continue;
                rent.PaidAt = when;
                Pay(rent.Id.ToString("N"), "flat.rent", ($"人才公寓租金 {month:yyyy-MM}", $"Rent of {month:yyyy-MM}"), tenancy, rent.Fen, takings, when, id => (rent.Payment, rent.Payer) = (id, bank.Value));
            }
        }

        // In the order of time, as accounts go on. Paid by bank, so that no wallet has a past it did not have.
        foreach (var (on, transfer, keep) in payments.OrderBy(p => p.On))
        {
            var posted = await past.PostAll([transfer], on, cancel);
            keep(posted.Ok ? posted.Value[0].Id.Value : throw new InvalidDataException(posted.Problem.Message.En));
        }

        return rents;

        void Pay(string key, string kind, Platform.Text.Phrase memo, Tenancy tenancy, long fen, AccountId to, DateTimeOffset on, Action<Guid> keep) =>
            payments.Add((on, new(FlatBook.Poster, key, kind, memo, [Entry.From(bank, new Fen(fen)), Entry.To(to, new Fen(fen))]) { Subject = tenancy.Id.ToString() }, keep));
    }

    private async Task Rounds(FlatEstate estate, DemoSamples samples, CancellationToken cancel)
    {
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-20));
        var lottery = new FlatRound
        {
            Id = Guid.CreateVersion7(at), Estate = estate.Id, Scope = estate.Scope, NameZh = "冬季摇号（40 套）", NameEn = "Winter lottery (40 flats)", Way = FlatWay.Lottery, Places = 40, ApplyUntil = Clock.ToMicroseconds(LocalTime.EndOfDay(LocalTime.DateOf(samples.Now).AddDays(6))),
            Seed = Seed1, At = at,
        };
        var queue = new FlatRound
        {
            Id = Guid.CreateVersion7(at.AddDays(-60)), Estate = estate.Id, Scope = estate.Scope, NameZh = "常年轮候", NameEn = "The standing queue", Way = FlatWay.Queue, Places = 2286, Seed = Seed2, At = at.AddDays(-60),
        };
        db.Insert(lottery);
        db.Insert(queue);
        var living = TalentDemo.Rows(samples, "talent_people.csv").Count(r => r["lives"] == "yes");
        var grants = await db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.State == TalentState.Granted).OrderBy(a => a.At).Skip(living).ToListAsync(cancel);
        var categories = await db.Records<TalentCategory>().AsNoTracking().ToDictionaryAsync(c => c.Id, cancel);
        foreach (var grant in grants.SkipLast(1))
            db.Insert(new FlatRequest
            {
                Id = Guid.CreateVersion7(at.AddHours(lottery.LastTicket)), Round = lottery.Id, Scope = lottery.Scope, Ticket = ++lottery.LastTicket, Person = grant.Person, Account = grant.Account, Grant = grant.Id,
                Priority = categories[grant.Category].Priority, AreaDm2 = categories[grant.Category].AreaDm2, State = FlatRequestState.Waiting, At = at.AddHours(lottery.LastTicket),
            });
        await db.SaveChangesAsync(cancel);
    }
}
