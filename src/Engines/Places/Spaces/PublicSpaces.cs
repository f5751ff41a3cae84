using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>The lines of the ledger that anybody may read: wholes that are counted together as centres, and their rooms. The others are for staff.</summary>
internal static class PublicSpaces
{
    /// <summary>In the order of their codes.</summary>
    public static async Task<List<SpaceRow>> Read(LinliDb db, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<SpaceRow>().AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel);
        var centres = rows.Where(s => s is { PartOf: null, Collection: not null }).Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        return rows.FindAll(s => centres.Contains(s.PartOf ?? s.Code));
    }
}
