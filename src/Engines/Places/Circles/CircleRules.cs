using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Circles;

/// <summary>What homes should have within reach at a place on a day, and the circles of the standard (R22–R24).</summary>
/// <param name="Scope">Code or path of a place; the whole installation when left out.</param>
/// <param name="Date">Local date; today when left out.</param>
public sealed record ListCircleCategories(string? Scope = null, DateOnly? Date = null) : IQuery<CircleRules>;

/// <summary>The rules of the living circles.</summary>
/// <param name="Levels">The circles with the people and homes they are planned for.</param>
/// <param name="Categories">What is asked for.</param>
public sealed record CircleRules(IReadOnlyList<CircleLevel> Levels, IReadOnlyList<CircleCategory> Categories);

/// <summary>Every rule that holds, held or will hold at a place, with who set it and when: the shipped ones and those of the places above.</summary>
/// <param name="Scope">Code or path of a place; the whole installation when left out.</param>
public sealed record CircleRuleHistory(string? Scope = null) : IQuery<IReadOnlyList<CircleRuleSet>>;

/// <summary>A rule and its author.</summary>
/// <param name="Rule">Code of the category, or the minutes of a circle.</param>
/// <param name="Name">What people call it.</param>
/// <param name="What">What it asks for.</param>
/// <param name="Term">Where and when it holds, and its source.</param>
/// <param name="By">Who set it; <c>null</c> for what came with the program.</param>
/// <param name="At">When.</param>
public sealed record CircleRuleSet(string Rule, Phrase Name, Phrase What, RuleTerm Term, string? By, DateTimeOffset? At);

internal sealed class CircleRulesHandler(LinliDb db, PlacesMemory places, CircleBook book, CurrentCaller caller)
    : IHandler<ListCircleCategories, CircleRules>, IHandler<CircleRuleHistory, IReadOnlyList<CircleRuleSet>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/circles/categories", ([AsParameters] ListCircleCategories request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.Public).WithSummary("What homes should have within reach 生活圈配置要求");
        api.MapGet("/places/circles/rules", (string? scope, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CircleRuleHistory(scope), cancel))
            .Needs(PlacesPermissions.Circles).WithSummary("Rules of the circles with who set them and when 生活圈规则沿革");
    }

    public async Task<Result<CircleRules>> Handle(ListCircleCategories request, CancellationToken cancel)
    {
        var place = places.Current.Tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var at = place?.Path ?? ScopePath.Root;
        return new CircleRules(await book.LevelsAt(at, request.Date, cancel), await book.CategoriesAt(at, request.Date, cancel));
    }

    public async Task<Result<IReadOnlyList<CircleRuleSet>>> Handle(CircleRuleHistory request, CancellationToken cancel)
    {
        var place = places.Current.Tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var at = place?.Path ?? ScopePath.Root;
        // Rules of the places above bind those below, so whoever works here sees them.
        if (caller.Value.ScopesFor(PlacesPermissions.Circles) is var mine && place is not null && !mine.Covers(at))
            return PlaceProblems.NotHere();
        var (levels, categories) = (await db.Records<CircleLevelRow>().AsNoTracking().ToListAsync(cancel), await db.Records<CircleCategoryRow>().AsNoTracking().ToListAsync(cancel));
        IEnumerable<CircleRuleSet> all =
        [
            .. ShippedRules.Levels.Select(l => Of(l, null)), .. ShippedRules.Categories.Select(c => Of(c, null)),
            .. levels.Where(Concerns).Select(l => Of(l.Level, l)), .. categories.Where(Concerns).Select(c => Of(c.Category, c)),
        ];
        return all.OrderByDescending(r => r.At ?? DateTimeOffset.MinValue).ThenBy(r => r.Rule, StringComparer.Ordinal).ToList();

        bool Concerns(CircleRuleRow row) => row.Term.Jurisdiction is var where && (where.Contains(at) || at.Contains(where)) && (where == ScopePath.Root || mine.Covers(where) || where.Contains(at));
    }

    private static CircleRuleSet Of(CircleLevel level, CircleRuleRow? row) => new(
        $"{level.Minutes}", ($"{level.Minutes} 分钟生活圈", $"{level.Minutes}-minute circle"), LevelWords(level), level.Term, row?.SetBy, row?.SetAt);

    private static CircleRuleSet Of(CircleCategory category, CircleRuleRow? row) => new(
        category.Code, category.Name, CategoryWords(category), category.Term, row?.SetBy, row?.SetAt);

    /// <summary>What a circle is planned for, in words.</summary>
    internal static Phrase LevelWords(CircleLevel level)
    {
        var metres = level.MetresFrom == level.MetresTo ? $"{level.MetresTo:N0}" : $"{level.MetresFrom:N0}–{level.MetresTo:N0}";
        return (
            $"{metres} 米，{level.PeopleFrom:N0}–{level.PeopleTo:N0} 人，{level.HomesFrom:N0}–{level.HomesTo:N0} 户",
            $"{metres} m, {level.PeopleFrom:N0}–{level.PeopleTo:N0} people, {level.HomesFrom:N0}–{level.HomesTo:N0} homes");
    }

    /// <summary>What a category asks for, in words.</summary>
    internal static Phrase CategoryWords(CircleCategory category)
    {
        var (zh, en) = category.Metres is { } metres ? ($"步行 {metres} 米", $"{metres} m on foot") : ($"步行 {category.Minutes} 分钟", $"{category.Minutes} min on foot");
        return category.SquareMetresPer100Homes is { } area ? ($"{zh}，每百户 {area} ㎡", $"{en}, {area} m² per 100 homes") : (zh, en);
    }
}
