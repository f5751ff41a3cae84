using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>
/// Gives a family, or all families of somebody who leaves, to another worker. What was noted goes along with the families:
/// the former worker opens it no more.
/// </summary>
/// <param name="Plan">Which round.</param>
/// <param name="Family">One family.</param>
/// <param name="From">Or all of this worker.</param>
/// <param name="To">Account of who takes over.</param>
/// <param name="Reason">2–200 characters.</param>
internal sealed record HandOverFamily(Guid Plan, Guid? Family, Guid? From, Guid To, string? Reason) : ICommand<FamiliesHandedOver>, IValidated, IAudited
{
    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (VisitRules.Text(Reason, 200, "reason", "请写明交接原因", "Say why it is handed over") is { } reason)
            yield return reason;
        if (Family is null == From is null)
            yield return Problem.Invalid("family", "visits.family_or_worker", "请选一户，或选要交接的社工。", "Choose one family, or the worker whose families are handed over.");
    }
}

/// <summary>How many families were handed over.</summary>
internal sealed record FamiliesHandedOver(int Families);

internal sealed class HandOverFamilyHandler(LinliDb db, VisitDesk desk, ICareLists care, INotices notices) : IHandler<HandOverFamily, FamiliesHandedOver>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/visits/plans/{id:guid}/hand-over", (Guid id, HandOverFamily request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Plan = id }, cancel))
            .Needs(NeighboursPermissions.PlanVisits).WithTags("visits").WithSummary("Give families to another worker 交接");

    public async Task<Result<FamiliesHandedOver>> Handle(HandOverFamily request, CancellationToken cancel)
    {
        if (await desk.Plans().SingleOrDefaultAsync(p => p.Id == request.Plan, cancel) is not { } plan || !desk.MayPlan(plan))
            return VisitProblems.NoPlan;
        if (!(await care.WorkersAt(ScopePath.Parse(plan.Scope, null), cancel)).Any(w => w.Account == request.To))
            return Problem.Invalid("to", "care.worker_unknown", "请选择在这里工作的社工、网格员或负责人。", "Choose a worker, steward or responsible of this place.");
        var families = await db.Unfiltered<VisitFamily>()
            .Where(f => f.Plan == plan.Id && f.Worker != request.To && (request.Family == null ? f.Worker == request.From : f.Id == request.Family)).ToListAsync(cancel);
        // Of a closed round only the visits that were promised go on.
        if (plan.ClosedAt is not null && families.RemoveAll(f => f.NextOn is null) > 0 && families.Count == 0)
            return VisitProblems.Closed;
        if (families.Count == 0)
            return VisitProblems.NoFamily;
        foreach (var family in families)
        {
            db.Records<VisitHandOver>().Add(new()
            {
                Id = Guid.CreateVersion7(desk.Now), Family = family.Id, From = family.Worker, To = request.To, By = desk.Me, Reason = VisitRules.Clean(request.Reason, 200), At = desk.Now,
            });
            await care.Assign(family.Person, request.To, family.Worker, cancel);
            (family.Worker, family.Reminded) = (request.To, null);
        }

        await notices.Tell(
            request.To, "visits.handed", ("有家庭交接给您走访", "Families were handed to you"), ($"{plan.Name}：{families.Count} 户", $"{plan.Name}: {families.Count}"),
            $"/desk/visits/{plan.Id}", $"visit-handed:{plan.Id}:{desk.Now:O}", cancel);
        return new FamiliesHandedOver(families.Count);
    }
}
