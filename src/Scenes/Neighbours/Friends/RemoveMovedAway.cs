using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Friends;

/// <summary>Who no longer lives here is forgotten: a lease that ended must not leave a card behind.</summary>
internal sealed class RemoveMovedAway(LinliDb db, WriterQueue writers, ICallerDirectory callers) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        foreach (var card in await db.Unfiltered<Card>().AsNoTracking().Select(c => new { c.Account, c.Scope }).ToListAsync(cancel))
        {
            if ((await callers.Find(card.Account, cancel))?.May(NeighboursPermissions.Meet, card.Scope) == true)
                continue;
            using (await writers.Enter(cancel))
                await Forgetting.Forget(db, card.Account, cancel);
        }
    }
}
