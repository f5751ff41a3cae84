using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Finds plans and families within what the caller may reach.</summary>
internal sealed class VisitDesk(LinliDb db, CurrentCaller current, ICareLists care, TimeProvider time)
{
    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    public Guid Me => current.Value.Account!.Value;

    /// <summary>Plans of the caller's places, and those in which they visit somebody.</summary>
    public IQueryable<VisitPlan> Plans()
    {
        var me = Me;
        return db.Scoped<VisitPlan>(current.Value.ScopesFor(NeighboursPermissions.Visits), p => db.Unfiltered<VisitFamily>().Any(f => f.Plan == p.Id && f.Worker == me));
    }

    /// <summary>Families of the caller's places, by building or grid, and those they visit.</summary>
    public IQueryable<VisitFamily> Families()
    {
        var me = Me;
        var scopes = current.Value.ScopesFor(NeighboursPermissions.Visits);
        var grids = scopes.Paths.Select(p => p.Value).ToArray();
        return db.Scoped<VisitFamily>(scopes, f => f.Worker == me || (f.Grid != null && grids.Contains(f.Grid)));
    }

    /// <summary>Whether the caller looks after the family: its worker in this round, or assigned to the person.</summary>
    public async Task<bool> IsMine(VisitFamily family, CancellationToken cancel) =>
        family.Worker == Me || await care.IsAssigned(family.Person, Me, cancel);

    /// <summary>Whether the caller plans visits at the place of a plan.</summary>
    public bool MayPlan(VisitPlan plan) => current.Value.May(NeighboursPermissions.PlanVisits, plan.Scope);
}
