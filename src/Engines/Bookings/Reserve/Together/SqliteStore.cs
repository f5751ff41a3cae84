using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve.Together;

/// <summary>One writer at a time: nothing to lock, and no journeys to save.</summary>
internal sealed class SqliteStore(LinliDb db) : ITogetherStore
{
    public async Task<TogetherTable> Open(IReadOnlyList<SessionId> sessions, IEnumerable<PersonTraits> people, CancellationToken cancel)
    {
        // Of exactly these; everybody may see offerings and sessions.
        var rows = await db.Unfiltered<SessionRow>().Where(s => sessions.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);
        var wanted = rows.Values.Select(s => s.Offering).Distinct().ToList();
        var offerings = await db.Unfiltered<OfferingRow>().AsNoTracking().Where(o => wanted.Contains(o.Id)).ToListAsync(cancel);
        var persons = people.Select(p => (Guid?)p.Person).ToList();
        var seats = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => sessions.Contains(r.Session) && persons.Contains(r.SeatKey))
            .Select(r => new { r.Session, r.SeatKey }).ToListAsync(cancel);
        return new(rows, offerings.ToDictionary(o => o.Id, o => (o, o.ReadTerms())), [.. seats.Select(s => (s.Session, s.SeatKey!.Value))]);
    }

    public void Write(IReadOnlyList<SessionRow> sessions, GatheredWrites writes)
    {
        // They are tracked.
    }
}
