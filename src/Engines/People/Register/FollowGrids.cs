using Linli.People.Accounts;
using Linli.People.Care;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>
/// Lets everything that knows a home's grid follow when borders are drawn anew or a building gets its point: the steward of the
/// new grid finds the people, the old one no more.
/// </summary>
internal sealed class FollowGrids(LinliDb db) : IEventHandler<HomesMoved>
{
    public async Task Handle(Delivered<HomesMoved> delivered, CancellationToken cancel)
    {
        var (building, grid) = (delivered.Event.Building.Value, delivered.Event.Grid?.Value);
        await db.Unfiltered<HomeTie>().Where(t => t.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(t => t.Grid, grid), cancel);
        await db.Unfiltered<Household>().Where(h => h.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(h => h.Grid, grid), cancel);
        await db.Unfiltered<CompanyHolding>().Where(h => h.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(h => h.Grid, grid), cancel);
        await db.Unfiltered<CareEntry>().Where(e => e.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(e => e.Grid, grid), cancel);
    }
}
