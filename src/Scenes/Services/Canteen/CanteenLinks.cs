using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen;

/// <summary>Where the map leads to order a meal (S76, S78): the menu of the canteen, or the choice of several in one house.</summary>
internal sealed class CanteenLinks(LinliDb db) : IBookingLinks
{
    // Menus are for everybody.
    public async Task<IReadOnlyDictionary<string, string>> Paths(CancellationToken cancel) =>
        (await db.Unfiltered<CanteenSite>().AsNoTracking().Where(s => s.Facility != null).Select(s => new { s.Facility, s.Code, s.Kind }).ToListAsync(cancel))
            .GroupBy(s => s.Facility!).ToDictionary(
                g => g.Key,
                g => g.Count(s => s.Kind == SiteKind.Canteen) switch
                {
                    0 => "/canteen/banquet",
                    1 => $"/canteen?site={g.First(s => s.Kind == SiteKind.Canteen).Code}",
                    _ => "/canteen",
                },
                StringComparer.Ordinal);
}
