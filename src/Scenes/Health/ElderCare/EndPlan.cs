using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ElderCare;

/// <summary>Staff end a plan (结束照护计划), such as when somebody moves away, or needs another one: the person and who speaks for them read why.</summary>
/// <param name="Reason">4–200 characters.</param>
internal sealed record EndPlan(string Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Plan { get; init; }

    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Reason, 200).Length < 4)
            yield return Problem.Invalid("reason", "health.care_end_reason", "请写明结束原因（4–200 个字），本人和家属会看到。", "Say why it ends (4–200 characters): the person and their family read it.");
    }
}

internal sealed class EndPlanHandler(PlanBook plans, CurrentCaller current, TimeProvider time) : IHandler<EndPlan, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{id:guid}/end", (Guid id, EndPlan request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Plan = id }, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("End a plan of care 结束照护计划");

    public async Task<Result<Done>> Handle(EndPlan request, CancellationToken cancel)
    {
        if (await plans.Find(request.Plan, cancel) is not { } plan)
            return CareWords.NoPlan;
        if (plan.State == PlanState.Ended)
            return CareWords.PlanOver;
        (plan.State, plan.EndedBy, plan.EndedAt, plan.EndReason) = (PlanState.Ended, current.Value.Account, Clock.Now(time), ClinicProblems.Line(request.Reason, 200));
        if (plan.Person is { } person)
            await plans.Tell(person, "elder-care.ended", ("照护计划结束了", "A plan of care has ended"), ("中心结束了照护计划，点开看原因。有疑问请联系中心。", "The centre ended a plan of care: open to see why, and ring them if you have questions."), $"care-plan-end-{plan.Id:N}", cancel);
        return Done.It;
    }
}
