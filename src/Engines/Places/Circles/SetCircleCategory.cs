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
/// Sets what homes of a place should have within reach from a day on. The rule it replaces ends the day before; rules are
/// never changed in place.
/// </summary>
public sealed record AddCircleCategory : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Scope path where it holds.</summary>
    public ScopePath Jurisdiction { get; init; }

    /// <summary>Code of the category.</summary>
    public string Code { get; init; } = "";

    /// <summary>Chinese name, 1 to 60 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 120 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>Kinds of facilities that serve it, at least one.</summary>
    public string[] Kinds { get; init; } = [];

    /// <summary>Which circle it belongs to: 5, 10 or 15.</summary>
    public int Minutes { get; init; }

    /// <summary>The longest way on foot, 50 to 5000 metres; nothing where the minutes count.</summary>
    public int? Metres { get; init; }

    /// <summary>Code of a walking profile.</summary>
    public string Profile { get; init; } = "adult";

    /// <summary>Square metres asked for a hundred homes.</summary>
    public int? SquareMetresPer100Homes { get; init; }

    /// <summary>First local date.</summary>
    public DateOnly EffectiveFrom { get; init; }

    /// <summary>Where the rule comes from, 2 to 200 characters.</summary>
    public string Source { get; init; } = "";

    string? IAudited.AuditSubject => $"{Jurisdiction} {Code}";

    IEnumerable<Problem> IValidated.Problems()
    {
        if (!PlaceCode.IsValid(Code) || Code.Length > 40)
            yield return PlaceCode.Wrong("code");
        if (NameZh.Trim().Length is 0 or > 60 || NameEn.Trim().Length is 0 or > 120)
            yield return Problem.Invalid(NameZh.Trim().Length is 0 or > 60 ? "nameZh" : "nameEn", "places.name_length", "请填写中文名称（60 字以内）和英文名称。", "Give a Chinese and an English name.");
        if (Kinds.Length is 0 or > 20 || !Array.TrueForAll(Kinds, k => Facilities.FacilityKinds.Find(k) is not null || CircleBook.MapClasses.Contains(k)))
            yield return Problem.Invalid("kinds", "places.kinds_missing", "请从设施类别中选 1–20 种。", "Choose 1 to 20 of the kinds of facilities: " + string.Join(", ", Facilities.FacilityKinds.All.Select(k => k.Code)));
        if (Minutes is not (5 or 10 or 15))
            yield return Problem.Invalid("minutes", "places.circle_minutes", "生活圈应为 5、10 或 15 分钟。", "A circle has 5, 10 or 15 minutes.");
        if (Metres is < 50 or > 5000)
            yield return Problem.Invalid("metres", "places.circle_metres", "步行距离应为 50–5000 米。", "The way is 50 to 5000 metres.");
        if (SquareMetresPer100Homes is < 0 or > 100_000)
            yield return Problem.Invalid("squareMetresPer100Homes", "places.circle_area", "面积应为 0–100000 平方米。", "The area is 0 to 100,000 square metres.");
        if (EffectiveFrom.Year < 2000)
            yield return Problem.Invalid("effectiveFrom", "places.effective_from", "请填写从哪一天起生效，例如 2027-01-01。", "Say from which day it holds, such as 2027-01-01.");
        if (Source.Trim().Length is < 2 or > 200)
            yield return Problem.Invalid("source", "places.source_missing", "请写明依据（2–200 字）。", "Say where the rule comes from, in 2 to 200 characters.");
    }
}

internal sealed class AddCircleCategoryHandler(LinliDb db, PlacesMemory places, Walking.WalkingMemory walking, CurrentCaller caller, TimeProvider time)
    : IHandler<AddCircleCategory, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/circles/categories", (AddCircleCategory request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Manage).WithSummary("Set what homes should have within reach 设置生活圈配置要求");

    public async Task<Result<Guid>> Handle(AddCircleCategory request, CancellationToken cancel)
    {
        if (request.Jurisdiction != ScopePath.Root && places.Find(request.Jurisdiction) is null)
            return PlaceProblems.NoPlace("jurisdiction");
        if (!caller.Value.May(PlacesPermissions.Manage, request.Jurisdiction))
            return PlaceProblems.NotHere();
        if (walking.ProfilesAt(request.Jurisdiction) is var profiles && profiles.All(p => p.Code != request.Profile))
            return Walking.WalkPoints.NoProfile(profiles);
        var replaced = await db.Records<CircleCategoryRow>().Where(r =>
            r.Jurisdiction == request.Jurisdiction.Value && r.Code == request.Code && (r.EffectiveTo == null || r.EffectiveTo >= request.EffectiveFrom)).ToListAsync(cancel);
        foreach (var rule in replaced)
            rule.EffectiveTo = request.EffectiveFrom.AddDays(-1);
        var added = new CircleCategoryRow
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Jurisdiction = request.Jurisdiction.Value, Code = request.Code, NameZh = request.NameZh.Trim(), NameEn = request.NameEn.Trim(),
            Kinds = string.Join('|', request.Kinds), Minutes = request.Minutes, Metres = request.Metres, Profile = request.Profile,
            SquareMetresPer100Homes = request.SquareMetresPer100Homes, EffectiveFrom = request.EffectiveFrom, Source = request.Source.Trim(), SetBy = caller.Value.Name, SetAt = Clock.Now(time),
        };
        db.Records<CircleCategoryRow>().Add(added);
        return added.Id;
    }
}
