using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Services.Canteen;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen;

/// <summary>Finds what the use cases of the kitchen share, within what the caller may see.</summary>
internal sealed class KitchenBook(LinliDb db, CurrentCaller current, IPeople people, FieldCipher cipher, TimeProvider time)
{
    public static readonly Problem NoKitchen = Problem.NotFound("services.no_kitchen", "您的岗位没有对应的中央厨房。", "Your post has no central kitchen.");
    public static readonly Problem NoVillage = Problem.NotFound("services.no_village", "没有这个村，或不在您的范围内。", "There is no such village, or it is not yours.");
    public static readonly Problem NoDay = Problem.Conflict("services.no_menu", "这一天还没有菜单，请等厨房排好菜单再订。", "There is no menu for this day yet: order once the kitchen has planned it.");

    public DateTimeOffset Now => Clock.Now(time);

    /// <summary>The kitchen of the caller's place.</summary>
    public Task<CentralKitchen?> Kitchen(string permission, CancellationToken cancel) =>
        db.Scoped<CentralKitchen>(current.Value.ScopesFor(permission)).OrderBy(k => k.Code).FirstOrDefaultAsync(cancel);

    /// <summary>Whose kitchen it is does not matter here: the caller came through a village, a run or a day of it.</summary>
    public Task<CentralKitchen> KitchenOf(string code, CancellationToken cancel) => db.Unfiltered<CentralKitchen>().SingleAsync(k => k.Code == code, cancel);

    /// <summary>A village whose team the caller works in, or that the caller's kitchen keeps.</summary>
    public Task<Village?> Village(string? code, CancellationToken cancel) => Villages().SingleOrDefaultAsync(v => v.Code == code, cancel);

    public IQueryable<Village> Villages()
    {
        var teams = current.Value.Grants.Where(g => g.Team is not null && g.Permissions.Contains(ServicesPermissions.VillageMeals)).Select(g => g.Team!).Distinct().ToArray();
        return db.Scoped<Village>(current.Value.ScopesFor(ServicesPermissions.KitchenKeep), v => teams.Contains(v.Team)).Where(v => v.EndedAt == null);
    }

    /// <summary>
    /// The day, after everybody else who changes its orders or freezes it has finished: in the current command.
    /// </summary>
    public async Task<KitchenDay?> LockedDay(string kitchen, DateOnly day, CancellationToken cancel)
    {
        await db.LockUntilCommit($"kitchen {kitchen} {day:yyyy-MM-dd}", cancel);
        return await Day(kitchen, day, cancel);
    }

    public Task<KitchenDay?> Day(string kitchen, DateOnly day, CancellationToken cancel) =>
        db.Unfiltered<KitchenDay>().SingleOrDefaultAsync(d => d.Kitchen == kitchen && d.Day == day, cancel);

    public async Task<(List<MealSet> Sets, List<MealDish> Dishes)> Menu(Guid day, CancellationToken cancel) => (
        await db.Records<MealSet>().AsNoTracking().Where(s => s.Day == day).OrderBy(s => s.Position).ToListAsync(cancel),
        await db.Records<MealDish>().AsNoTracking().Where(d => d.Day == day).OrderBy(d => d.Position).ToListAsync(cancel));

    /// <summary>
    /// Waits for the day whose orders close next: what changes standing orders is before its sheet, or after it. Between the cut-off and
    /// the sheet, which takes seconds, nothing is changed.
    /// </summary>
    public async Task<Problem?> WaitForSheet(string kitchen, CancellationToken cancel)
    {
        if (await db.Unfiltered<KitchenDay>().AsNoTracking().Where(d => d.Kitchen == kitchen && d.FrozenAt == null).OrderBy(d => d.Day).Select(d => (DateOnly?)d.Day).FirstOrDefaultAsync(cancel) is not { } next)
            return null;
        return await LockedDay(kitchen, next, cancel) is { FrozenAt: null } day && Now >= day.CutOffAt
            ? Problem.Conflict("services.sheet_soon", "刚刚截单，正在生成生产单，请几秒后再试。", "Orders have just closed and the sheet is being made: try again in some seconds.") : null;
    }

    /// <summary>Boxes of a day: what is frozen with its amendments, or what would be frozen now.</summary>
    public async Task<List<BoxLine>> Lines(KitchenDay day, CancellationToken cancel) => day.FrozenAt is null
        ? await Lines(day, await Eaters(day, cancel), cancel)
        : Sum((await db.Records<SheetLine>().AsNoTracking().Where(l => l.Day == day.Id).ToListAsync(cancel)).Select(l => new BoxLine(l.Village, l.Set, l.Diet, l.Age, l.Count)));

    /// <summary>Boxes of a day whose orders are open, with those who eat by standing orders.</summary>
    public async Task<List<BoxLine>> Lines(KitchenDay day, List<(VillageElder Elder, string Set)> eaters, CancellationToken cancel)
    {
        var heads = await db.Records<HeadCount>().AsNoTracking().Where(h => h.Day == day.Id).ToListAsync(cancel);
        return Sum(heads.Select(h => new BoxLine(h.Village, h.Set, h.Diet, h.Age, h.Count))
            .Concat(eaters.Select(e => new BoxLine(e.Elder.Village, e.Set, e.Elder.Diet, KitchenRules.AgeOn(e.Elder.BirthDate, day.Day), 1))));
    }

    /// <summary>The elders who eat on a day by their standing orders, with the set they get.</summary>
    public async Task<List<(VillageElder Elder, string Set)>> Eaters(KitchenDay day, CancellationToken cancel) =>
        [.. (await Wishes(day, cancel)).Where(w => w.Set is not null).Select(w => (w.Elder, w.Set!))];

    /// <summary>Elders who would eat on a day, but whose set is not cooked, and each other holds something they must not eat: somebody has to choose.</summary>
    public async Task<List<VillageElder>> Unserved(KitchenDay day, CancellationToken cancel) =>
        [.. (await Wishes(day, cancel)).Where(w => w.Set is null).Select(w => w.Elder)];

    /// <summary>Everybody who wants to eat on a day by a standing order, with the set they get, if there is one for them.</summary>
    public async Task<List<(VillageElder Elder, string? Set)>> Wishes(KitchenDay day, CancellationToken cancel)
    {
        var (cooked, dishes) = await Menu(day.Id, cancel);
        if (cooked.Count == 0)
            return [];
        var villages = db.Unfiltered<Village>().Where(v => v.Kitchen == day.Kitchen && v.EndedAt == null).Select(v => v.Code);
        var elders = await db.Unfiltered<VillageElder>().AsNoTracking().Where(e => villages.Contains(e.Village) && e.EndedAt == null && e.From <= day.Day).ToListAsync(cancel);
        var pauses = (await db.Records<ElderPause>().AsNoTracking().Where(p => p.From <= day.Day && p.Until >= day.Day).ToListAsync(cancel)).ToLookup(p => p.Elder);
        var choices = await db.Records<ElderChoice>().AsNoTracking().Where(c => c.Day == day.Day).ToDictionaryAsync(c => c.Elder, cancel);
        var elsewhere = await AtCanteen(day.Day, [.. elders.Select(e => e.Person).OfType<Guid>()], cancel);
        var sets = cooked.ConvertAll(s => (s.Code, (IReadOnlySet<string>)dishes.Where(d => s.Dishes.Split(' ').Contains(d.Code)).SelectMany(d => d.Allergens.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet()));
        return
        [
            .. from elder in elders
               let choice = choices.GetValueOrDefault(elder.Id)
               where KitchenRules.Eats(elder, day.Day, pauses[elder.Id], choice) && !(elder.Person is { } person && elsewhere.Contains(person))
               orderby elder.Village, elder.At
               select (elder, KitchenRules.SetFor(choice?.Set ?? elder.Set, sets, Allergies(elder))),
        ];
    }

    /// <summary>
    /// Who has ordered a subsidised lunch of the day at a canteen: nobody gets two. Dishes that somebody pays for themselves are none, and
    /// keep nobody's box from being packed.
    /// </summary>
    public async Task<HashSet<Guid>> AtCanteen(DateOnly day, IReadOnlyCollection<Guid> people, CancellationToken cancel)
    {
        if (people.Count == 0)
            return [];

        // Of these people, at whatever site.
        var orders = await db.Unfiltered<MealOrder>().AsNoTracking()
            .Where(o => o.Day == day && o.Meal == MealTime.Lunch && o.State == OrderState.Open && people.Contains(o.Person)).ToListAsync(cancel);
        return [.. orders.Where(o => CanteenRules.IsSubsidisedMeal(o.Ordered, o.Promised)).Select(o => o.Person)];
    }

    private string[] Allergies(VillageElder elder) => elder.Allergies is { } kept ? cipher.Open(kept).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>Accounts of those who work for a village.</summary>
    public async Task<IReadOnlyList<Guid>> StaffOf(Village village, CancellationToken cancel) =>
        [.. (await people.MembersOf(village.Team, cancel)).Select(m => m.Account).Distinct()];

    public static GeoPoint At(CentralKitchen kitchen) => new(kitchen.Latitude, kitchen.Longitude);

    public static GeoPoint At(Village village) => new(village.Latitude, village.Longitude);

    private static List<BoxLine> Sum(IEnumerable<BoxLine> lines) =>
        [.. lines.GroupBy(l => l with { Count = 0 }).Select(g => g.Key with { Count = g.Sum(l => l.Count) }).Where(l => l.Count != 0)
            .OrderBy(l => l.Village, StringComparer.Ordinal).ThenBy(l => l.Set, StringComparer.Ordinal).ThenBy(l => l.Diet).ThenBy(l => l.Age)];
}
