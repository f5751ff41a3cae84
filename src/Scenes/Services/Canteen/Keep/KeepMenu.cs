using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Keep;

/// <summary>Adds a dish or set meal to what a site can cook, or changes it (维护菜品). Menus that stand keep their price of the day.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What kind; a set meal stays one.</param>
/// <param name="PriceFen">List price, 0.01 to 1,000 yuan.</param>
public sealed record KeepDish(string Site, Phrase Name, DishKind Kind, long PriceFen) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Which dish; a new one when left out.</summary>
    public Guid? Id { get; init; }

    /// <summary>Codes of what some must not eat: gluten, shellfish, egg, fish, peanut, soy, milk, nut.</summary>
    public IReadOnlyList<string> Allergens { get; init; } = [];

    /// <summary>What the same costs outside (普惠价对照), in fen, with where that was seen.</summary>
    public long? MarketFen { get; init; }

    /// <summary>Where that price was seen; at most 100 characters.</summary>
    public string? MarketSource { get; init; }

    /// <summary>Not cooked any more.</summary>
    public bool Gone { get; init; }

    string? IAudited.AuditSubject => Id?.ToString() ?? Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Name.Zh is null or { Length: 0 or > 30 } || Name.En is null or { Length: 0 or > 60 })
            yield return Problem.Invalid("name", "canteen.dish_name", "请写中文（30 字内）和英文菜名。", "Name the dish in Chinese and English.");
        if (PriceFen is < 1 or > 100_000)
            yield return Problem.Invalid("priceFen", "canteen.dish_price", "价格应为 0.01–1000 元。", "A price is 0.01 to 1,000 yuan.");
        if (Allergens.Any(a => !CanteenWords.Allergens.ContainsKey(a)))
            yield return Problem.Invalid("allergens", "canteen.allergens", "过敏原请从列表中选。", "Choose allergens from the list.");
        if (MarketFen is < 1 or > 1_000_000 || (MarketFen is null) != string.IsNullOrWhiteSpace(MarketSource) || MarketSource?.Length > 100)
            yield return Problem.Invalid("marketFen", "canteen.market_price", "市场价和它的出处要一起填写。", "A market price is given together with where it was seen.");
    }
}

internal sealed class KeepDishHandler(LinliDb db, CanteenTill till) : IHandler<KeepDish, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/dishes", (KeepDish request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Add or change a dish 维护菜品");

    public async Task<Result<Guid>> Handle(KeepDish request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Manage, cancel) is not { } site)
            return CanteenTill.NoSite;

        // In reach: the site is.
        var dish = request.Id is { } id ? await db.Unfiltered<CanteenDish>().SingleOrDefaultAsync(d => d.Id == id && d.Site == site.Id, cancel) : null;
        if (request.Id is not null && dish is null)
            return Problem.NotFound("canteen.dish_not_found", "没有找到这道菜。", "This dish was not found.");
        if (dish is null)
        {
            dish = new()
            {
                Id = Guid.CreateVersion7(till.Now), Site = site.Id, Scope = site.Scope, NameZh = "", NameEn = "", Tag = CanteenRules.TagOf(request.Kind), Kind = request.Kind, PriceFen = 0, Allergens = "",
            };
            db.Insert(dish);
        }
        else if (dish.Tag != CanteenRules.TagOf(request.Kind))
            return Problem.Invalid("kind", "canteen.dish_kind", "套餐和单点菜不能互换，请新建。", "A set meal does not become a dish: add a new one.");

        (dish.NameZh, dish.NameEn, dish.Kind, dish.PriceFen, dish.IsGone) = (request.Name.Zh, request.Name.En, request.Kind, request.PriceFen, request.Gone);
        (dish.Allergens, dish.MarketFen, dish.MarketSource) = (string.Join(' ', request.Allergens.Distinct()), request.MarketFen, request.MarketSource?.Trim());
        return dish.Id;
    }
}

/// <summary>Puts a dish on the menu of a day, or says how many portions there are (排菜单); without any that were sold, 0 portions takes it off.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Day">Local day, today or later.</param>
/// <param name="Meal">Which meal.</param>
/// <param name="Dish">Which dish.</param>
/// <param name="Portions">How many, 0 to 9,999.</param>
public sealed record SetMenuLine(string Site, DateOnly Day, MealTime Meal, Guid Dish, int Portions) : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => $"{Site} {Day:yyyy-MM-dd}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Portions is < 0 or > 9_999)
            yield return Problem.Invalid("portions", "canteen.portions", "份数应为 0–9999。", "Portions are 0 to 9,999.");
    }
}

internal sealed class SetMenuLineHandler(LinliDb db, CanteenTill till) : IHandler<SetMenuLine, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/menu", (SetMenuLine request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Put a dish on the menu of a day 排菜单");

    public async Task<Result<Done>> Handle(SetMenuLine request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Manage, cancel) is not { } site)
            return CanteenTill.NoSite;
        if (request.Day < till.Today)
            return Problem.Invalid("day", "canteen.menu_past", "过去的菜单不能修改。", "Menus of days that are over stay as they are.");
        await db.LockUntilCommit($"canteen.menu.{site.Code}", cancel);

        // In reach: the site is.
        if (await db.Unfiltered<CanteenDish>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Dish && d.Site == site.Id && !d.IsGone, cancel) is not { } dish)
            return Problem.NotFound("canteen.dish_not_found", "没有找到这道菜。", "This dish was not found.");
        var lines = db.Unfiltered<MenuLine>().Where(l => l.Site == site.Id && l.Day == request.Day && l.Meal == request.Meal);
        if (await lines.AsNoTracking().SingleOrDefaultAsync(l => l.Dish == dish.Id, cancel) is not { } line)
        {
            if (request.Portions > 0)
                db.Insert(MenuLines.Of(site, request.Day, request.Meal, dish, request.Portions, await lines.CountAsync(cancel), till.Now));
            return Done.It;
        }

        var changed = request.Portions == 0
            ? await lines.Where(l => l.Id == line.Id && l.Sold == 0).ExecuteDeleteAsync(cancel)
            : await lines.Where(l => l.Id == line.Id && l.Sold <= request.Portions).ExecuteUpdateAsync(s => s.SetProperty(l => l.Portions, request.Portions), cancel);
        return changed > 0 ? Done.It : Problem.Conflict("canteen.sold_more", $"已售出 {line.Sold} 份，不能改得更少。", $"{line.Sold} were sold already: there cannot be fewer.");
    }
}

/// <summary>Copies the menus of the seven days before into a week (复制上周菜单); days that have one keep it.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="From">First local day of the week, today or later.</param>
public sealed record CopyWeek(string Site, DateOnly From) : ICommand<CopiedLines>, IAudited
{
    string? IAudited.AuditSubject => $"{Site} {From:yyyy-MM-dd}";
}

/// <summary>How many lines were copied.</summary>
public sealed record CopiedLines(int Lines);

internal sealed class CopyWeekHandler(LinliDb db, CanteenTill till) : IHandler<CopyWeek, CopiedLines>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/menu/copy-week", (CopyWeek request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Copy last week's menus 复制上周菜单");

    public async Task<Result<CopiedLines>> Handle(CopyWeek request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Manage, cancel) is not { } site)
            return CanteenTill.NoSite;
        if (request.From < till.Today || request.From > till.Today.AddDays(60))
            return Problem.Invalid("from", "canteen.week", "请选择今天到 60 天内开始的一周。", "Choose a week that begins today or within 60 days.");
        await db.LockUntilCommit($"canteen.menu.{site.Code}", cancel);
        var (before, until) = (request.From.AddDays(-7), request.From.AddDays(7));

        // In reach: the site is.
        var lines = await db.Unfiltered<MenuLine>().AsNoTracking().Where(l => l.Site == site.Id && l.Day >= before && l.Day < until)
            .Join(db.Unfiltered<CanteenDish>().AsNoTracking(), l => l.Dish, d => d.Id, (l, d) => new { l, d }).ToListAsync(cancel);
        var taken = lines.Where(x => x.l.Day >= request.From).Select(x => (x.l.Day, x.l.Meal)).ToHashSet();
        var copies = lines.Where(x => x.l.Day < request.From && !x.d.IsGone && !taken.Contains((x.l.Day.AddDays(7), x.l.Meal)))
            .Select(x => MenuLines.Of(site, x.l.Day.AddDays(7), x.l.Meal, x.d, x.l.Portions, x.l.Order, till.Now)).ToList();
        foreach (var copy in copies)
            db.Insert(copy);
        return new CopiedLines(copies.Count);
    }
}

internal static class MenuLines
{
    public static MenuLine Of(CanteenSite site, DateOnly day, MealTime meal, CanteenDish dish, int portions, int order, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Site = site.Id, Scope = site.Scope, Day = day, Meal = meal, Dish = dish.Id, Order = order, PriceFen = dish.PriceFen, Portions = portions,
    };
}
