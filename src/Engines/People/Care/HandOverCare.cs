using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Who a steward looked after in a grid goes to the successor, notes and all (decision 18).</summary>
internal sealed class HandOverCare(LinliDb db, CareDesk desk, IPeople people) : IGridHandOverPart
{
    public async Task<HandedOver> Preview(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var mine = await Mine(grid, from).AsNoTracking().ToListAsync(cancel);
        return await Moved(grid, mine, to, cancel);
    }

    public async Task<HandedOver> HandOver(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var mine = await Mine(grid, from).ToListAsync(cancel);
        var moved = await Moved(grid, mine, to, cancel);
        var entries = await Entries(grid).ToListAsync(cancel);
        foreach (var assignment in mine)
        {
            assignment.To = desk.Now;
            var next = await desk.Assign(assignment.PersonId, to, cancel);
            await desk.Approve(next, entries.First(e => e.PersonId == assignment.PersonId), cancel);
        }

        return moved;
    }

    private async Task<HandedOver> Moved(ScopePath grid, List<CareAssignment> mine, Guid to, CancellationToken cancel)
    {
        var persons = mine.ConvertAll(a => a.PersonId);
        var born = await db.Records<Person>().Where(p => persons.Contains(p.Id)).Select(p => p.BirthDate).ToListAsync(cancel);
        var children = born.Count(b => CareRules.IsChild(b, desk.Today));
        var may = (await people.StaffAround(grid.Parent, AssignCareHandler.WorkerPosts, cancel)).Any(w => w.Account == to);
        return new HandedOver("care", ("关爱对象", "People on care lists"), mine.Count, [])
        {
            NoOwner = mine.Count == 0 || may ? null : ("接任者不是社工、网格员或负责人，不能照看关爱对象", "the successor is no worker, steward or responsible, and cannot look after them"),
            Note = children == 0 ? null : ($"其中 {children} 名未满 14 周岁，须由本地负责人批准后才能打开记录", $"{children} of them under 14: the responsible of the place approves before records open"),
        };
    }

    private IQueryable<CareAssignment> Mine(ScopePath grid, Guid from) =>
        db.Records<CareAssignment>().Where(a => a.Account == from && a.To == null && Entries(grid).Any(e => e.PersonId == a.PersonId));

    private IQueryable<CareEntry> Entries(ScopePath grid)
    {
        var path = grid.Value;
        return db.Unfiltered<CareEntry>().Where(e => e.Grid == path && (e.State == CareState.Listed || e.State == CareState.Waiting));
    }
}
