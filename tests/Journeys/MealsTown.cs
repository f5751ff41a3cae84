using Linli.Ledger;
using Linli.Market;
using Linli.Market.Tariffs;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Keep;
using Linli.Services.Kitchen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Journeys;

/// <summary>What a canteen and a central kitchen need.</summary>
public partial class Town
{
    /// <summary>Code of the canteen.</summary>
    public const string Canteen = "elders";

    /// <summary>A canteen that serves lunch all day long, whenever the journey is made; returns the login of its clerk.</summary>
    public async Task<string> OpenCanteen()
    {
        await AsStaff(async s =>
        {
            var coop = new TariffPayer("coop", OwnerKind.Cooperative, "hf-coop", ("合作社", "Cooperative"));
            await Run(s, new SaveTariff(Community, "elder-meal", ("老年食堂", "Elders"), new(2026, 1, 1), "合作社决定", new()
            {
                Payers = [coop],
                Steps =
                [
                    new("over80", ("80 岁及以上免费", "Free from 80")) { Tag = "set", FromAge = 80, PaysFen = 0, Payer = "coop", PerMeal = 1 },
                    new("over70", ("70–79 岁优惠", "70 to 79")) { Tag = "set", FromAge = 70, BelowAge = 80, PaysFen = 300, Payer = "coop", PerMeal = 1 },
                ],
                Limits = [new("set", 1)],
            }));
            await Run(s, new KeepSite(Community, Canteen, SiteKind.Canteen, ("老年食堂", "Elders' canteen"), "food", "和膳", "elder-meal", [new(MealTime.Lunch, new(0, 0), new(23, 59), new(0, 0))]));
            var dish = await Run(s, new KeepDish(Canteen, ("荤素套餐", "Set meal"), DishKind.Set, 1000));
            await Run(s, new SetMenuLine(Canteen, LocalTime.Today(s.GetRequiredService<TimeProvider>()), MealTime.Lunch, dish, 50));
        });
        return await Hire(Posts.CanteenClerk);
    }

    /// <summary>Code of the canteen of single dishes.</summary>
    public const string Dishes = "dishes";

    /// <summary>A canteen of two dishes with meat and three of vegetables, a fifth off for the canteen card; open all day long. Returns the login of its clerk.</summary>
    public async Task<string> OpenDishes()
    {
        await AsStaff(async s =>
        {
            await Run(s, new SaveTariff(Community, "dishes", ("零点", "Dishes"), new(2026, 1, 1), "合作社决定", new()
            {
                Steps = [new("recharge", ("充值八折", "A fifth off")) { Tag = "dish", StoredValueOnly = true, OffBasisPoints = 2000 }],
            }));
            await Run(s, new KeepSite(Community, Dishes, SiteKind.Canteen, ("和风食堂", "Hefeng canteen"), "food", "和膳", "dishes", [new(MealTime.Lunch, new(0, 0), new(23, 59), new(0, 0))]));
            foreach (var (name, kind, fen) in new[] { ("红烧肉", DishKind.Meat, 1500L), ("河虾", DishKind.Meat, 1500L), ("西红柿炒蛋", DishKind.Vegetable, 600L), ("毛毛菜", DishKind.Vegetable, 400L), ("豆腐", DishKind.Vegetable, 500L) })
                await Run(s, new SetMenuLine(Dishes, LocalTime.Today(Clock), MealTime.Lunch, await Run(s, new KeepDish(Dishes, (name, name), kind, fen)), 50));
        });
        return await Hire(Posts.CanteenClerk);
    }

    /// <summary>Makes somebody who signed in so many years old today, under a name, with money on the canteen card.</summary>
    public async Task GrowOld(string account, string name, int years, long fen)
    {
        await AsStaff(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var person = await db.Records<Account>().Where(a => a.Id == Guid.Parse(account)).Select(a => a.PersonId).SingleAsync();
            var row = await db.Records<Person>().SingleAsync(p => p.Id == person);
            (row.Name, row.BirthDate) = (name, LocalTime.Today(s.GetRequiredService<TimeProvider>()).AddYears(-years));
            await using var transaction = await db.BeginTransaction(default);
            if (fen > 0)
            {
                var accounts = s.GetRequiredService<CanteenAccounts>();
                var site = await db.Unfiltered<CanteenSite>().AsNoTracking().SingleAsync(x => x.Code == Canteen);
                var posted = await s.GetRequiredService<ILedger>().Post(
                    new("journey", $"{account}-meals", "canteen.top-up", ("现金充值", "Cash"), [Ledger.Entry.From(await accounts.CashBox(site, default), new Fen(fen)), Ledger.Entry.To(await accounts.StoredValue(person, Community, default), new Fen(fen))]), default);
                posted.Ok.ShouldBeTrue();
            }

            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            s.GetRequiredService<CallerDirectory>().Forget(Guid.Parse(account));
        });
    }

    /// <summary>
    /// A kitchen whose orders of today closed last evening: 14 villages, 420 boxes, 42 of them for the last; three fixed vans and two flexible.
    /// </summary>
    /// <returns>Logins of cook, drivers by van, and clerk of the last village.</returns>
    public async Task<(string Cook, IReadOnlyDictionary<string, string> Drivers, string Clerk)> OpenKitchen()
    {
        var cook = await Hire(Posts.KitchenStaff, "kitchen", ScopePath.Parse("/hf/", null), "马秀珍");
        var drivers = new Dictionary<string, string>();
        for (var i = 1; i <= 5; i++)
            drivers["V" + i] = await Hire(Posts.Driver, "kitchen", ScopePath.Parse("/hf/", null), "司机" + i);
        var clerk = await Hire(Posts.VillageClerk, "team-v13", ScopePath.Parse("/hf/", null), "章平");
        await AsStaff(async s =>
        {
            var (db, time) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<TimeProvider>());
            var (now, today) = (Linli.Platform.Data.Clock.Now(time), LocalTime.Today(time));
            const string Scope = "/hf/";
            var kitchen = new CentralKitchen { Code = "k", Scope = Scope, NameZh = "中央厨房", NameEn = "Central kitchen", Longitude = 120.2060, Latitude = 30.1980, Source = "test" };

            // Whenever the journey is made: what is packed an hour ago is to be eaten within two.
            kitchen.PackedMinutes = (int)(LocalTime.ToLocal(now).TimeOfDay.TotalMinutes - 60);
            db.Insert(kitchen);
            var day = new KitchenDay { Id = Guid.CreateVersion7(now), Kitchen = "k", Scope = Scope, Day = today, CutOffAt = KitchenRules.CutOffOf(kitchen, today), FrozenAt = KitchenRules.CutOffOf(kitchen, today), Version = 1 };
            db.Insert(day);
            db.Records<MealDish>().Add(new() { Day = day.Id, Code = "pork", Position = 0, NameZh = "红烧肉", NameEn = "Pork", Allergens = "" });
            db.Records<MealSet>().Add(new() { Day = day.Id, Code = "A", Position = 0, NameZh = "荤素套餐", NameEn = "Set", Dishes = "pork" });
            for (var i = 0; i < 14; i++)
            {
                db.Insert(new TeamRow { Code = $"team-v{i}", NameZh = $"第{i}村", NameEn = $"Village {i}", Kind = "community", Scope = Scope });
                db.Insert(new Village
                {
                    Code = $"v{i}", Kitchen = "k", Scope = Scope, NameZh = i == 13 ? "昇光村" : $"第{i}村", NameEn = i == 13 ? "Shengguang" : $"Village {i}", Team = $"team-v{i}",
                    Longitude = 120.2060 + (0.03 * Math.Cos(i * Math.Tau / 14)), Latitude = 30.1980 + (0.03 * Math.Sin(i * Math.Tau / 14)), Position = i,
                });
                db.Records<SheetLine>().Add(new() { Id = Guid.CreateVersion7(now), Day = day.Id, Village = $"v{i}", Version = 1, Set = "A", Diet = Diet.Normal, Age = AgeClass.Seventies, Count = i == 13 ? 42 : i < 12 ? 29 : 30 });
            }

            foreach (var (van, login) in drivers)
                db.Insert(new DeliveryVan
                {
                    Code = van, Kitchen = "k", Scope = Scope, Plate = "江A·0000" + van[1], Fixed = van is "V1" or "V2" or "V3", Capacity = 100,
                    Driver = await db.Records<Account>().Where(a => a.UserName == login).Select(a => (Guid?)a.Id).SingleAsync(),
                });
            db.Insert(new KitchenCertificate
            {
                Id = Guid.CreateVersion7(now), Kitchen = "k", Scope = Scope, Kind = CertificateKind.Health, Account = await db.Records<Account>().Where(a => a.UserName == cook).Select(a => a.Id).SingleAsync(), Number = "健 1",
                From = today.AddDays(-30), Until = today.AddDays(300), At = now,
            });
            await db.SaveChangesAsync();
        });
        return (cook, drivers, clerk);
    }
}
