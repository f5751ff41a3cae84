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

    public async Task<IReadOnlyList<Booked>> Before(BookedSpans spans, CancellationToken cancel)
    {
        var (from, to) = (spans.OfPeople.Concat(spans.OfHouseholds).Min(s => s.From), spans.OfPeople.Concat(spans.OfHouseholds).Max(s => s.To));
        var (persons, households) = (Whose(spans.OfPeople), Whose(spans.OfHouseholds));

        // Of exactly these people and households, wherever they booked; two questions, so that each has its index.
        var counted = db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Day >= from && r.Day <= to && spans.Kinds.Contains(r.Kind) && BookedInDatabase.Counting.Contains(r.State));
        var rows = counted.Where(r => persons.Contains(r.Person));
        if (households.Count > 0)
            rows = rows.Union(counted.Where(r => households.Contains(r.Household)));
        var found = await rows.Select(r => new { r.Id, Booked = new Booked(r.Person, r.Household, r.Kind, r.Offering, r.Day, r.State, r.AppealGranted) }).ToListAsync(cancel);
        return found.ConvertAll(r => r.Booked);
    }

    private static List<Guid?> Whose(IEnumerable<BookedSpan> spans) => [.. spans.Select(s => (Guid?)s.Whose).Distinct()];

    public void Write(IReadOnlyList<SessionRow> sessions, GatheredWrites writes)
    {
        // They are tracked.
    }
}
