using Linli.Market;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Services.Canteen.Card;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Menu;

/// <summary>The menu of a site on a day, each dish with what the caller pays for it by their own age (您付几元).</summary>
public sealed record ReadMenu : IQuery<MenuOfDay>
{
    /// <summary>Code of the site; the first one when left out.</summary>
    public string? Site { get; init; }

    /// <summary>Local day; today when left out.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Whose price, if not one's own.</summary>
    public Guid? OnBehalfOf { get; init; }
}

/// <summary>A menu with prices.</summary>
/// <param name="Site">Where.</param>
/// <param name="Day">Local day.</param>
/// <param name="Meals">Each meal that is served.</param>
/// <param name="AgeClass">Between which ages the prices are; <c>null</c> for list prices.</param>
/// <param name="Extras">What is taken off once a meal, and so is in no dish's price.</param>
public sealed record MenuOfDay(SiteFacts Site, DateOnly Day, IReadOnlyList<MenuOfMeal> Meals, Phrase? AgeClass, IReadOnlyList<Phrase> Extras);

/// <summary>A site as people see it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it is.</param>
/// <param name="Address">Where to find it.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Hours">When it is open, in words.</param>
/// <param name="Serving">When meals are served.</param>
/// <param name="Space">Code of the space of the ledger that a banquet room is.</param>
public sealed record SiteFacts(string Code, SiteKind Kind, Phrase Name, string About, string Address, string Phone, string Hours, IReadOnlyList<ServingTime> Serving, string? Space);

/// <summary>A meal of a day.</summary>
/// <param name="Meal">Which.</param>
/// <param name="OrderUntil">Until when it can be ordered, UTC; <c>null</c> when it is too late or not served.</param>
/// <param name="Dishes">What there is.</param>
/// <param name="Had">That the person had or ordered it already.</param>
public sealed record MenuOfMeal(MealTime Meal, DateTimeOffset? OrderUntil, IReadOnlyList<MenuDish> Dishes, EatenBefore? Had);

/// <summary>A dish on a menu.</summary>
/// <param name="Line">What an order names.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Allergens">Codes of what some must not eat.</param>
/// <param name="ListFen">List price.</param>
/// <param name="PaysFen">What the caller pays for one with the canteen card.</param>
/// <param name="Left">How many portions are left.</param>
/// <param name="MarketFen">What the same costs outside (普惠价对照).</param>
/// <param name="MarketSource">Where that was seen.</param>
public sealed record MenuDish(Guid Line, Phrase Name, DishKind Kind, IReadOnlyList<string> Allergens, long ListFen, long PaysFen, int Left, long? MarketFen, string? MarketSource);

internal sealed class ReadMenuHandler(LinliDb db, CanteenTill till, ITariffs tariffs, Eaters eaters, CurrentCaller current) : IHandler<ReadMenu, MenuOfDay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/canteen/menu", (string? site, DateOnly? day, Guid? onBehalfOf, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new ReadMenu { Site = site, Day = day, OnBehalfOf = onBehalfOf }, cancel))
            .Needs(Access.Public).WithTags("Canteen").WithSummary("The menu of a day with my own prices 菜单");
        api.MapGet("/canteen/sites", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListSites(), cancel))
            .Needs(Access.Public).WithTags("Canteen").WithSummary("Canteens and banquet rooms 食堂列表");
    }

    public async Task<Result<MenuOfDay>> Handle(ReadMenu request, CancellationToken cancel)
    {
        var site = request.Site is { } code ? await till.AnySite(code, cancel)
            : await db.Unfiltered<CanteenSite>().AsNoTracking().Where(s => s.Kind == SiteKind.Canteen).OrderBy(s => s.Code).FirstOrDefaultAsync(cancel);
        if (site is null)
            return CanteenTill.NoSite;
        var day = request.Day ?? till.Today;
        if (CanteenRules.DayFault(day, "day") is { } fault)
            return fault;
        var person = current.Value.Person;
        if (request.OnBehalfOf is { } whom)
        {
            var acted = await eaters.For(whom, FamilyMatters.View, cancel);
            if (!acted.Ok)
                return acted.As<MenuOfDay>();
            person = acted.Value.Person;
        }

        var terms = (await tariffs.At(site.Tariff, site.Place, day, cancel))?.Terms ?? new();
        var eater = (await till.Eater(person, terms, cancel)).Value ?? TariffEater.Guest;
        var lines = await till.Lines(site, day).ToListAsync(cancel);
        var meals = new List<MenuOfMeal>();

        // What is given once a meal would make every dish look cheaper than it is.
        var each = terms with { Steps = [.. terms.Steps.Where(s => s.OffFen is null)] };
        foreach (var times in site.Serving.OrderBy(t => t.From))
            if (await Meal(site, times, day, person, each, eater, [.. lines.Where(l => l.Line.Meal == times.Meal)], cancel) is { } meal)
                meals.Add(meal);
        return new MenuOfDay(FactsOf(site), day, meals, person is null ? null : Tariff.AgeClass(terms, Tariff.AgeOn(terms, eater, day)), Extras(terms, eater, lines, day));
    }

    private static IReadOnlyList<Phrase> Extras(TariffTerms terms, TariffEater eater, List<DishOnMenu> lines, DateOnly day)
    {
        var once = terms.Steps.Where(s => s.OffFen is not null).Select(s => s.Code).ToHashSet();
        TariffItem[] items = [.. lines.Select(l => new TariffItem(l.Dish.Name, l.Dish.Tag, l.Line.PriceFen, 1))];
        return [.. Tariff.Quote(terms, eater, items, new(day, StoredValue: true)).Lines.Where(l => once.Contains(l.Code)).Select(l => l.Name)];
    }

    private async Task<MenuOfMeal?> Meal(
        CanteenSite site, ServingTime times, DateOnly day, Guid? person, TariffTerms terms, TariffEater eater, List<DishOnMenu> lines, CancellationToken cancel)
    {
        if (lines.Count == 0)
            return null;
        var eaten = await till.Had(person, day, times.Meal, cancel);
        var late = Order.OrderRules.TimeFault(site, day, times.Meal, till.Today, till.Now, 7) is not null;
        var moment = new TariffMoment(day, StoredValue: person is not null) { Aids = eaten.Aids };
        long Pays(DishOnMenu l) => Tariff.Quote(terms, eater, [new(l.Dish.Name, l.Dish.Tag, l.Line.PriceFen, 1)], moment).PaysFen;
        return new(
            times.Meal, late ? null : Platform.Time.LocalTime.At(day, times.OrderUntil),
            [.. lines.OrderBy(l => l.Line.Order).ThenBy(l => l.Line.Id).Select(l => new MenuDish(
                l.Line.Id, l.Dish.Name, l.Dish.Kind, l.Dish.Allergens.Split(' ', StringSplitOptions.RemoveEmptyEntries), l.Line.PriceFen, Pays(l), l.Left, l.Dish.MarketFen, l.Dish.MarketSource))],
            eaten.Before);
    }

    public static SiteFacts FactsOf(CanteenSite s) => new(s.Code, s.Kind, s.Name, s.About, s.Address, s.Phone, s.Hours, s.Serving, s.Space);
}

/// <summary>All canteens and banquet rooms, or those where the caller may do something.</summary>
internal sealed record ListSites(string? Permission = null) : IQuery<IReadOnlyList<SiteFacts>>;

internal sealed class ListSitesHandler(LinliDb db, CurrentCaller current) : IHandler<ListSites, IReadOnlyList<SiteFacts>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    // Shown to everybody.
    public async Task<Result<IReadOnlyList<SiteFacts>>> Handle(ListSites request, CancellationToken cancel) =>
        (await db.Scoped<CanteenSite>(request.Permission is { } may ? current.Value.ScopesFor(may) : ScopeSet.Everywhere).AsNoTracking().OrderBy(s => s.Kind == SiteKind.Banquet).ThenBy(s => s.Code).ToListAsync(cancel))
            .ConvertAll(ReadMenuHandler.FactsOf);
}
