using Linli.Neighbours.Goodwill.Wishes;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Families and wishes of a building follow it into another grid.</summary>
internal sealed class FollowGrids(LinliDb db) : IEventHandler<HomesMoved>
{
    public async Task Handle(Delivered<HomesMoved> delivered, CancellationToken cancel)
    {
        var (building, grid) = (delivered.Event.Building.Value, delivered.Event.Grid?.Value);
        await db.Unfiltered<VisitFamily>().Where(f => f.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(f => f.Grid, grid), cancel);
        await db.Unfiltered<Wish>().Where(w => w.Scope == building).ExecuteUpdateAsync(s => s.SetProperty(w => w.Grid, grid), cancel);
    }
}
