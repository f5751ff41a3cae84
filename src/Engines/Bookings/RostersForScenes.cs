using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings;

/// <summary>Lists as scenes use them.</summary>
internal sealed class RostersForScenes(LinliDb db, TimeProvider time) : IRosters
{
    // The scene has asked whether its caller may see who comes.
    public async Task<IReadOnlyList<RosterLine>> Of(SessionId session, CancellationToken cancel) =>
        await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Session == session && r.State != ReservationState.Cancelled)
            .OrderBy(r => r.At).ThenBy(r => r.Turn).Select(r => new RosterLine(r.Id, r.Person, r.State, r.Party, r.Turn, r.At)).ToListAsync(cancel);

    public async Task<RosterPlace?> Find(ReservationId reservation, CancellationToken cancel) =>
        await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Id == reservation)
            .Join(db.Unfiltered<SessionRow>(), r => r.Session, s => s.Id, (r, s) => new RosterPlace(r.Offering, s.Id, r.Person, r.State, s.Start, s.End)).SingleOrDefaultAsync(cancel);

    public async Task<IReadOnlyList<SeatOfPerson>> SeatsOf(Guid person, string kind, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Person == person && r.Kind == kind && (r.State == ReservationState.Confirmed || r.State == ReservationState.Offered))
            .Join(db.Unfiltered<SessionRow>().Where(s => s.End > now), r => r.Session, s => s.Id, (r, s) => new SeatOfPerson(r.Offering, s.Start, s.End, r.State == ReservationState.Offered)).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<OfferingId>> TakenBy(Guid person, string kind, CancellationToken cancel) =>
        await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Person == person && r.Kind == kind && r.State != ReservationState.Cancelled && r.State != ReservationState.Waiting && r.State != ReservationState.Entered)
            .Select(r => r.Offering).ToListAsync(cancel);

    public async Task<SessionId?> SeriesOf(OfferingId offering, CancellationToken cancel) =>
        await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == offering && s.IsSeries && s.State != SessionState.Cancelled)
            .OrderByDescending(s => s.Start).Select(s => (SessionId?)s.Id).FirstOrDefaultAsync(cancel);

    public async Task<SessionId?> MeetingOn(OfferingId offering, DateOnly day, CancellationToken cancel) =>
        await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == offering && !s.IsSeries && s.Day == day && s.State != SessionState.Cancelled)
            .OrderBy(s => s.Start).Select(s => (SessionId?)s.Id).FirstOrDefaultAsync(cancel);

    public async Task<IReadOnlyDictionary<ReservationId, bool>> Attendance(SessionId meeting, CancellationToken cancel) =>
        await db.Records<AttendanceRow>().AsNoTracking().Where(a => a.Meeting == meeting).ToDictionaryAsync(a => a.Reservation, a => a.Present, cancel);

    public async Task<IReadOnlyDictionary<ReservationId, int>> DaysPresent(IReadOnlyCollection<ReservationId> reservations, CancellationToken cancel) =>
        await db.Records<AttendanceRow>().AsNoTracking().Where(a => a.Present && reservations.Contains(a.Reservation))
            .GroupBy(a => a.Reservation).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
}
