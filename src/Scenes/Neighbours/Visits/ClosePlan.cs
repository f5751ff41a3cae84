using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Closes a round. While somebody is missing it needs a reason, and the missing stay counted.</summary>
/// <param name="Id">Which round.</param>
/// <param name="Reason">Why although somebody is missing.</param>
internal sealed record CloseVisitPlan(Guid Id, string? Reason = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class CloseVisitPlanHandler(LinliDb db, VisitDesk desk) : IHandler<CloseVisitPlan, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/visits/plans/{id:guid}/close", (Guid id, CloseVisitPlan request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.PlanVisits).WithTags("visits").WithSummary("Close a round of visits");

    public async Task<Result<Done>> Handle(CloseVisitPlan request, CancellationToken cancel)
    {
        if (await desk.Plans().SingleOrDefaultAsync(p => p.Id == request.Id, cancel) is not { } plan || !desk.MayPlan(plan))
            return VisitProblems.NoPlan;
        if (plan.ClosedAt is not null)
            return VisitProblems.Closed;
        var missing = await db.Unfiltered<VisitFamily>().CountAsync(f => f.Plan == plan.Id && f.VisitedAt == null, cancel);
        if (missing > 0 && VisitRules.Text(request.Reason, 200, "reason", $"还有 {missing} 户没有走访，请写明原因", $"{missing} families were not visited: say why") is { } wrong)
            return wrong;
        (plan.ClosedAt, plan.CloseReason) = (desk.Now, missing > 0 ? VisitRules.Clean(request.Reason, 200) : null);
        return Done.It;
    }
}
