using Linli.Cases.Loop;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Dispatch;

/// <summary>Open cases of a grid go to its new steward: those he was told of, and those he was handling.</summary>
internal sealed class HandOverCases(LinliDb db, CaseDesk desk) : IGridHandOverPart
{
    private const int MostNumbers = 50;
    private static readonly CaseState[] Open = [CaseState.Reported, CaseState.Accepted, CaseState.Dispatched, CaseState.InHand, CaseState.Answered];

    public async Task<HandedOver> Preview(ScopePath grid, Guid from, Guid to, CancellationToken cancel) =>
        Moved(await Mine(grid, from).AsNoTracking().ToListAsync(cancel));

    public async Task<HandedOver> HandOver(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var items = await Mine(grid, from).ToListAsync(cancel);
        foreach (var item in items)
        {
            if (item.Steward == from)
                item.Steward = to;
            if (item.Handler == from)
                item.Handler = to;
            await desk.Record(item, CaseAction.Note, CaseAudience.Staff, "网格交接 Grid handed over", null, cancel);
        }

        return Moved(items);
    }

    private IQueryable<Case> Mine(ScopePath grid, Guid from) =>
        db.Scoped<Case>(ScopeSet.Of([grid])).Where(c => Open.Contains(c.State) && (c.Steward == from || c.Handler == from)).OrderBy(c => c.OpenedAt);

    private static HandedOver Moved(List<Case> items) => new("cases", ("未结事项", "Open cases"), items.Count, [.. items.Take(MostNumbers).Select(c => c.Number)]);
}
