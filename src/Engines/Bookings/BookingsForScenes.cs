using Linli.Bookings.Attend;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings;

/// <summary>The engine as scenes use it.</summary>
internal sealed class BookingsForScenes(
    LinliDb db, OfferingKeeper keeper, OfferingBook offerings, SessionPlanner planner, PlaceDesk desk, ReservationEnd end, SessionChange change, AttendanceBook attendance, ReservationViews views) : IBookings
{
    public async Task<Result<OfferingId>> Keep(OfferingPlan plan, CancellationToken cancel)
    {
        var kept = await keeper.Keep(plan, cancel);
        return kept.Ok ? kept.Value.Id : kept.As<OfferingId>();
    }

    public async Task<Result<SessionId>> Plan(OfferingId offering, DateTimeOffset start, DateTimeOffset end, int? capacity, string? topic, CancellationToken cancel)
    {
        if (await offerings.Find(offering, cancel) is not { } row)
            return BookingProblems.NoOffering;
        var planned = await planner.AddOne(row, Clock.ToMicroseconds(start), Clock.ToMicroseconds(end), capacity, topic, cancel);
        return planned.Ok ? planned.Value.Id : planned.As<SessionId>();
    }

    public async Task<Result<ReservationView>> Reserve(PlaceWish wish, CancellationToken cancel)
    {
        var made = await desk.Reserve(wish, cancel);
        return made.Ok ? await views.Of(made.Value, cancel) : made.As<ReservationView>();
    }

    public Task<Result<Done>> Cancel(ReservationId reservation, string? reason, CancellationToken cancel) => end.Cancel(reservation, reason, cancel);

    public Task<Result<Done>> CancelSession(SessionId session, string reason, CancellationToken cancel) => change.Cancel(session, reason, cancel);

    public Task<Result<Done>> MoveSession(SessionId session, DateTimeOffset start, DateTimeOffset end, string reason, CancellationToken cancel) =>
        change.Move(new(start, end, reason) { Id = session }, cancel);

    public async Task<IReadOnlyList<SessionView>> Sessions(IReadOnlyCollection<OfferingId> wanted, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var terms = (await offerings.Find(wanted, cancel)).ToDictionary(o => o.Key, o => o.Value.ReadTerms());
        var rows = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => wanted.Contains(s.Offering) && s.End > from && s.Start < until).OrderBy(s => s.Start).ToListAsync(cancel);
        var series = rows.Where(s => s.IsSeries).Select(s => s.Id).ToList();
        var meetings = series.Count == 0 ? [] : await db.Unfiltered<SessionRow>().Where(s => s.Series != null && series.Contains(s.Series.Value)).GroupBy(s => s.Series!.Value)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return rows.ConvertAll(s => OfferingBook.View(s, terms[s.Offering], meetings.GetValueOrDefault(s.Id)));
    }

    public async Task<IReadOnlyList<ReservationView>> Of(IReadOnlyCollection<Guid> people, string? kind, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Person != null && people.Contains(r.Person.Value) && (kind == null || r.Kind == kind))
            .OrderByDescending(r => r.Day).ThenByDescending(r => r.At).Take(1000).ToListAsync(cancel);
        return await views.Of(rows, cancel);
    }

    public Task<Result<Done>> Attend(SessionId meeting, ReservationId reservation, bool present, CancellationToken cancel) => attendance.Mark(meeting, reservation, present, cancel);
}
