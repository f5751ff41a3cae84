using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Sensing;
using Linli.Services.Kitchen.Loading;
using Linli.Services.Kitchen.Runs;

namespace Linli.Services.Kitchen;

/// <summary>
/// A month of the demo's central kitchen. Today stands where the clock does: before the cut-off orders are open, in the morning
/// samples come in, at noon the vans are on their way.
/// </summary>
internal sealed class KitchenDemo(LinliDb db, IPeople people, IScopeTree tree, IHomeTies ties, FieldCipher cipher, IDeviceBook devices) : IDemoSeeder
{
    private const int History = 30;
    private const int Ahead = 6;
    private const int EldersEach = 8;

    // Somebody of the cast, who helps in that village three days a week and eats there.
    private const string HelperHome = "和二-11-1-301";
    private const string HelperVillage = "hetang";

    private readonly List<KitchenDay> days = [];
    private readonly List<MealDish> dishes = [];
    private readonly List<MealSet> sets = [];
    private readonly List<SheetLine> lines = [];
    private readonly List<HeadCount> heads = [];
    private readonly List<ElderMeal> meals = [];
    private readonly List<SheetAllergy> allergies = [];
    private readonly List<FoodSample> samples = [];
    private readonly List<VanRun> runs = [];
    private readonly List<RunStop> stops = [];
    private readonly Dictionary<string, Guid> accounts = new(StringComparer.Ordinal);
    private List<VillageElder> elders = [];
    private long serial;

    private sealed record Placed(Village Village, int Boxes, string Van, int Stop);

    public async Task Seed(DemoSamples demo, CancellationToken cancel)
    {
        if (Rows(demo, "kitchens.csv").FirstOrDefault() is not { } row || tree.FindCode(row["scope"]) is not { } place)
            return;
        var kitchen = new CentralKitchen
        {
            Code = row["code"], Scope = place.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], Longitude = Degrees(row["lon"]), Latitude = Degrees(row["lat"]), Source = row["source"],
        };
        db.Insert(kitchen);
        foreach (var member in await people.StaffAround(place.Path, Posts.Kitchen, cancel))
            accounts.TryAdd(member.Name, member.Account);
        var villages = Villages(demo, kitchen).ToList();
        var vans = Vans(demo, kitchen).ToList();
        await EnterTerminals(demo, place.Path, cancel);
        elders = Elders(demo, villages).ToList();
        if (await ties.AtHome(HelperHome, cancel) is [var helper, ..] && villages.Find(v => v.Village.Code == HelperVillage) is { } where)
            elders.Add(new()
            {
                Id = Id(demo.Now.AddDays(-30)), Village = where.Village.Code, Scope = where.Village.Scope, Name = "罗蓝", BirthDate = new(1965, 10, 28), Set = "A", Diet = Diet.Normal,
                Weekdays = 0b0010101, From = LocalTime.DateOf(demo.Now).AddDays(-25), Person = helper.Person, At = Clock.ToMicroseconds(demo.Now.AddDays(-30)),
            });
        var menus = Rows(demo, "kitchen_menus.csv").ToLookup(r => int.Parse(r["weekday"], CultureInfo.InvariantCulture));
        var today = LocalTime.DateOf(demo.Now);
        for (var offset = -History; offset <= Ahead; offset++)
            OneDay(kitchen, today.AddDays(offset), offset, menus, villages, vans, demo.Now);
        Certificates(kitchen, today, demo.Now);
        Extras(kitchen, demo.Now);
        await db.SaveChangesAsync(cancel);
        await Write(cancel);
    }

    private async Task Write(CancellationToken cancel)
    {
        await db.InsertMany(elders, cancel);
        await db.InsertMany(days, cancel);
        await db.InsertMany(dishes, cancel);
        await db.InsertMany(sets, cancel);
        await db.InsertMany(lines, cancel);
        await db.InsertMany(heads, cancel);
        await db.InsertMany(meals, cancel);
        await db.InsertMany(allergies, cancel);
        await db.InsertMany(samples, cancel);
        await db.InsertMany(runs, cancel);
        await db.InsertMany(stops, cancel);
    }

    private IEnumerable<Placed> Villages(DemoSamples demo, CentralKitchen kitchen)
    {
        var position = 0;
        foreach (var row in Rows(demo, "villages.csv"))
        {
            var village = new Village
            {
                Code = row["code"], Kitchen = kitchen.Code, Scope = kitchen.Scope, NameZh = row["name_zh"], NameEn = row["name_en"], Team = row["team"], Longitude = Degrees(row["lon"]),
                Latitude = Degrees(row["lat"]), Position = position++,
            };
            db.Insert(village);
            yield return new(village, Whole(row["boxes"]), row["van"], Whole(row["stop"]));
        }
    }

    private IEnumerable<DeliveryVan> Vans(DemoSamples demo, CentralKitchen kitchen)
    {
        foreach (var row in Rows(demo, "kitchen_vans.csv"))
        {
            var van = new DeliveryVan
            {
                Code = row["code"], Kitchen = kitchen.Code, Scope = kitchen.Scope, Plate = row["plate"], Fixed = row["fixed"] == "yes", Capacity = Whole(row["capacity"]),
                Driver = accounts.TryGetValue(row["driver"], out var driver) ? driver : null,
                Terminal = row["terminal"] is { Length: > 0 } ? TerminalOf(row) : null,
            };
            db.Insert(van);
            yield return van;
        }
    }

    // They speak JT/T 808; a terminal is called by its number there.
    private async Task EnterTerminals(DemoSamples demo, ScopePath place, CancellationToken cancel)
    {
        var entered = await devices.EnterMany(
            [.. Rows(demo, "kitchen_vans.csv").Where(r => r["terminal"] is { Length: > 0 }).Select(r => new NewDevice(TerminalOf(r), $"送餐车 {r["code"]} 定位终端", VanTerminals.Kind.Code, place)
            {
                Addresses = [new(DeviceProtocols.Jt808, r["terminal"])], Key = DemoDevices.KeyOf(TerminalOf(r)), InService = true,
            })], cancel);
        if (!entered.Ok)
            throw new InvalidDataException($"kitchen_vans.csv: {entered.Problem.Message.En}");
    }

    private static string TerminalOf(TableRow van) => "van-" + van["code"].ToLowerInvariant();

    private IEnumerable<VillageElder> Elders(DemoSamples demo, List<Placed> villages)
    {
        var given = Rows(demo, "given_names.csv").Where(r => r["generation"] == "old").Select(r => r["given"]).ToList();
        var surnames = Rows(demo, "surnames.csv").Select(r => r["surname"]).ToList();
        if (given.Count == 0 || surnames.Count == 0)
            yield break;
        var at = demo.Now.AddDays(-60);
        var today = LocalTime.DateOf(demo.Now);
        for (var i = 0; i < villages.Count * EldersEach; i++)
        {
            var (village, n) = (villages[i / EldersEach].Village, i % EldersEach);
            yield return new()
            {
                Id = Id(at), Village = village.Code, Scope = village.Scope, Name = surnames[i * 7 % surnames.Count] + given[i * 5 % given.Count],
                BirthDate = today.AddYears(-(n < 5 ? 71 + (i % 8) : 80 + (i % 11))).AddDays(-(i * 37 % 350) - 1), Set = n == 7 ? "B" : "A",
                Diet = n switch { 7 => Diet.Soft, 4 => Diet.LowSalt, 5 => Diet.LowSugar, _ => Diet.Normal }, Weekdays = 0b1111111, From = today.AddDays(-History - 5), At = Clock.ToMicroseconds(at.AddMinutes(i)),
                Allergies = n == 2 ? cipher.Seal(i % 3 == 0 ? "peanut" : i % 3 == 1 ? "shellfish" : "egg") : null,
            };
        }
    }

    private void OneDay(CentralKitchen kitchen, DateOnly date, int offset, ILookup<int, TableRow> menus, List<Placed> villages, List<DeliveryVan> vans, DateTimeOffset now)
    {
        var cutOff = KitchenRules.CutOffOf(kitchen, date);
        var frozen = now >= cutOff;
        var day = new KitchenDay
        {
            Id = Id(cutOff.AddDays(-7)), Kitchen = kitchen.Code, Scope = kitchen.Scope, Day = date, CutOffAt = cutOff, FrozenAt = frozen ? cutOff.AddSeconds(3) : null, Version = frozen ? 1 : 0,
        };
        days.Add(day);
        var menu = menus[(((int)date.DayOfWeek + 6) % 7) + 1].ToList();
        for (var i = 0; i < menu.Count; i++)
            dishes.Add(new() { Day = day.Id, Code = menu[i]["dish"], Position = i, NameZh = menu[i]["name_zh"], NameEn = menu[i]["name_en"], Allergens = menu[i]["allergens"] });
        foreach (var (code, zh, en, position) in new[] { ("A", "荤素套餐", "Meat and vegetables", 0), ("B", "软食套餐", "Soft food", 1) })
            sets.Add(new() { Day = day.Id, Code = code, Position = position, NameZh = zh, NameEn = en, Dishes = string.Join(' ', menu.Where(m => m["sets"].Contains(code, StringComparison.Ordinal)).Select(m => m["dish"])) });
        var boxes = villages.ToDictionary(v => v.Village.Code, v => Orders(day, v, offset, frozen), StringComparer.Ordinal);
        if (!frozen)
            return;
        var morning = LocalTime.StartOfDay(date);
        for (var i = 0; i < menu.Count && morning.AddMinutes(580 + (i * 6)) is var taken && taken <= now; i++)
            samples.Add(new()
            {
                Id = Id(taken), Day = day.Id, Dish = menu[i]["dish"], Grams = 126 + (i * 3 % 11), TakenAt = taken, By = accounts.GetValueOrDefault("马秀珍"), Place = "留样柜 " + ((i % 3) + 1) + " 层",
                KeepUntil = taken.AddHours(kitchen.SampleHours), DiscardedAt = taken.AddHours(50) <= now ? taken.AddHours(50) : null,
                DiscardedBy = taken.AddHours(50) <= now ? accounts.GetValueOrDefault("金凤仙") : null,
            });
        if (now >= morning.AddMinutes(400))
            for (var i = 0; i < vans.Count; i++)
                Drive(kitchen, day, vans[i], i, [.. villages.Where(v => v.Van == vans[i].Code).OrderBy(v => v.Stop)], boxes, offset, now);
    }

    private int Orders(KitchenDay day, Placed placed, int offset, bool frozen)
    {
        var total = placed.Boxes + (offset == 0 ? 0 : ((((offset * 7) + (placed.Village.Position * 3)) % 5) + 5) % 5 - 2);
        var eating = elders.Where(e => e.Village == placed.Village.Code && KitchenRules.Eats(e, day.Day, [], null)).ToList();
        var rest = total - eating.Count;
        var (under, eighty, soft) = (rest / 8, rest / 4, rest / 10);
        (Diet Diet, string Set, AgeClass Age, int Count)[] counts =
        [
            (Diet.Normal, "A", AgeClass.Under70, under), (Diet.Normal, "A", AgeClass.Seventies, rest - under - eighty - soft), (Diet.Normal, "A", AgeClass.Eighty, eighty), (Diet.Soft, "B", AgeClass.Eighty, soft),
        ];
        if (!frozen || offset == 0)
            heads.AddRange(counts.Where(c => c.Count > 0).Select(c => new HeadCount { Day = day.Id, Village = placed.Village.Code, Set = c.Set, Diet = c.Diet, Age = c.Age, Count = c.Count }));
        if (!frozen)
            return total;
        meals.AddRange(eating.Select(e => new ElderMeal { Day = day.Id, Elder = e.Id, Village = e.Village, Set = e.Set, Diet = e.Diet, Age = KitchenRules.AgeOn(e.BirthDate, day.Day) }));
        lines.AddRange(counts.Concat(eating.Select(e => (e.Diet, e.Set, Age: KitchenRules.AgeOn(e.BirthDate, day.Day), Count: 1)))
            .GroupBy(c => (c.Diet, c.Set, c.Age)).Where(g => g.Sum(c => c.Count) > 0)
            .Select(g => new SheetLine { Id = Id(day.CutOffAt), Day = day.Id, Village = placed.Village.Code, Version = 1, Set = g.Key.Set, Diet = g.Key.Diet, Age = g.Key.Age, Count = g.Sum(c => c.Count) }));
        // The one elder of a village who must not eat something (see Elders).
        if (placed.Village.Position * EldersEach + 2 is var i && eating.Exists(e => e.Allergies is not null))
            allergies.Add(new() { Day = day.Id, Village = placed.Village.Code, Allergen = i % 3 == 0 ? "peanut" : i % 3 == 1 ? "shellfish" : "egg", Count = 1 });
        return total;
    }

    private void Drive(CentralKitchen kitchen, KitchenDay day, DeliveryVan van, int index, List<Placed> route, Dictionary<string, int> boxes, int offset, DateTimeOffset now)
    {
        var planned = LocalTime.StartOfDay(day.Day).AddMinutes(kitchen.LeaveMinutes);
        var leave = planned.AddMinutes(index / 2);
        var drops = route.ConvertAll(v => new Drop(v.Village.Code, KitchenBook.At(v.Village), boxes[v.Village.Code]));
        var gone = now >= leave;
        var due = Times.Due(kitchen, gone ? leave : planned, drops);
        var run = new VanRun { Id = Id(planned), Day = day.Id, Scope = day.Scope, Van = van.Code, Capacity = van.Capacity, Driver = van.Driver };
        if (gone)
            (run.State, run.LeftAt, run.LeftBy, run.LeftTenths) = (RunState.UnderWay, leave, accounts.GetValueOrDefault("严大川"), 705 - (index * 6));
        runs.Add(run);
        for (var i = 0; i < route.Count; i++)
        {
            var stop = new RunStop
            {
                Id = Id(planned), Run = run.Id, Day = day.Id, Scope = day.Scope, Village = drops[i].Village, Position = i, Boxes = drops[i].Boxes, DueAt = due[i],
                Code = ((serial * 7919) % 10000).ToString("0000", CultureInfo.InvariantCulture),
            };
            if (gone && due[i].AddMinutes(3) <= now)
                Hand(stop, van, due[i].AddMinutes(3), offset, i);
            stops.Add(stop);
        }

        Where(kitchen, run, stops[^route.Count..], drops, now);
    }

    private static void Hand(RunStop stop, DeliveryVan van, DateTimeOffset at, int offset, int i)
    {
        var tenths = stop.Village == "meifan" && offset == 0 ? 610 : 668 - (i * 17) - ((offset & 3) * 5);
        (stop.ArrivedAt, stop.HandedAt, stop.HandedBy, stop.HandedBoxes, stop.Tenths) = (at.AddMinutes(-3), at, van.Driver, stop.Boxes, tenths);
        (stop.Way, stop.ConfirmedAt, stop.ConfirmedBoxes) = (i == 0 ? ReceiptWay.Phone : ReceiptWay.Code, at.AddMinutes(i == 0 ? 2 : 0), stop.Boxes);
        if (offset == -9 && stop.Village == "nandu")
            (stop.HandedBoxes, stop.ConfirmedBoxes, stop.Note) = (stop.Boxes - 2, stop.Boxes - 2, "路上打翻 2 份，下午补送");
        if (offset == -16 && stop.Village == "zhangwu")
            (stop.Tenths, stop.Remedy) = (574, "村里蒸箱加热到 75 ℃ 后分餐");
    }

    // Where the van is between the last village it left and the next.
    private static void Where(CentralKitchen kitchen, VanRun run, List<RunStop> route, List<Drop> drops, DateTimeOffset now)
    {
        if (run.State != RunState.UnderWay)
            return;
        var next = route.FindIndex(s => s.HandedAt is null);
        if (next < 0)
        {
            (run.State, run.DoneAt) = (RunState.Done, route.Max(s => s.HandedAt));
            return;
        }

        var (from, left) = next == 0 ? (KitchenBook.At(kitchen), run.LeftAt!.Value) : (drops[next - 1].At, route[next - 1].HandedAt!.Value);
        var part = Math.Clamp((now - left) / (route[next].DueAt!.Value - left), 0, 1);
        (run.FixAt, run.Latitude, run.Longitude) = (
            Clock.ToMicroseconds(now.AddSeconds(-20)), from.Latitude + ((drops[next].At.Latitude - from.Latitude) * part), from.Longitude + ((drops[next].At.Longitude - from.Longitude) * part));
        if (run.FixAt < run.LeftAt)
            run.FixAt = run.LeftAt;
    }

    private void Certificates(CentralKitchen kitchen, DateOnly today, DateTimeOffset now)
    {
        var n = 0;
        foreach (var name in new[] { "严大川", "马秀珍", "金凤仙", "丁长顺", "吴志刚", "雷文斌", "骆春华", "褚建民" })
            if (accounts.TryGetValue(name, out var account))
            {
                var until = today.AddDays(n == 2 ? 12 : 90 + (n * 23));
                db.Insert(new KitchenCertificate
                {
                    Id = Id(now.AddDays(-40)), Kitchen = kitchen.Code, Scope = kitchen.Scope, Kind = CertificateKind.Health, Account = account, Number = $"健 2026-{1040 + n++}", From = until.AddYears(-1),
                    Until = until, At = Clock.ToMicroseconds(now.AddDays(-40)),
                });
            }

        foreach (var (supplier, what) in new[] { ("和滨粮油配送", "大米 200 公斤、菜油 40 升"), ("映湖菜篮子", "青菜 90 公斤、冬瓜 60 公斤"), ("江城肉联", "猪肉 75 公斤") })
        {
            var licence = new KitchenCertificate
            {
                Id = Id(now.AddDays(-40)), Kitchen = kitchen.Code, Scope = kitchen.Scope, Kind = CertificateKind.Licence, Supplier = supplier, Number = $"食经营 JY33990{++n}", From = today.AddYears(-2),
                Until = today.AddYears(3), At = Clock.ToMicroseconds(now.AddDays(-40)),
            };
            db.Insert(licence);
            for (var day = -6; day <= 0; day += 3)
                db.Insert(new GoodsIn
                {
                    Id = Id(now.AddDays(day)), Kitchen = kitchen.Code, Scope = kitchen.Scope, Day = today.AddDays(day), Certificate = licence.Id, What = what, At = Clock.ToMicroseconds(now.AddDays(day)),
                    By = accounts.TryGetValue("严大川", out var chef) ? chef : null,
                });
        }
    }

    // One that was approved some days ago, and one that waits as long as its van has not left.
    private void Extras(CentralKitchen kitchen, DateTimeOffset now)
    {
        var past = days[History - 3];
        if (stops.Find(s => s.Day == past.Id && s.Village == "maiyuan") is { } stop)
        {
            past.Version = 2;
            stop.Boxes += 2;
            stop.HandedBoxes += 2;
            stop.ConfirmedBoxes += 2;
            lines.Add(new() { Id = Id(past.CutOffAt), Day = past.Id, Village = "maiyuan", Version = 2, Set = "A", Diet = Diet.Normal, Age = AgeClass.Seventies, Count = 2 });
            Extra(kitchen, past, "maiyuan", "两位老人从医院回家", past.CutOffAt.AddHours(11), ExtraState.Approved);
        }

        var next = days.FindLast(d => d.FrozenAt is not null)!;
        if (now < LocalTime.StartOfDay(next.Day).AddMinutes(kitchen.LeaveMinutes))
            Extra(kitchen, next, "qingqiao", "外地亲戚送老人回村", Clock.ToMicroseconds(now.AddMinutes(-9)), ExtraState.Asked);
    }

    private void Extra(CentralKitchen kitchen, KitchenDay day, string village, string reason, DateTimeOffset at, ExtraState state) => db.Insert(new MealExtra
    {
        Id = Id(at), Day = day.Id, Scope = kitchen.Scope, Village = village, Set = "A", Diet = Diet.Normal, Age = AgeClass.Seventies, Count = 2, Reason = reason,
        By = null, At = at, State = state, DecidedBy = state == ExtraState.Asked ? null : accounts.GetValueOrDefault("严大川"), DecidedAt = state == ExtraState.Asked ? null : at.AddMinutes(6),
    });

    private Guid Id(DateTimeOffset at) => Guid.CreateVersion7(at.AddMilliseconds(serial++ % 1000));

    private static IEnumerable<TableRow> Rows(DemoSamples demo, string file)
    {
        if (!File.Exists(demo.File(file)))
            yield break;
        using var stream = File.OpenRead(demo.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
