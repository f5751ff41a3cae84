using Linli.Health.Clinics;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ChildCare;

/// <summary>What holds for a kind of group at a place, from a day on (地方班额与配比, R33): it goes before the national standard. Groups that stand keep theirs.</summary>
/// <param name="Place">Code of the place it holds in.</param>
/// <param name="Kind">Which kind of group.</param>
/// <param name="LeastMonths">Completed months on the day of entering, at least …</param>
/// <param name="UnderMonths">… and below this; at most 48.</param>
/// <param name="MostChildren">The largest group.</param>
/// <param name="ChildrenPerCarer">Children for each carer.</param>
/// <param name="EffectiveFrom">From this local day …</param>
/// <param name="EffectiveTo">… to this one.</param>
/// <param name="Source">The text it rests on, at most 200 characters.</param>
internal sealed record KeepAgeRule(
    string Place, GroupKind Kind, int LeastMonths, int UnderMonths, int MostChildren, int ChildrenPerCarer, DateOnly EffectiveFrom, string Source, DateOnly? EffectiveTo = null) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Kind))
            yield return Problem.Invalid("kind", "health.nursery_kind", "没有这种班型。", "There is no such kind of group.");
        if (LeastMonths < 0 || UnderMonths <= LeastMonths || UnderMonths > 48)
            yield return Problem.Invalid("underMonths", "health.rule_months", "月龄范围不正确（0–48 个月）。", "The months are wrong (0 to 48).");
        if (MostChildren is < 1 or > 50 || ChildrenPerCarer is < 1 or > 20)
            yield return Problem.Invalid("mostChildren", "health.rule_size", "班额为 1 到 50 人，每名保育人员带 1 到 20 人。", "A group has 1 to 50 children, and 1 to 20 for each carer.");
        if (EffectiveFrom.Year is < 2000 or > 2100 || EffectiveTo < EffectiveFrom)
            yield return Problem.Invalid("effectiveFrom", "health.day", "日期不正确。", "The day is wrong.");
        if (ClinicProblems.Line(Source, 200).Length < 4)
            yield return Problem.Invalid("source", "health.source", "请写明依据。", "Say what it rests on.");
    }
}

internal sealed class KeepAgeRuleHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<KeepAgeRule, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/age-rules", (KeepAgeRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(HealthPermissions.KeepRules).WithTags("Child-care").WithSummary("Sizes and carers of groups by local rule 班额与配比");

    public Task<Result<Guid>> Handle(KeepAgeRule request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.KeepRules, place.Path))
            return Task.FromResult<Result<Guid>>(ClinicProblems.Place);
        var rule = new AgeRule
        {
            Id = Guid.CreateVersion7(), Jurisdiction = place.Path.Value, Kind = request.Kind, LeastMonths = request.LeastMonths, UnderMonths = request.UnderMonths, MostChildren = request.MostChildren,
            ChildrenPerCarer = request.ChildrenPerCarer, EffectiveFrom = request.EffectiveFrom, EffectiveTo = request.EffectiveTo, Source = ClinicProblems.Line(request.Source, 200),
        };
        if (NurseryRules.Looser(NurseryRuleBook.NationalOf(request.Kind), rule) is { } looser)
            return Task.FromResult<Result<Guid>>(looser);
        db.Records<AgeRule>().Add(rule);
        return Task.FromResult<Result<Guid>>(rule.Id);
    }
}
