using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Desk;

/// <summary>Some days of the caller's places (周历、月历): how full each resource is, and of one resource, or of a week, everything in it.</summary>
/// <param name="From">First local day; this Monday when left out.</param>
/// <param name="Days">How many days, 1 to 42.</param>
/// <param name="Resource">Only this resource; <c>-</c> for what takes none.</param>
internal sealed record ReadCalendar(DateOnly? From = null, int Days = 7, string? Resource = null) : IQuery<CalendarSpan>
{
    /// <summary>What takes no resource.</summary>
    public const string None = "-";

    /// <summary>Up to so many days the entries themselves are read for all resources.</summary>
    public const int Detailed = 7;
}

/// <summary>Some days.</summary>
/// <param name="From">First local day.</param>
/// <param name="Days">How many.</param>
/// <param name="Resources">The resources, in the order of their names.</param>
/// <param name="Full">How much is in each resource on each day.</param>
/// <param name="Entries">What is in them, where that was asked for: in the order of its begin.</param>
internal sealed record CalendarSpan(DateOnly From, int Days, IReadOnlyList<CalendarResource> Resources, IReadOnlyList<CalendarLoad> Full, IReadOnlyList<CalendarEntry> Entries);

/// <summary>A resource of the calendar.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
internal sealed record CalendarResource(string Code, Phrase Name);

/// <summary>A resource on a day.</summary>
/// <param name="Resource">Its code; <see cref="ReadCalendar.None"/> for what takes none.</param>
/// <param name="Day">Local day.</param>
/// <param name="Sessions">How many sessions begin on it.</param>
internal sealed record CalendarLoad(string Resource, DateOnly Day, int Sessions);

/// <summary>Something in the calendar.</summary>
/// <param name="Session">The session; <c>null</c> for a closure.</param>
/// <param name="Resource">The resource it takes; <see cref="ReadCalendar.None"/> for none.</param>
/// <param name="Title">What it is.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="End">End, UTC.</param>
/// <param name="Taken">Places taken.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Waiting">People who wait.</param>
/// <param name="CanMove">Whether it lies ahead and may be moved.</param>
internal sealed record CalendarEntry(SessionId? Session, string Resource, Phrase Title, DateTimeOffset Start, DateTimeOffset End, int Taken, int Capacity, int Waiting, bool CanMove);

internal sealed class ReadCalendarHandler(LinliDb db, OfferingBook offerings, CurrentCaller current, TimeProvider time) : IHandler<ReadCalendar, CalendarSpan>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/calendar", (UseCaseRunner run, CancellationToken cancel, DateOnly? from = null, int days = 7, string? resource = null) => run.Answer(new ReadCalendar(from, days, resource), cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("A week or a month, by resource 周历月历");

    public async Task<Result<CalendarSpan>> Handle(ReadCalendar request, CancellationToken cancel)
    {
        if (request.Days is < 1 or > 42)
            return Problem.Invalid("days", "bookings.days", "天数应为 1 到 42。", "Give 1 to 42 days.");
        var today = LocalTime.Today(time);
        var first = request.From ?? today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        if (!BookingRules.IsSane(first))
            return Problem.Invalid("from", "bookings.day", "日期不正确。", "The day is wrong.");
        var scopes = current.Value.ScopesFor(BookingsPermissions.Desk);
        var resources = await db.Scoped<ResourceRow>(scopes).AsNoTracking().OrderBy(r => r.NameZh).Select(r => new CalendarResource(r.Code, new Phrase(r.NameZh, r.NameEn))).ToListAsync(cancel);
        var last = first.AddDays(request.Days - 1);
        return new CalendarSpan(
            first, request.Days, resources, request.Resource is null ? await Loads(first, last, scopes, cancel) : [],
            request.Resource is not null || request.Days <= ReadCalendar.Detailed ? await Entries(request.Resource, first, last, scopes, cancel) : []);
    }

    // Counted by the database: a month of two hundred rooms is six thousand figures, not twenty thousand sessions.
    private async Task<IReadOnlyList<CalendarLoad>> Loads(DateOnly first, DateOnly last, ScopeSet scopes, CancellationToken cancel) =>
        await db.Scoped<SessionRow>(scopes).Where(s => s.Day >= first && s.Day <= last && s.State != SessionState.Cancelled && !s.IsSeries)
            .Join(db.Unfiltered<OccupancyRow>(), s => (SessionId?)s.Id, o => o.Session, (s, o) => new { o.Resource, s.Day })
            .GroupBy(o => new { o.Resource, o.Day }).Select(g => new CalendarLoad(g.Key.Resource, g.Key.Day, g.Count())).ToListAsync(cancel);

    private async Task<IReadOnlyList<CalendarEntry>> Entries(string? resource, DateOnly first, DateOnly last, ScopeSet scopes, CancellationToken cancel)
    {
        var (from, until, now) = (LocalTime.StartOfDay(first), LocalTime.EndOfDay(last), Clock.Now(time));
        var taken = await db.Scoped<OccupancyRow>(scopes).AsNoTracking().Where(o => o.Until > from && o.From < until && (resource == null || o.Resource == resource)).ToListAsync(cancel);
        var query = db.Scoped<SessionRow>(scopes).AsNoTracking().Where(s => s.End > from && s.Start < until && !s.IsSeries && s.State != SessionState.Cancelled);
        var wanted = taken.Select(o => o.Session).OfType<SessionId>().Distinct().ToList();
        if (resource is not null && resource != ReadCalendar.None)
            query = query.Where(s => wanted.Contains(s.Id));
        var sessions = await query.ToDictionaryAsync(s => s.Id, cancel);
        var titles = await offerings.Find([.. sessions.Values.Select(s => s.Offering).Distinct()], cancel);
        var series = await offerings.Sessions([.. sessions.Values.Select(s => s.Series).OfType<SessionId>().Distinct()], cancel);
        var notes = await Notes([.. sessions.Values.Where(s => s.Kind == OfferingKind.Room).Select(s => s.Id)], cancel);
        CalendarEntry Entry(SessionRow s, string code)
        {
            var enrolled = s.Series is { } whole ? series[whole] : s;
            var title = notes.GetValueOrDefault(s.Id) is { } note ? new Phrase(note, note) : titles[s.Offering].Title;
            return new(s.Id, code, title, s.Start, s.End, enrolled.Taken, enrolled.Capacity, enrolled.Waiting, s.State == SessionState.Planned && s.Start > now);
        }

        var roomless = resource is null or ReadCalendar.None ? sessions.Values.ExceptBy(wanted, s => s.Id).Where(s => s.Kind != OfferingKind.Room).Select(s => Entry(s, ReadCalendar.None)) : [];
        var inRooms = resource == ReadCalendar.None ? [] : taken.Where(o => o.Session is null || sessions.ContainsKey(o.Session.Value)).Select(o => o.Session is { } s
            ? Entry(sessions[s], o.Resource) : new(null, o.Resource, ($"停用：{o.Reason}", $"Closed: {o.Reason}"), o.From, o.Until, 0, 0, 0, false));
        return [.. inRooms.Concat(roomless).OrderBy(e => e.Start)];
    }

    // Of a room, what it is booked for says more than the room's own name.
    private async Task<IReadOnlyDictionary<SessionId, string>> Notes(List<SessionId> rooms, CancellationToken cancel) =>
        rooms.Count == 0 ? new Dictionary<SessionId, string>()
            : (await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => rooms.Contains(r.Session) && r.State != ReservationState.Cancelled && r.Note != null).Select(r => new { r.Session, r.Note }).ToListAsync(cancel))
                .DistinctBy(r => r.Session).ToDictionary(r => r.Session, r => r.Note!);
}
