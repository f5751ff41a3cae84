using System.Text;
using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Calendar;

/// <summary>
/// A reservation as a calendar invitation (日历邀请), and its cancellation under the same UID with a higher SEQUENCE (RFC 5546, T13): whoever
/// does not subscribe opens it with their calendar. A course is one event with all its meetings.
/// </summary>
internal sealed class InvitationReader(LinliDb db, ReservationReach reach, ReservationViews views, OfferingBook offerings, KindBook kinds, IScopeTree tree, CurrentCaller current, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/my/bookings/{id:guid}.ics", async Task<IResult> (Guid id, HttpContext context, InvitationReader reader, CancellationToken cancel) =>
        {
            if (await reader.Read(new(id), $"{context.Request.Scheme}://{context.Request.Host}", cancel) is not var (text, method))
                return TypedResults.NotFound();
            context.Response.Headers.CacheControl = "private, no-store";
            return TypedResults.Bytes(Encoding.UTF8.GetBytes(text), $"text/calendar; charset=utf-8; method={method}", "linli-booking.ics");
        }).Needs(Access.SignedIn).ExcludeFromDescription();

    public async Task<(string Text, string Method)?> Read(ReservationId id, string host, CancellationToken cancel)
    {
        var found = await reach.Find(id, cancel);
        if (!found.Ok || found.Value.AsStaff || await offerings.Session(found.Value.Row.Session, cancel) is not { } session || await offerings.Find(session.Offering, cancel) is not { } offering)
            return null;
        var view = await views.Of(found.Value.Row, cancel);
        var ended = view.State == ReservationState.Cancelled || session.State == SessionState.Cancelled;
        // Of the course one is in.
        List<SessionRow> all = session.IsSeries ? await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == session.Id).OrderBy(s => s.Start).ToListAsync(cancel) : [];
        var left = all.Where(s => ended || s.State != SessionState.Cancelled).ToList();
        List<SessionRow> meetings = left.Count > 0 ? left : [session], changed = [session, .. all];
        var place = tree.CommunityOf(offering.Place)?.Name ?? tree.Find(offering.Place)?.Name ?? new Phrase("邻里", "Linli");
        var first = meetings[0];
        var title = kinds.Says(offering.Kind, offering.Title);
        var whole = FeedReader.EventOf(view, found.Value.Row, session, first, title, $"{id.Value:N}@linli", host) with
        {
            // Each change of any meeting, of one that was cancelled too, is a higher number: a client that has the event ignores an equal one (RFC 5546 2.1.5).
            Sequence = changed.Sum(m => m.Sequence) + (view.State == ReservationState.Cancelled ? 1 : 0),
            ChangedAt = changed.Select(m => m.ChangedAt).Append(found.Value.Row.ChangedAt).Max(),
            WrittenAt = Clock.Now(time),
            Organizer = new(place.Zh, $"urn:uuid:{offering.Id.Value}"),
            Attendee = new(found.Value.For?.Name ?? current.Value.Name ?? "本人", $"urn:uuid:{id.Value}"),
            Also = [.. meetings.Skip(1).Select(m => m.Start)],
        };
        // A meeting that lasts longer than the first is another version of its own begin.
        var others = meetings.Skip(1).Where(m => m.End - m.Start != first.End - first.Start).Select(m => whole with { Start = m.Start, End = m.End, Replaces = m.Start, Also = [] });
        var method = ended ? "CANCEL" : "REQUEST";
        return (ICalendar.Write(title.Zh, [whole, .. others], method), method);
    }
}
