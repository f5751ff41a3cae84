using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>Ends regular meetings, or calls an event off: the room is free again, and whoever counted on it is told. A coach calls events off, as they plan them.</summary>
/// <param name="Reason">Why, 2–200 characters; needed from staff, everybody reads it.</param>
internal sealed record EndMeetings(string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 200, out _))
            yield return Problem.Invalid("reason", "reason_missing", "请写明原因（2–200 个字），成员会看到。", "Say why (2–200 characters): members read it.");
    }
}

internal sealed class EndMeetingsHandler(LinliDb db, ClubReach reach, MeetingEnding ending, INotices notices, CurrentCaller current) : IHandler<EndMeetings, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/neighbours/club-meetings/{id:guid}/end", (Guid id, EndMeetings request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("clubs").WithSummary("Give a club's room back, or call an event off 结束活动");

    public async Task<Result<Done>> Handle(EndMeetings request, CancellationToken cancel)
    {
        // The club's own, or within the places of staff who look after clubs.
        if (await db.Unfiltered<ClubMeeting>().SingleOrDefaultAsync(m => m.Id == request.Id, cancel) is not { } meeting)
            return ClubProblems.NotFound;
        var lead = await reach.Lead(meeting.Club, meeting.Kind == ClubMeetingKind.Event, cancel);
        if (!lead.Ok && !current.Value.May(NeighboursPermissions.Clubs, meeting.Scope))
            return lead.As<Done>();
        if (meeting.EndedAt is not null)
            return Done.It;
        PlainText.TryCleanLine(request.Reason, 200, out var reason);
        if (reason.Length < 2 && !lead.Ok)
            return Problem.Invalid("reason", "reason_missing", "请写明原因（2–200 个字），成员会看到。", "Say why (2–200 characters): members read it.");
        if (await ending.End(meeting, reason.Length < 2 ? "社群结束了这项活动" : reason, cancel) is { } refused)
            return refused;
        await TellClub(meeting, reason, cancel);
        return Done.It;
    }

    // Members need no place at a regular meeting, so no booking tells them; of an event its organiser hears, who did not do it.
    private async Task TellClub(ClubMeeting meeting, string reason, CancellationToken cancel)
    {
        var club = await db.Unfiltered<Club>().AsNoTracking().SingleAsync(c => c.Id == meeting.Club, cancel);
        var members = meeting.Kind == ClubMeetingKind.Event ? [] : await db.Records<Member>().Where(m => m.Club == club.Id && m.State == MemberState.Member).Select(m => m.Account).ToListAsync(cancel);
        var what = meeting.Kind == ClubMeetingKind.Event ? meeting.Title : club.Name;
        var why = reason.Length == 0 ? "" : $"：{reason}";
        foreach (var account in members.Append(club.Organiser).Distinct().Where(a => a != current.Value.Account))
            await notices.Tell(account, "neighbours.club", meeting.Kind == ClubMeetingKind.Event ? ("社群活动取消了", "A club's event was called off") : ("社群的固定场地退掉了", "A club gave its regular time back"),
                ($"{what}{why}", $"{what}{why}"), $"/clubs/{club.Id}/meetings", $"club-meeting-ended:{meeting.Id}", cancel);
    }
}

/// <summary>Gives the time of a club's meetings back: for one that ends, and for all of a club that ends.</summary>
internal sealed class MeetingEnding(LinliDb db, IBookings bookings, IBookingLists lists, TimeProvider time)
{
    public async Task<Problem?> End(ClubMeeting meeting, string reason, CancellationToken cancel)
    {
        var (id, now) = (new OfferingId(meeting.Id), Clock.Now(time));
        var regular = meeting.Kind == ClubMeetingKind.Regular;
        foreach (var session in (await lists.Meetings([id], cancel)).Where(m => m.State == SessionState.Planned && m.Start > now && (!regular || m.Taken + m.Waiting > 0)))
            if (await bookings.CancelSession(session.Id, reason, cancel) is { Ok: false } refused)
                return refused.Problem;
        // Without times the sessions ahead that nobody booked are withdrawn, and the room is free.
        var closed = await bookings.Keep(
            new(regular ? MeetingRules.RegularKind : MeetingRules.EventKind, ScopePath.Parse(meeting.Scope, null), (meeting.Title, meeting.Title), new()) { Id = id, Resources = meeting.Room is { } room ? [room] : [], Open = false },
            cancel);
        if (!closed.Ok)
            return closed.Problem;
        (meeting.EndedAt, meeting.Version) = (now, meeting.Version + 1);
        return null;
    }

    /// <summary>All that a club has ahead.</summary>
    public async Task<Problem?> EndAll(Guid club, string reason, CancellationToken cancel)
    {
        foreach (var meeting in await db.Unfiltered<ClubMeeting>().Where(m => m.Club == club && m.EndedAt == null).OrderBy(m => m.Id).ToListAsync(cancel))
            if (await End(meeting, reason, cancel) is { } refused)
                return refused;
        return null;
    }
}
