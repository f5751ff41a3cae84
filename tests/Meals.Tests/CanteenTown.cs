using Linli.Ledger;
using Linli.Market.Tariffs;
using Linli.People;
using Linli.People.Codes;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.Verification;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Keep;
using Linli.Services.Canteen.Menu;
using Linli.Services.Canteen.Order;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>The small town with two canteens: set meals for elders, and dishes. It is Monday, half past eleven.</summary>
internal sealed class CanteenTown(TestTown town) : IAsyncDisposable
{
    public const string Elders = "elders";
    public const string Dishes = "dishes";
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, string> numbers = new();
    private int phones;

    public TestTown Town => town;

    /// <summary>Who stands at the counter, and keeps everything.</summary>
    public Guid Clerk { get; private set; }

    public static DateOnly Today => new(2026, 11, 23);

    public static async Task<CanteenTown> Open(DatabaseKind kind = DatabaseKind.Sqlite, DateTimeOffset? at = null)
    {
        var canteen = new CanteenTown(await TestTown.Found(kind));
        canteen.Town.Time.SetTo(at ?? LocalTime.At(Today, new(11, 30)));
        canteen.Clerk = await canteen.Town.Staff("operator");
        await canteen.Do(new SaveTariff(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), new(2026, 1, 1), "合作社决定", TariffTests.Elders));
        await canteen.Do(new SaveTariff(SmallTown.Group, "dishes", ("零点", "Dishes"), new(2026, 1, 1), "合作社决定", TariffTests.Dishes));
        ServingTime[] serving = [new(MealTime.Lunch, new(10, 30), new(13, 0), new(9, 30)), new(MealTime.Dinner, new(16, 30), new(18, 30), new(15, 0))];
        await canteen.Do(new KeepSite(SmallTown.First, Elders, SiteKind.Canteen, ("老年食堂", "Elders' canteen"), "food", "和膳", "elder-meal", serving));
        await canteen.Do(new KeepSite(SmallTown.Group, Dishes, SiteKind.Canteen, ("和风食堂", "Hefeng canteen"), "food", "和膳", "dishes", serving));
        await canteen.Dish(Elders, "套餐", DishKind.Set, 1000, 200);
        foreach (var (name, kind2, fen) in new[] { ("红烧肉", DishKind.Meat, 1500L), ("河虾", DishKind.Meat, 1500L), ("西红柿炒蛋", DishKind.Vegetable, 600L), ("毛毛菜", DishKind.Vegetable, 400L), ("豆腐", DishKind.Vegetable, 500L) })
            await canteen.Dish(Dishes, name, kind2, fen, 200);
        return canteen;
    }

    public async Task<Guid> Dish(string site, string name, DishKind kind, long fen, int portions, DateOnly? day = null)
    {
        var dish = await Do(new KeepDish(site, (name, name), kind, fen));
        foreach (var meal in new[] { MealTime.Lunch, MealTime.Dinner })
            await Do(new SetMenuLine(site, day ?? Today, meal, dish, portions));
        return dish;
    }

    /// <summary>Account and person of somebody born on a day.</summary>
    public async Task<(Guid Account, Guid Person)> Eater(string born, bool home = false)
    {
        var phone = $"138000{Interlocked.Increment(ref phones):00000}";
        var account = await town.VerifiedResident(phone, home: home);
        var person = await town.As(account, s => Task.FromResult(s.GetRequiredService<CurrentCaller>().Value.Person!.Value));
        numbers[person] = phone;
        var day = DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture);
        await town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlAsync($"UPDATE people_person SET \"BirthDate\" = {day} WHERE \"Id\" = {person}"));
        return (account, person);
    }

    public Task Call(Guid person, string name) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlAsync($"UPDATE people_person SET \"Name\" = {name} WHERE \"Id\" = {person}"));

    /// <summary>As the reader at the counter gives it for the person's card.</summary>
    public Task<string> Ticket(Guid person) => town.As(Clerk, s => Task.FromResult(s.GetRequiredService<CodeText>().Ticket(Clerk, person, PresentedWay.Card, "测*", Clock.Now(town.Time).AddMinutes(5))));

    /// <summary>The number somebody signed in with.</summary>
    public string PhoneOf(Guid person) => numbers[person];

    /// <summary>For somebody of whom the clerk knows only the name.</summary>
    public Task<string> Vouched(Guid person) => town.As(Clerk, async s => (await s.GetRequiredService<IPresentedCodes>().Vouch(person, CancellationToken.None)).Ticket);

    public async Task<IReadOnlyList<MenuDish>> Menu(string site, DateOnly? day = null, MealTime meal = MealTime.Lunch) =>
        (await town.Ask(Clerk, new ReadMenu { Site = site, Day = day })).Value!.Meals.Single(m => m.Meal == meal).Dishes;

    public async Task<IReadOnlyList<Wanted>> OneSet() => [new((await Menu(Elders))[0].Line, 1)];

    public async Task<Result<SoldMeal>> SellSet(Guid? person, PayBy payBy = PayBy.Cash, string? key = null) =>
        await town.Run(Clerk, new SellMeal(Elders, await OneSet(), payBy, key) { Ticket = person is { } who ? await Ticket(who) : null });

    public async Task PayIn(Guid person, long fen) => (await town.Run(Clerk, new TopUp(Elders, await Ticket(person), fen))).Ok.ShouldBeTrue();

    public async Task<long> Stored(Guid account) => (await town.Ask(account, new MyCanteen())).Value!.StoredFen;

    public Task<long> Posted(AccountOwner owner, string purpose) => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return await ledger.Find(owner, LedgerUnit.Fen, purpose, CancellationToken.None) is { } account ? (await ledger.Balance(account, CancellationToken.None)).Posted : 0;
    });

    public Task<long> Subsidy(string site = Elders) => Posted(new(OwnerKind.Cooperative, "hf-coop"), $"meals-{site}");

    public Task<long> Takings(string site = Elders) => Posted(new(OwnerKind.Operator, "food"), $"takings-{site}");

    public Task<long> Box(string site = Elders) => Posted(new(OwnerKind.Outside, $"cash-{site}"), "cash-box");

    public async Task<T> Do<T>(Platform.UseCases.ICommand<T> command)
    {
        var result = await town.Run(Clerk, command);
        return result.Ok ? result.Value : throw new InvalidOperationException($"{command}: {result.Problem.Code} {result.Problem.Message.En}");
    }

    public Task ReleaseOrders() => town.InScope(async s =>
    {
        await s.GetRequiredService<ReleaseOrders>().Run(CancellationToken.None);
        return true;
    });

    public Task<VerificationReport> Verify() => town.InScope(s => s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None));

    public ValueTask DisposeAsync() => town.DisposeAsync();
}
