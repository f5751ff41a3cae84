using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Families of a grid that its steward still has to visit go to the successor.</summary>
internal sealed class HandOverVisits(LinliDb db, VisitDesk desk, ICareLists care) : IGridHandOverPart
{
    public async Task<HandedOver> Preview(ScopePath grid, Guid from, Guid to, CancellationToken cancel) =>
        await Moved(grid, await Mine(grid, from).CountAsync(cancel), to, cancel);

    public async Task<HandedOver> HandOver(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var families = await Mine(grid, from).ToListAsync(cancel);
        foreach (var family in families)
        {
            db.Records<VisitHandOver>().Add(new() { Id = Guid.CreateVersion7(desk.Now), Family = family.Id, From = from, To = to, By = desk.Me, Reason = "网格交接", At = desk.Now });
            await care.Assign(family.Person, to, from, cancel);
            (family.Worker, family.Reminded) = (to, null);
        }

        return await Moved(grid, families.Count, to, cancel);
    }

    private async Task<HandedOver> Moved(ScopePath grid, int count, Guid to, CancellationToken cancel) => new("visits", ("待走访家庭", "Families to visit"), count, [])
    {
        NoOwner = count == 0 || (await care.WorkersAt(grid.Parent, cancel)).Any(w => w.Account == to)
            ? null : ("接任者不是社工、网格员或负责人，不能走访", "the successor is no worker, steward or responsible, and visits nobody"),
    };

    // Not visited yet, or with a next visit that was agreed on.
    private IQueryable<VisitFamily> Mine(ScopePath grid, Guid from)
    {
        var path = grid.Value;
        return db.Unfiltered<VisitFamily>().Where(f => f.Grid == path && f.Worker == from
            && (f.NextOn != null || (f.VisitedAt == null && db.Unfiltered<VisitPlan>().Any(p => p.Id == f.Plan && p.ClosedAt == null))));
    }
}
