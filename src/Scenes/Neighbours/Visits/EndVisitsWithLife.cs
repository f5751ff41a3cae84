using Linli.Neighbours.Goodwill.Wishes;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>
/// Nobody is reminded to visit whoever died, and their wishes are not read out any more. Visits that took place stay; a family
/// not visited yet leaves the round, so that its coverage speaks of the living.
/// </summary>
internal sealed class EndVisitsWithLife(LinliDb db, WishBook wishes) : IEventHandler<ResidentDied>
{
    public async Task Handle(Delivered<ResidentDied> delivered, CancellationToken cancel)
    {
        var person = delivered.Event.Person;
        var families = await db.Unfiltered<VisitFamily>().Where(f => f.Person == person).ToListAsync(cancel);
        var ids = families.ConvertAll(f => f.Id);
        var visited = await db.Records<Visit>().Where(v => ids.Contains(v.Family)).Select(v => v.Family).Distinct().ToListAsync(cancel);
        foreach (var family in families)
        {
            if (visited.Contains(family.Id))
            {
                family.NextOn = null;
                continue;
            }

            await db.Records<VisitHandOver>().Where(h => h.Family == family.Id).ExecuteDeleteAsync(cancel);
            db.Delete(family);
        }

        await wishes.CallOffAll(person, cancel);
    }
}
