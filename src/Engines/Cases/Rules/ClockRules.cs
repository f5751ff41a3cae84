using Linli.Cases.Loop;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Rules;

/// <summary>The clocks of cases in force or to come (时限规则).</summary>
public sealed record ListClockRules : IQuery<IReadOnlyList<ClockRuleView>>;

/// <summary>One rule.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Jurisdiction">Scope path where it holds.</param>
/// <param name="Type">Code of a case type, or <c>*</c>.</param>
/// <param name="Priority">A priority it is limited to.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Amount">How much.</param>
/// <param name="Unit">hours, workingHours, workingDays or calendarDays.</param>
/// <param name="EffectiveFrom">First local date.</param>
/// <param name="EffectiveTo">Last local date.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record ClockRuleView(
    Guid Id, string Jurisdiction, string Type, CasePriority? Priority, CaseClock Clock, int Amount, string Unit,
    DateOnly EffectiveFrom, DateOnly? EffectiveTo, string Source);

internal sealed class ListClockRulesHandler(LinliDb db) : IHandler<ListClockRules, IReadOnlyList<ClockRuleView>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/clock-rules", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListClockRules(), cancel))
            .Needs(CasesPermissions.Read).WithTags("Rules").WithSummary("The clocks of cases 时限规则");

    public async Task<Result<IReadOnlyList<ClockRuleView>>> Handle(ListClockRules request, CancellationToken cancel)
    {
        var rules = await db.Records<ClockRule>().AsNoTracking()
            .OrderBy(r => r.Jurisdiction).ThenBy(r => r.Type).ThenBy(r => r.Clock).ThenBy(r => r.EffectiveFrom).ToListAsync(cancel);
        return rules.ConvertAll(r => new ClockRuleView(
            r.Id, r.Jurisdiction, r.Type, r.Priority, r.Clock, r.Amount, Platform.Json.Name(r.Unit), r.EffectiveFrom, r.EffectiveTo, r.Source));
    }
}

/// <summary>
/// Adds a rule. It holds for cases opened from its first day on; the rule it replaces ends the day before. Rules are never
/// changed in place: what governed a case stays known.
/// </summary>
public sealed record AddClockRule : ICommand<Guid>, IAudited
{
    /// <summary>Scope path where it holds.</summary>
    public ScopePath Jurisdiction { get; init; }

    /// <summary>Code of a case type, or <c>*</c> for all.</summary>
    public string Type { get; init; } = "*";

    /// <summary>A priority it is limited to.</summary>
    public CasePriority? Priority { get; init; }

    /// <summary>Which clock.</summary>
    public CaseClock Clock { get; init; }

    /// <summary>How much, 0 to 400.</summary>
    public int Amount { get; init; }

    /// <summary>hours, workingHours, workingDays or calendarDays.</summary>
    public string Unit { get; init; } = "workingDays";

    /// <summary>First local date.</summary>
    public DateOnly EffectiveFrom { get; init; }

    /// <summary>Where the rule comes from, 2 to 200 characters.</summary>
    public string Source { get; init; } = "";

    string? IAudited.AuditSubject => $"{Jurisdiction} {Type} {Clock}";
}

internal sealed class AddClockRuleHandler(LinliDb db, CurrentCaller current, CaseTypes types, CaseClocks clocks, IScopeTree tree, TimeProvider time)
    : IHandler<AddClockRule, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/clock-rules", (AddClockRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CasesPermissions.Rules).WithTags("Rules").WithSummary("Add a clock rule 新增时限规则");

    public async Task<Result<Guid>> Handle(AddClockRule request, CancellationToken cancel)
    {
        if (CaseMove.Missing(request.Source, 200, "source", "请写明依据", "Say where the rule comes from") is { } noSource)
            return noSource;
        if (!Enum.TryParse<ClockUnit>(request.Unit, ignoreCase: true, out var unit) || !Enum.IsDefined(unit))
            return Problem.Invalid("unit", "cases.clock_unit", "单位应为 hours、workingHours、workingDays 或 calendarDays。", "The unit is hours, workingHours, workingDays or calendarDays.");
        if (request.Amount is < 0 or > 400)
            return Problem.Invalid("amount", "cases.clock_amount", "时限应为 0 到 400。", "The amount is 0 to 400.");
        if (request.Type != "*" && types.Find(request.Type) is null)
            return Problem.Invalid("type", "cases.type_unknown", "没有这个事项类型。", "There is no such case type.");
        if (request.Jurisdiction != ScopePath.Root && !tree.Exists(request.Jurisdiction))
            return Problem.Invalid("jurisdiction", "cases.place_unknown", "没有这个地方，请重新选择。", "There is no such place: choose another.");
        if (!current.Value.May(CasesPermissions.Rules, request.Jurisdiction))
            return Problem.Forbidden("cases.rules_elsewhere", "您不能修改这里的时限。", "You may not set the clocks of that place.");

        var now = Clock.Now(time);
        var replaced = await db.Records<ClockRule>().Where(r =>
            r.Jurisdiction == request.Jurisdiction.Value && r.Type == request.Type && r.Clock == request.Clock && r.Priority == request.Priority
            && (r.EffectiveTo == null || r.EffectiveTo >= request.EffectiveFrom)).ToListAsync(cancel);
        foreach (var rule in replaced)
            rule.EffectiveTo = request.EffectiveFrom.AddDays(-1);
        var added = new ClockRule
        {
            Id = Guid.CreateVersion7(now), Jurisdiction = request.Jurisdiction.Value, Type = request.Type, Priority = request.Priority,
            Clock = request.Clock, Amount = request.Amount, Unit = unit, EffectiveFrom = request.EffectiveFrom, Source = request.Source.Trim(),
        };
        db.Records<ClockRule>().Add(added);
        db.AfterCommit(clocks.Forget);
        return added.Id;
    }
}
