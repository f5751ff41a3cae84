using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Townships;

/// <summary>Partner townships, for lists to choose from.</summary>
internal sealed class TownshipBook(LinliDb db)
{
    private const int Most = 200;

    /// <summary>All of them: who is paired with whom is public.</summary>
    public async Task<IReadOnlyList<Township>> All(CancellationToken cancel) =>
        await db.Unfiltered<Township>().AsNoTracking().OrderBy(t => t.Since).ThenBy(t => t.Code).Take(Most).ToListAsync(cancel);
}
