using System.Text;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Calendar;

/// <summary>The calendar behind a private address, for calendar programs, which cannot sign in (T13).</summary>
internal sealed class FeedReader(LinliDb db, OfferingBook offerings, KindBook kinds, ReservationViews views, TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Behind = TimeSpan.FromDays(90);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/calendar/{secret}.ics", async Task<IResult> (string secret, HttpContext context, FeedReader reader, CancellationToken cancel) =>
        {
            var host = $"{context.Request.Scheme}://{context.Request.Host}";
            if (await reader.Read(secret, host, cancel) is not { } text)
                return TypedResults.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            context.Response.Headers["X-Robots-Tag"] = "noindex";
            return TypedResults.Bytes(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "linli.ics");
        }).Needs(Access.Public).ExcludeFromDescription();

    public async Task<string?> Read(string secret, string host, CancellationToken cancel)
    {
        var hash = FeedBook.HashOf(secret);
        if (await db.Records<FeedRow>().AsNoTracking().SingleOrDefaultAsync(f => f.Hash == hash && f.EndedAt == null, cancel) is not { } feed)
            return null;
        return feed.Person is { } person ? ICalendar.Write("邻里·我的预约", await OfPerson(person, host, cancel))
            : feed.Resource is { } resource ? await OfRoom(resource, cancel)
            : feed.Offering is { } offering ? await OfOfferings([offering], null, host, cancel)
            // The offerings of the group whose address it is.
            : await OfOfferings(await db.Unfiltered<OfferingRow>().Where(o => o.Subject == feed.Subject).Select(o => o.Id).ToListAsync(cancel), feed.NameZh, host, cancel);
    }

    private async Task<IEnumerable<CalendarEvent>> OfPerson(Guid person, string host, CancellationToken cancel)
    {
        var since = Clock.Now(time) - Behind;
        // Of the one person whose address it is. A course stays until its last meeting is long over, not its first.
        var rows = await db.Unfiltered<ReservationRow>().AsNoTracking()
            .Where(r => r.Person == person && db.Unfiltered<SessionRow>().Any(s => s.Id == r.Session && s.End >= since)).OrderBy(r => r.Day).Take(Most).ToListAsync(cancel);
        var sessions = await offerings.Sessions([.. rows.Select(r => r.Session).Distinct()], cancel);
        var series = sessions.Values.Where(s => s.IsSeries).Select(s => s.Id).ToList();
        var meetings = (await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series != null && series.Contains(s.Series.Value)).ToListAsync(cancel)).ToLookup(s => s.Series!.Value);
        var byId = rows.ToDictionary(r => r.Id);
        return (await views.Of(rows, cancel)).SelectMany(v =>
        {
            var session = sessions[v.Session];
            var when = session.IsSeries ? meetings[session.Id] : [session];
            return when.OrderBy(m => m.Start).Select(m => EventOf(v, byId[v.Id], session, m, kinds.Says(v.Kind, v.Title), session.IsSeries ? $"{v.Id.Value:N}-{m.Id.Value:N}@linli" : $"{v.Id.Value:N}@linli", host));
        });
    }

    /// <summary>A reservation, at one meeting of its session, as an event.</summary>
    public static CalendarEvent EventOf(ReservationView v, ReservationRow row, SessionRow session, SessionRow meeting, Phrase title, string uid, string host) => new(
        uid, meeting.Start, meeting.End, title.Zh, v.Where?.Zh, Says(v), meeting.Sequence + (v.State == ReservationState.Cancelled ? 1 : 0),
        StatusOf(v.State, session.State == SessionState.Cancelled ? session.State : meeting.State), Later(row.ChangedAt, meeting.ChangedAt), host + BookingTelling.Mine);

    private async Task<string> OfRoom(string resource, CancellationToken cancel)
    {
        var (now, room) = (Clock.Now(time), (await offerings.Resources([resource], cancel)).GetValueOrDefault(resource));
        var since = now - Behind;
        var taken = await db.Unfiltered<OccupancyRow>().AsNoTracking().Where(o => o.Resource == resource && o.Until > since).OrderBy(o => o.From).Take(Most).ToListAsync(cancel);
        var sessions = await offerings.Sessions([.. taken.Select(o => o.Session).OfType<SessionId>().Distinct()], cancel);
        var titles = await offerings.Find([.. sessions.Values.Select(s => s.Offering).Distinct()], cancel);
        // Who booked it stays out: the address may hang at the door.
        return ICalendar.Write(room?.NameZh ?? resource, taken.Select(o => o.Session is { } id && sessions.TryGetValue(id, out var s)
            ? new CalendarEvent($"{id.Value:N}-{resource}@linli", s.Start, s.End, s.Kind == OfferingKind.Room ? "已预约" : titles[s.Offering].TitleZh, room?.NameZh, null, s.Sequence, StatusOf(ReservationState.Confirmed, s.State), s.ChangedAt, null)
            : new CalendarEvent($"{o.Id:N}@linli", o.From, o.Until, $"停用：{o.Reason}", room?.NameZh, null, 0, "CONFIRMED", o.At, null)));
    }

    private async Task<string> OfOfferings(IReadOnlyCollection<OfferingId> ids, string? name, string host, CancellationToken cancel)
    {
        var since = Clock.Now(time) - Behind;
        var found = await offerings.Find(ids, cancel);
        var resources = await offerings.Resources([.. found.Values.SelectMany(o => o.ResourceCodes).Distinct()], cancel);
        var sessions = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => ids.Contains(s.Offering) && !s.IsSeries && s.End > since).OrderBy(s => s.Start).Take(Most).ToListAsync(cancel);
        return ICalendar.Write(name ?? found.Values.Select(o => o.TitleZh).FirstOrDefault() ?? "邻里", sessions.GroupBy(s => found[s.Offering]).SelectMany(g => RecurringEvents.Of(g.Key, [.. g], s => new(
            $"{s.Id.Value:N}@linli", s.Start, s.End, s.Topic is null ? g.Key.TitleZh : $"{g.Key.TitleZh}：{s.Topic}", ReservationViews.Where(g.Key, resources)?.Zh, s.StateNote, s.Sequence,
            StatusOf(ReservationState.Confirmed, s.State), s.ChangedAt, $"{host}/book/o/{g.Key.Id.Value}"))));
    }

    private static string StatusOf(ReservationState reservation, SessionState session) =>
        session == SessionState.Cancelled || reservation == ReservationState.Cancelled ? "CANCELLED"
        : reservation is ReservationState.Waiting or ReservationState.Offered or ReservationState.Entered ? "TENTATIVE" : "CONFIRMED";

    private static string Says(ReservationView v) => $"{BookingWords.Of(v.State).Zh} · 预约码 {v.Code}" + (v.Party > 1 ? $" · {v.Party} 人" : "") + (v.Reason is null ? "" : $"\n{v.Reason}");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
