using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>
/// Pairings of a grid that somebody coordinated go to the successor, or, where they are not to read contact logs, to another
/// coordinator of the place.
/// </summary>
internal sealed class HandOverPairings(LinliDb db, IPeople people) : IGridHandOverPart
{
    private static readonly string[] coordinators = [Posts.CommunityWorker, Posts.PartySecretary, Posts.Operator];

    public async Task<HandedOver> Preview(ScopePath grid, Guid from, Guid to, CancellationToken cancel) =>
        Moved(await Mine(grid, from).CountAsync(cancel), await Owner(grid, from, to, cancel), to);

    public async Task<HandedOver> HandOver(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var pairs = await Mine(grid, from).ToListAsync(cancel);
        var owner = await Owner(grid, from, to, cancel);
        foreach (var pair in pairs)
            pair.Coordinator = owner ?? pair.Coordinator;
        return Moved(pairs.Count, owner, to);
    }

    private static HandedOver Moved(int count, Guid? owner, Guid to) => new("pairings", ("互帮结对", "Pairings"), count, [])
    {
        To = owner == to ? null : owner,
        NoOwner = count == 0 || owner is not null ? null : ("这里没有别的结对协调员", "there is no other coordinator of pairings here"),
    };

    private async Task<Guid?> Owner(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var may = (await people.StaffFor(grid.Parent, coordinators, cancel)).Select(s => s.Account).Where(a => a != from).ToList();
        return may.Contains(to) ? to : may.Count > 0 ? may[0] : null;
    }

    private IQueryable<Pair> Mine(ScopePath grid, Guid from)
    {
        var path = grid.Value;
        return db.Unfiltered<Pair>().Where(p => p.Coordinator == from && (p.State == PairState.Proposed || p.State == PairState.Active)
            && db.Unfiltered<PairingOffer>().Any(o => (o.Id == p.FirstOffer || o.Id == p.SecondOffer) && o.Grid == path));
    }
}
