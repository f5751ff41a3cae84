using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Menu;

/// <summary>Seven days of menus of a site at a glance (一周菜单), and for those who keep them what can be cooked.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="From">First local day.</param>
internal sealed record WeekOfMenus(string Site, DateOnly From) : IQuery<MenuWeek>;

/// <summary>A week.</summary>
internal sealed record MenuWeek(SiteFacts Site, IReadOnlyList<MenuWeekDay> Days, IReadOnlyList<DishFacts> Dishes);

/// <summary>A day of the week.</summary>
internal sealed record MenuWeekDay(DateOnly Day, IReadOnlyList<MenuWeekLine> Lines);

/// <summary>A dish on a day.</summary>
internal sealed record MenuWeekLine(MealTime Meal, Guid Dish, Phrase Name, DishKind Kind, long PriceFen, int Portions, int Sold);

/// <summary>A dish the site can cook.</summary>
internal sealed record DishFacts(Guid Id, Phrase Name, DishKind Kind, long PriceFen, IReadOnlyList<string> Allergens, long? MarketFen, string? MarketSource, bool Gone);

internal sealed class WeekOfMenusHandler(LinliDb db, CanteenTill till) : IHandler<WeekOfMenus, MenuWeek>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/menu/week", (string site, DateOnly from, UseCaseRunner run, CancellationToken cancel) => run.Answer(new WeekOfMenus(site, from), cancel))
            .Needs(Access.Public).WithTags("Canteen").WithSummary("Seven days of menus 一周菜单");

    public async Task<Result<MenuWeek>> Handle(WeekOfMenus request, CancellationToken cancel)
    {
        if (await till.AnySite(request.Site, cancel) is not { } site)
            return CanteenTill.NoSite;
        if (CanteenRules.DayFault(request.From, "from") is { } fault)
            return fault;
        var until = request.From.AddDays(7);

        // The menu is shown to everybody.
        var dishes = await db.Unfiltered<CanteenDish>().AsNoTracking().Where(d => d.Site == site.Id).OrderBy(d => d.Id).ToListAsync(cancel);
        var lines = await db.Unfiltered<MenuLine>().AsNoTracking().Where(l => l.Site == site.Id && l.Day >= request.From && l.Day < until).OrderBy(l => l.Order).ThenBy(l => l.Id).ToListAsync(cancel);
        var byId = dishes.ToDictionary(d => d.Id);
        return new MenuWeek(
            ReadMenuHandler.FactsOf(site),
            [.. Enumerable.Range(0, 7).Select(i => request.From.AddDays(i)).Select(day => new MenuWeekDay(
                day, [.. lines.Where(l => l.Day == day).Select(l => new MenuWeekLine(l.Meal, l.Dish, byId[l.Dish].Name, byId[l.Dish].Kind, l.PriceFen, l.Portions, l.Sold))]))],
            dishes.ConvertAll(d => new DishFacts(d.Id, d.Name, d.Kind, d.PriceFen, d.Allergens.Split(' ', StringSplitOptions.RemoveEmptyEntries), d.MarketFen, d.MarketSource, d.IsGone)));
    }
}
