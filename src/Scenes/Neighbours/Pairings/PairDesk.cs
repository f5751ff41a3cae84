using Linli.Neighbours.Friends;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>What several use cases of pairings ask.</summary>
internal static class PairDesk
{
    public static readonly Problem NotFound = Problem.NotFound("pairings.not_found", "没有找到这个结对。", "This pairing was not found.");

    /// <summary>The pairing of the two, for one of them.</summary>
    public static Task<Pair?> Mine(LinliDb db, Guid pair, Guid me, CancellationToken cancel) =>
        db.Unfiltered<Pair>().SingleOrDefaultAsync(p => p.Id == pair && (p.First == me || p.Second == me), cancel);

    /// <summary>Whether one of two blocked the other.</summary>
    public static Task<bool> Apart(LinliDb db, Guid one, Guid other, CancellationToken cancel) =>
        db.Records<Block>().AnyAsync(b => (b.Account == one && b.Blocked == other) || (b.Account == other && b.Blocked == one), cancel);
}
