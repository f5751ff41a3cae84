using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings;

/// <summary>Writes the history of a demo, row by row as it would have come to be.</summary>
internal sealed class PastBookings(LinliDb db, ILentSpaces spaces, OfferingKeeper keeper) : IPastBookings
{
    private int count;

    public async Task<bool> Room(string space, int capacity, BookingTerms? lent, CancellationToken cancel)
    {
        if (!(await spaces.Find([space], cancel)).TryGetValue(space, out var found))
            return false;
        if (await db.Unfiltered<ResourceRow>().AnyAsync(r => r.Code == space, cancel))
            return true;
        var room = new ResourceRow
        {
            Code = space, Kind = ResourceKinds.Space, Space = space, Scope = found.Place.Value, NameZh = found.Name.Zh, NameEn = found.Name.En, Capacity = capacity, SetUpMinutes = 0,
            Uses = string.Join('|', found.Uses.Select(u => u.Code)), Version = 1,
        };
        db.Insert(room);
        if (lent is not null)
            room.Lending = (await keeper.Keep(new(OfferingKind.Room, found.Place, found.Name, lent) { Resources = [space], Capacity = capacity }, cancel)).Value!.Id;
        await db.SaveChangesAsync(cancel);
        return true;
    }

    public async Task<IReadOnlyList<SessionId>> Held(OfferingId offering, DateTimeOffset now, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        var ended = now.AddMinutes(-30);
        // Of one offering, which the demo has just made.
        var over = await db.Unfiltered<SessionRow>().Where(s => s.Offering == offering && !s.IsSeries && s.End < ended).OrderBy(s => s.Start).ToListAsync(cancel);
        foreach (var session in over)
            (session.State, session.Settled) = (SessionState.Held, true);
        await db.SaveChangesAsync(cancel);
        return over.ConvertAll(s => s.Id);
    }

    public async Task Enrol(OfferingId offering, IReadOnlyList<PastPlace> places, DateTimeOffset now, CancellationToken cancel)
    {
        // Of one offering, which the demo has just made.
        var sessions = await db.Unfiltered<SessionRow>().Where(s => s.Offering == offering).OrderBy(s => s.Start).ToListAsync(cancel);
        var (series, meetings) = (sessions.Single(s => s.IsSeries), sessions.FindAll(s => !s.IsSeries));
        foreach (var over in sessions.Where(s => s.End < now.AddMinutes(-30)))
            (over.State, over.Settled) = (SessionState.Held, true);
        var (rows, presences) = (new List<ReservationRow>(), new List<AttendanceRow>());
        foreach (var place in places)
        {
            var seat = series.Taken < series.Capacity;
            var at = Clock.ToMicroseconds(place.At.AddMilliseconds(++count));
            var row = new ReservationRow
            {
                Id = new(Guid.CreateVersion7(at)), Session = series.Id, Offering = offering, Kind = series.Kind, Scope = series.Scope, Person = place.Person, By = place.By, SeatKey = place.Person, Party = 1,
                State = seat ? ReservationState.Confirmed : ReservationState.Waiting, Turn = seat ? null : ++series.LastTurn, Day = series.Day, Code = $"L{count:00000}"[..6], PriceFen = 0, DepositFen = 0, At = at, ChangedAt = at,
            };
            (series.Taken, series.Waiting) = seat ? (series.Taken + 1, series.Waiting) : (series.Taken, series.Waiting + 1);
            rows.Add(row);
            for (var i = 0; seat && i < meetings.Count && meetings[i].End < now; i++)
                presences.Add(new() { Meeting = meetings[i].Id, Reservation = row.Id, Present = place.Came(i), At = meetings[i].Start });
        }

        await db.SaveChangesAsync(cancel);
        await db.InsertMany(rows, cancel);
        await db.InsertMany(presences, cancel);
    }
}
