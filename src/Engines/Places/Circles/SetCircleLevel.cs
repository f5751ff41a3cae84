using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Circles;

/// <summary>
/// Sets how wide a circle of a place is and for how many it is planned, from a day on (R22). The rule it replaces ends the day
/// before; rules are never changed in place.
/// </summary>
public sealed record AddCircleLevel : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Scope path where it holds.</summary>
    public ScopePath Jurisdiction { get; init; }

    /// <summary>Which circle: 5, 10 or 15 minutes.</summary>
    public int Minutes { get; init; }

    /// <summary>How far it reaches at least, 50 to 5000 metres.</summary>
    public int MetresFrom { get; init; }

    /// <summary>How far it reaches at most.</summary>
    public int MetresTo { get; init; }

    /// <summary>Fewest people it is planned for.</summary>
    public int PeopleFrom { get; init; }

    /// <summary>Most people it is planned for.</summary>
    public int PeopleTo { get; init; }

    /// <summary>Fewest homes it is planned for.</summary>
    public int HomesFrom { get; init; }

    /// <summary>Most homes it is planned for.</summary>
    public int HomesTo { get; init; }

    /// <summary>First local date.</summary>
    public DateOnly EffectiveFrom { get; init; }

    /// <summary>Where the rule comes from, 2 to 200 characters.</summary>
    public string Source { get; init; } = "";

    string? IAudited.AuditSubject => $"{Jurisdiction} {Minutes}";

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Minutes is not (5 or 10 or 15))
            yield return Problem.Invalid("minutes", "places.circle_minutes", "生活圈应为 5、10 或 15 分钟。", "A circle has 5, 10 or 15 minutes.");
        if (MetresFrom is < 50 or > 5000 || MetresTo is < 50 or > 5000)
            yield return Problem.Invalid(MetresFrom is < 50 or > 5000 ? "metresFrom" : "metresTo", "places.circle_metres", "步行距离应为 50–5000 米。", "The way is 50 to 5000 metres.");
        foreach (var (field, from, to) in new[] { ("metresTo", MetresFrom, MetresTo), ("peopleTo", PeopleFrom, PeopleTo), ("homesTo", HomesFrom, HomesTo) })
            if (from > to)
                yield return Problem.Invalid(field, "places.circle_range", "上限不能小于下限。", "The upper end is not below the lower one.");
        foreach (var (field, from) in new[] { ("peopleFrom", PeopleFrom), ("homesFrom", HomesFrom) })
            if (from is < 1 or > 1_000_000)
                yield return Problem.Invalid(field, "places.circle_planned", "应为 1–1000000。", "It is 1 to 1,000,000.");
        if (EffectiveFrom.Year < 2000)
            yield return Problem.Invalid("effectiveFrom", "places.effective_from", "请填写从哪一天起生效，例如 2027-01-01。", "Say from which day it holds, such as 2027-01-01.");
        if (Source.Trim().Length is < 2 or > 200)
            yield return Problem.Invalid("source", "places.source_missing", "请写明依据（2–200 字）。", "Say where the rule comes from, in 2 to 200 characters.");
    }
}

internal sealed class AddCircleLevelHandler(LinliDb db, PlacesMemory places, CurrentCaller caller, TimeProvider time) : IHandler<AddCircleLevel, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/circles/levels", (AddCircleLevel request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Manage).WithSummary("Set how wide a circle is and for how many 设置生活圈层级");

    public async Task<Result<Guid>> Handle(AddCircleLevel request, CancellationToken cancel)
    {
        if (request.Jurisdiction != ScopePath.Root && places.Find(request.Jurisdiction) is null)
            return PlaceProblems.NoPlace("jurisdiction");
        if (!caller.Value.May(PlacesPermissions.Manage, request.Jurisdiction))
            return PlaceProblems.NotHere();
        foreach (var rule in await db.Records<CircleLevelRow>().Where(r =>
            r.Jurisdiction == request.Jurisdiction.Value && r.Minutes == request.Minutes && (r.EffectiveTo == null || r.EffectiveTo >= request.EffectiveFrom)).ToListAsync(cancel))
            rule.EffectiveTo = request.EffectiveFrom.AddDays(-1);
        var added = new CircleLevelRow
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Jurisdiction = request.Jurisdiction.Value, Minutes = request.Minutes, MetresFrom = request.MetresFrom,
            MetresTo = request.MetresTo, PeopleFrom = request.PeopleFrom, PeopleTo = request.PeopleTo, HomesFrom = request.HomesFrom, HomesTo = request.HomesTo,
            EffectiveFrom = request.EffectiveFrom, Source = request.Source.Trim(), SetBy = caller.Value.Name, SetAt = Clock.Now(time),
        };
        db.Records<CircleLevelRow>().Add(added);
        return added.Id;
    }
}
