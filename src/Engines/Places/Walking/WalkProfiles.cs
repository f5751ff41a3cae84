using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking;

/// <summary>
/// Sets how somebody walks at a place from a day on (步行参数). The rule it replaces ends the day before; rules are never
/// changed in place.
/// </summary>
public sealed record AddWalkProfile : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Scope path where it holds.</summary>
    public ScopePath Jurisdiction { get; init; }

    /// <summary>adult, child, elder, wheelchair or a code of one's own.</summary>
    public string Code { get; init; } = "";

    /// <summary>Chinese name, 1 to 60 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 120 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>Metres a second on the flat, 0.2 to 3.</summary>
    public double MetresPerSecond { get; init; }

    /// <summary>How many times longer a metre of steps takes, in hundredths; nothing when steps are no way.</summary>
    public int? StepsPercent { get; init; }

    /// <summary>Ways known to be narrower are no way.</summary>
    public int MinWidthCm { get; init; }

    /// <summary>Ways known to be steeper, in thousandths, are no way.</summary>
    public int MaxInclinePermille { get; init; } = 1000;

    /// <summary>Kerbs known to be higher are no way.</summary>
    public int MaxKerbMm { get; init; } = 1000;

    /// <summary>How much longer a way takes for each hundredth of rise, in hundredths.</summary>
    public int UphillPercent { get; init; }

    /// <summary>Rough ground takes this much of the usual time, in hundredths.</summary>
    public int RoughPercent { get; init; } = 100;

    /// <summary>Waiting at a crossing.</summary>
    public int CrossingSeconds { get; init; }

    /// <summary>Waiting for a lift.</summary>
    public int LiftSeconds { get; init; }

    /// <summary>A lift from one level to the next.</summary>
    public int LevelSeconds { get; init; }

    /// <summary>Whether ways marked as no way for wheelchairs are none.</summary>
    public bool NeedsWheels { get; init; }

    /// <summary>First local date.</summary>
    public DateOnly EffectiveFrom { get; init; }

    /// <summary>Where the figures come from, 2 to 200 characters.</summary>
    public string Source { get; init; } = "";

    string? IAudited.AuditSubject => $"{Jurisdiction} {Code}";

    IEnumerable<Problem> IValidated.Problems()
    {
        if (!PlaceCode.IsValid(Code) || Code.Length > 40)
            yield return PlaceCode.Wrong("code");
        if (NameZh.Trim().Length is 0 or > 60 || NameEn.Trim().Length is 0 or > 120)
            yield return Problem.Invalid(NameZh.Trim().Length is 0 or > 60 ? "nameZh" : "nameEn", "places.name_length", "请填写中文名称（60 字以内）和英文名称。", "Give a Chinese and an English name.");
        if (!(MetresPerSecond is >= 0.2 and <= 3))
            yield return Problem.Invalid("metresPerSecond", "places.walking_speed", "步速应为 0.2–3 米/秒。", "The speed is 0.2 to 3 metres a second.");
        if (StepsPercent is < 50 or > 2000)
            yield return Problem.Invalid("stepsPercent", "places.steps_percent", "台阶系数应为 50–2000（百分之几），不能走台阶则留空。", "Steps take 50 to 2000 hundredths; leave it empty when they are no way.");
        if (new[] { MinWidthCm, MaxInclinePermille, MaxKerbMm, UphillPercent, CrossingSeconds, LiftSeconds, LevelSeconds }.Any(n => n is < 0 or > 1000) || RoughPercent is < 50 or > 1000)
            yield return Problem.Invalid("profile", "places.walking_figures", "数值应为 0–1000（路面系数 50–1000）。", "Figures are 0 to 1000, for rough ground 50 to 1000.");
        if (EffectiveFrom.Year < 2000)
            yield return Problem.Invalid("effectiveFrom", "places.effective_from", "请填写从哪一天起生效，例如 2027-01-01。", "Say from which day it holds, such as 2027-01-01.");
        if (Source.Trim().Length is < 2 or > 200)
            yield return Problem.Invalid("source", "places.source_missing", "请写明依据（2–200 字）。", "Say where the figures come from, in 2 to 200 characters.");
    }
}

internal sealed class AddWalkProfileHandler(LinliDb db, PlacesMemory places, WalkingMemory memory, CurrentCaller caller, TimeProvider time)
    : IHandler<AddWalkProfile, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/walking/profiles", (AddWalkProfile request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Manage).WithSummary("Set how somebody walks 设置步行参数");

    public async Task<Result<Guid>> Handle(AddWalkProfile request, CancellationToken cancel)
    {
        if (request.Jurisdiction != ScopePath.Root && places.Find(request.Jurisdiction) is null)
            return PlaceProblems.NoPlace("jurisdiction");
        if (!caller.Value.May(PlacesPermissions.Manage, request.Jurisdiction))
            return PlaceProblems.NotHere();
        var replaced = await db.Records<WalkProfileRow>().Where(r =>
            r.Jurisdiction == request.Jurisdiction.Value && r.Code == request.Code && (r.EffectiveTo == null || r.EffectiveTo >= request.EffectiveFrom)).ToListAsync(cancel);
        foreach (var rule in replaced)
            rule.EffectiveTo = request.EffectiveFrom.AddDays(-1);
        var added = new WalkProfileRow
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Jurisdiction = request.Jurisdiction.Value, Code = request.Code, NameZh = request.NameZh.Trim(), NameEn = request.NameEn.Trim(),
            SpeedCmPerS = (int)Math.Round(request.MetresPerSecond * 100), StepsPercent = request.StepsPercent, MinWidthCm = request.MinWidthCm, MaxInclinePermille = request.MaxInclinePermille,
            MaxKerbMm = request.MaxKerbMm, UphillPercent = request.UphillPercent, RoughPercent = request.RoughPercent, CrossingSeconds = request.CrossingSeconds,
            LiftSeconds = request.LiftSeconds, LevelSeconds = request.LevelSeconds, NeedsWheels = request.NeedsWheels, EffectiveFrom = request.EffectiveFrom, Source = request.Source.Trim(),
        };
        db.Records<WalkProfileRow>().Add(added);
        await memory.Changed(db, cancel);
        return added.Id;
    }
}
