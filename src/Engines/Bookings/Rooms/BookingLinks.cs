using Linli.Bookings.Offerings;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Rooms;

/// <summary>Where the pages of spaces and facilities lead when something there can be booked.</summary>
internal sealed class BookingLinks(LinliDb db, ILentSpaces spaces) : IBookingLinks
{
    public async Task<IReadOnlyDictionary<string, string>> Paths(CancellationToken cancel)
    {
        // Rooms that are lent, wherever they are: a few dozen.
        var rooms = await db.Unfiltered<ResourceRow>().AsNoTracking()
            .Where(r => r.Space != null && (db.Unfiltered<OfferingRow>().Any(o => o.Id == r.Lending && o.Open))).Select(r => r.Space!).ToListAsync(cancel);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var space in (await spaces.Find(rooms, cancel)).Values.Where(s => s.IsInUse).OrderBy(s => s.Code, StringComparer.Ordinal))
        {
            found[space.Code] = $"/book/room/{space.Code}";
            foreach (var around in new[] { space.PartOf, space.Facility }.OfType<string>().Where(c => c != space.Code))
                found.TryAdd(around, $"/book?at={Uri.EscapeDataString(around)}");
        }

        return found;
    }
}
