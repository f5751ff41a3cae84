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

/// <summary>Everything of a day (日程表) in the caller's places: by resource and hour, and sessions without a resource.</summary>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record DaySheet(DateOnly? Day = null) : IQuery<SheetOfDay>;

/// <summary>A day.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Rows">Resources with what takes them, in the order of their names.</param>
/// <param name="Elsewhere">Sessions that take no resource.</param>
/// <param name="Appeals">Appeals that wait for a decision, whatever their day.</param>
internal sealed record SheetOfDay(DateOnly Day, IReadOnlyList<SheetRow> Rows, IReadOnlyList<SheetEntry> Elsewhere, int Appeals);

/// <summary>A resource on the sheet.</summary>
/// <param name="Resource">Code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Capacity">How many people it holds.</param>
/// <param name="Entries">What takes it.</param>
internal sealed record SheetRow(string Resource, Phrase Name, int Capacity, IReadOnlyList<SheetEntry> Entries);

/// <summary>Something on the sheet.</summary>
/// <param name="Session">The session; <c>null</c> for a closure.</param>
/// <param name="Closure">The closure.</param>
/// <param name="Title">What it is.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="End">End, UTC.</param>
/// <param name="Taken">Places taken.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Waiting">People who wait.</param>
/// <param name="Present">People checked in.</param>
/// <param name="Use">Code of the use.</param>
internal sealed record SheetEntry(SessionId? Session, Guid? Closure, Phrase Title, DateTimeOffset Start, DateTimeOffset End, int Taken, int Capacity, int Waiting, int Present, string? Use);

internal sealed class DaySheetHandler(LinliDb db, OfferingBook offerings, CurrentCaller current, TimeProvider time) : IHandler<DaySheet, SheetOfDay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/day", (UseCaseRunner run, CancellationToken cancel, DateOnly? day = null) => run.Answer(new DaySheet(day), cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Everything of a day, by resource and hour 日程表");

    public async Task<Result<SheetOfDay>> Handle(DaySheet request, CancellationToken cancel)
    {
        var day = request.Day ?? LocalTime.Today(time);
        if (!BookingRules.IsSane(day))
            return Problem.Invalid("day", "bookings.day", "日期不正确。", "The day is wrong.");
        var (from, until) = (LocalTime.StartOfDay(day), LocalTime.EndOfDay(day));
        var scopes = current.Value.ScopesFor(BookingsPermissions.Desk);
        var resources = await db.Scoped<ResourceRow>(scopes).AsNoTracking().OrderBy(r => r.NameZh).ToListAsync(cancel);
        var taken = await db.Scoped<OccupancyRow>(scopes).AsNoTracking().Where(o => o.Until > from && o.From < until).OrderBy(o => o.From).ToListAsync(cancel);
        var sessions = await db.Scoped<SessionRow>(scopes).AsNoTracking().Where(s => s.End > from && s.Start < until && !s.IsSeries && s.State != SessionState.Cancelled).ToDictionaryAsync(s => s.Id, cancel);
        var titles = await offerings.Find([.. sessions.Values.Select(s => s.Offering).Distinct()], cancel);
        var ids = sessions.Keys.ToList();
        var present = (await db.Records<AttendanceRow>().AsNoTracking().Where(a => a.Present && ids.Contains(a.Meeting))
            .Join(db.Unfiltered<ReservationRow>(), a => a.Reservation, r => r.Id, (a, r) => new { a.Meeting, r.Party }).ToListAsync(cancel)).GroupBy(a => a.Meeting).ToDictionary(g => g.Key, g => g.Sum(a => a.Party));
        var enrolled = await Enrolled(sessions.Values, cancel);
        var notes = await Notes(sessions.Values, cancel);

        SheetEntry Entry(SessionRow s)
        {
            var title = notes.GetValueOrDefault(s.Id) is { } note ? (note, note) : titles[s.Offering].Title;
            return new(s.Id, null, title, s.Start, s.End, enrolled.GetValueOrDefault(s.Series ?? s.Id, s).Taken, enrolled.GetValueOrDefault(s.Series ?? s.Id, s).Capacity, s.Waiting, present.GetValueOrDefault(s.Id), s.Use);
        }

        var shown = taken.Where(o => o.Session is null || sessions.ContainsKey(o.Session.Value)).ToList();
        var used = shown.Select(o => o.Session).OfType<SessionId>().ToHashSet();
        return new SheetOfDay(
            day,
            [.. resources.Select(r => new SheetRow(r.Code, r.Name, r.Capacity, [.. shown.Where(o => o.Resource == r.Code).Select(o => o.Session is { } s ? Entry(sessions[s])
                : new(null, o.Id, ($"停用：{o.Reason}", $"Closed: {o.Reason}"), o.From, o.Until, 0, 0, 0, 0, null))]))],
            [.. sessions.Values.Where(s => !used.Contains(s.Id)).OrderBy(s => s.Start).Select(Entry)],
            await db.Scoped<ReservationRow>(scopes).CountAsync(r => r.State == ReservationState.NoShow && r.Appeal != null && r.AppealGranted == null, cancel));
    }

    // A meeting of a series counts those of the series.
    private async Task<IReadOnlyDictionary<SessionId, SessionRow>> Enrolled(IEnumerable<SessionRow> sessions, CancellationToken cancel) =>
        await offerings.Sessions([.. sessions.Select(s => s.Series).OfType<SessionId>().Distinct()], cancel);

    // Of a room, what it is booked for says more than the room's own name.
    private async Task<IReadOnlyDictionary<SessionId, string>> Notes(IEnumerable<SessionRow> sessions, CancellationToken cancel)
    {
        var rooms = sessions.Where(s => s.Kind == OfferingKind.Room).Select(s => s.Id).ToList();
        return (await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => rooms.Contains(r.Session) && r.State != ReservationState.Cancelled && r.Note != null).Select(r => new { r.Session, r.Note }).ToListAsync(cancel))
            .DistinctBy(r => r.Session).ToDictionary(r => r.Session, r => r.Note!);
    }
}
