using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Something of a running plan was done today (服务记录).</summary>
/// <param name="Plan">Which plan.</param>
/// <param name="Item">What of it.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record RecordCare(Guid Plan, Guid Item, string? IdempotencyKey = null) : ICommand<Done>, IRepeatable, IAudited
{
    object IRepeatable.Wish => (Plan, Item);

    public string? AuditSubject => Plan.ToString();
}

/// <summary>The body of a record, which may be left out.</summary>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record DoneBody(string? IdempotencyKey = null);

internal sealed class RecordCareHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<RecordCare, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{plan:guid}/items/{item:guid}/done", (Guid plan, Guid item, UseCaseRunner run, CancellationToken cancel, DoneBody? body = null) => run.Answer(new RecordCare(plan, item, body?.IdempotencyKey), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Something of a plan was done today 服务记录");

    public async Task<Result<Done>> Handle(RecordCare request, CancellationToken cancel)
    {
        if (await db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plan, cancel) is not { } plan
            || await db.Records<CarePlanItem>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Item && i.Plan == plan.Id, cancel) is not { } item)
            return CareWords.NoPlan;
        if (plan.State != PlanState.Agreed)
            return CareWords.NotAgreed;
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        // A second press is no second bath; more than was agreed to is another plan.
        await db.LockUntilCommit($"care plan {plan.Person}", cancel);
        var monday = PlanItems.Monday(today);
        if (await db.Records<CareDone>().CountAsync(d => d.Item == item.Id && d.Day >= monday && d.Day <= today, cancel) >= item.TimesPerWeek)
            return Problem.Conflict("health.care_done_enough", $"这一项本周 {item.TimesPerWeek} 次已记满；需要更多请和本人另拟计划。", $"It was done {item.TimesPerWeek} times this week, as planned: for more, agree on another plan.");
        db.Records<CareDone>().Add(new() { Id = Guid.CreateVersion7(now), Item = request.Item, Plan = plan.Id, Day = today, By = current.Value.Account, At = now });
        return Done.It;
    }
}
