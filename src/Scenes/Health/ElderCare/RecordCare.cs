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

internal sealed class RecordCareHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<RecordCare, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-plans/{plan:guid}/items/{item:guid}/done", (Guid plan, Guid item, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RecordCare(plan, item), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder care").WithSummary("Something of a plan was done today 服务记录");

    public async Task<Result<Done>> Handle(RecordCare request, CancellationToken cancel)
    {
        if (await db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plan, cancel) is not { } plan
            || !await db.Records<CarePlanItem>().AnyAsync(i => i.Id == request.Item && i.Plan == plan.Id, cancel))
            return CareWords.NoPlan;
        if (plan.State != PlanState.Agreed)
            return Problem.Conflict("health.care_not_agreed", "计划还没有得到本人或家属同意，或已结束，不能记录服务。", "Nobody has agreed to this plan yet, or it has ended.");
        var now = Clock.Now(time);
        db.Records<CareDone>().Add(new() { Id = Guid.CreateVersion7(now), Item = request.Item, Plan = plan.Id, Day = LocalTime.Today(time), By = current.Value.Account, At = now });
        return Done.It;
    }
}
