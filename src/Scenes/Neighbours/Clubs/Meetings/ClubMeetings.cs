using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
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

/// <summary>When a club meets and what it holds (社群活动): everybody of the joined communities sees the times, members the rest.</summary>
internal sealed record ClubMeetings(Guid Club) : IQuery<ClubCalendar>;

/// <summary>A club's times.</summary>
/// <param name="Leads">Whether the caller keeps the list: the organiser or a coach.</param>
/// <param name="Organises">Whether the caller is the organiser.</param>
/// <param name="Regular">Regular times that run.</param>
/// <param name="Events">Events ahead.</param>
/// <param name="Next">The next regular meetings, at most 8.</param>
/// <param name="Now">The meeting whose list is open; for who keeps it.</param>
/// <param name="Past">The last regular meetings with how many came, at most 10.</param>
/// <param name="Coaches">Nicknames of the coaches.</param>
internal sealed record ClubCalendar(
    bool Leads, bool Organises, IReadOnlyList<RegularMeeting> Regular, IReadOnlyList<ClubEvent> Events, IReadOnlyList<MeetingTime> Next, OpenList? Now, IReadOnlyList<MeetingTime> Past, IReadOnlyList<string> Coaches);

/// <summary>A regular time.</summary>
internal sealed record RegularMeeting(Guid Id, Phrase? Where, string Days, TimeOnly From, int Minutes, DateOnly Until);

/// <summary>An event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Where">The room.</param>
/// <param name="Online">Whether it is held online.</param>
/// <param name="Link">For those who booked, and who keeps the list.</param>
/// <param name="Session">When, and how many places are left.</param>
/// <param name="Path">The page that books it.</param>
internal sealed record ClubEvent(Guid Id, string Title, Phrase? Where, bool Online, string? Link, SessionView Session, string Path);

/// <summary>A regular meeting.</summary>
internal sealed record MeetingTime(SessionId Session, DateTimeOffset Start, DateTimeOffset End, int Present);

/// <summary>The list of a meeting.</summary>
internal sealed record OpenList(SessionId Session, string Title, DateTimeOffset Start, IReadOnlyList<Attendee> People);

/// <summary>Somebody on the list: a member by nickname, or somebody who booked an event, masked.</summary>
internal sealed record Attendee(Guid? Member, Guid? Reservation, string Name, bool Present, bool Coach);

/// <summary>Writes down who is there (签到): a member or a booking of the list, or a code that is read.</summary>
/// <param name="Member">Id of the membership.</param>
/// <param name="Reservation">Whose place, at an event.</param>
/// <param name="Code">What the scanner read of somebody's phone or card.</param>
/// <param name="Present">False takes back what was ticked wrongly.</param>
internal sealed record MarkClub(Guid? Member = null, Guid? Reservation = null, string? Code = null, bool Present = true) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Club { get; init; }

    [JsonIgnore]
    public SessionId Session { get; init; }

    public string? AuditSubject => Session.Value.ToString();
}

/// <summary>Makes a member a coach (教练), who keeps the list too, or takes that back.</summary>
internal sealed record SetCoach(Guid Club, Guid Member, bool Coach) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Club.ToString();
}

internal sealed class ClubMeetingsHandler(
    LinliDb db, ClubReach reach, IBookings bookings, IBookingLists lists, ILentSpaces spaces, IPresentedCodes codes, IPersonAccounts accounts, IActingFor names, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<ClubMeetings, ClubCalendar>, IHandler<MarkClub, Done>, IHandler<SetCoach, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/neighbours/clubs/{id:guid}/meetings", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ClubMeetings(id), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("When a club meets 社群活动");
        api.MapPost("/neighbours/clubs/{id:guid}/meetings/{session}/attendance", (Guid id, SessionId session, MarkClub request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Club = id, Session = session }, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Write down who is there 签到");
        api.MapPut("/neighbours/clubs/{id:guid}/members/{member:guid}/coach", (Guid id, Guid member, bool coach, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SetCoach(id, member, coach), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Make a member a coach 教练");
    }

    public async Task<Result<ClubCalendar>> Handle(ClubMeetings request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        if (await db.Scoped<Club>(ScopeSet.Of([home.Joined])).AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Club && c.State == ClubState.Listed, cancel) is not { } club)
            return ClubProblems.NotFound;
        var me = current.Value.Account;
        var members = await db.Records<Member>().AsNoTracking().Where(m => m.Club == club.Id && m.State == MemberState.Member).OrderBy(m => m.Nickname).ThenBy(m => m.Id).ToListAsync(cancel);
        var leads = club.Organiser == me || members.Exists(m => m.Account == me && m.Coach);
        // Of one club.
        var rows = await db.Unfiltered<ClubMeeting>().AsNoTracking().Where(m => m.Club == club.Id).ToListAsync(cancel);
        var (regular, events) = (rows.FindAll(r => r.Kind == ClubMeetingKind.Regular), rows.FindAll(r => r.Kind == ClubMeetingKind.Event && r.EndedAt is null));
        var now = Clock.Now(time);
        var rooms = await spaces.Find([.. rows.Select(r => r.Room).OfType<string>().Distinct()], cancel);
        var meetings = (await lists.Meetings([.. regular.Select(r => new OfferingId(r.Id))], cancel)).Where(m => m.State != SessionState.Cancelled).ToList();
        var present = await db.Records<ClubPresence>().AsNoTracking().Where(p => p.Club == club.Id).GroupBy(p => p.Session).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var held = (await lists.Meetings([.. events.Select(e => new OfferingId(e.Id))], cancel)).Where(s => s.State != SessionState.Cancelled).ToLookup(s => s.Offering.Value);
        var mine = current.Value.Person is { } person ? (await bookings.Of([person], MeetingRules.EventKind, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended).Select(r => r.Offering.Value).ToHashSet() : [];
        MeetingTime Time(SessionView m) => new(m.Id, m.Start, m.End, present.GetValueOrDefault(m.Id.Value));
        var open = leads ? meetings.Concat(held.SelectMany(h => h)).Where(m => MeetingRules.ListIsOpen(m, now)).OrderByDescending(m => m.Start).FirstOrDefault() : null;
        return new ClubCalendar(
            leads, club.Organiser == me,
            [.. regular.Where(r => r.EndedAt is null).Select(r => new RegularMeeting(r.Id, Where(r, rooms), r.Days!, r.From, r.Minutes, r.Until!.Value))],
            [.. events.SelectMany(e => held[e.Id].Where(s => s.End > now).Select(s => new ClubEvent(e.Id, e.Title, Where(e, rooms), e.Link is not null, leads || mine.Contains(e.Id) ? e.Link : null, s, $"/book/o/{e.Id}"))).OrderBy(e => e.Session.Start)],
            [.. meetings.Where(m => m.End > now).Take(8).Select(Time)], open is null ? null : await List(open, club, members, rows, cancel),
            [.. meetings.Where(m => m.End <= now).OrderByDescending(m => m.Start).Take(10).Select(Time)], [.. members.Where(m => m.Coach).Select(m => m.Nickname)]);
    }

    public async Task<Result<Done>> Handle(MarkClub request, CancellationToken cancel)
    {
        var lead = await reach.Lead(request.Club, true, cancel);
        if (!lead.Ok)
            return lead.As<Done>();
        var rows = await db.Unfiltered<ClubMeeting>().AsNoTracking().Where(m => m.Club == request.Club).ToListAsync(cancel);
        var now = Clock.Now(time);
        if ((await lists.Meetings([.. rows.Select(r => new OfferingId(r.Id))], cancel)).FirstOrDefault(m => m.Id == request.Session) is not { State: not SessionState.Cancelled } session)
            return Problem.NotFound("clubs.no_meeting", "没有这次活动。", "There is no such meeting.");
        if (!MeetingRules.ListIsOpen(session, now))
            return Problem.Conflict("clubs.list_closed", "活动前一小时到结束后半小时内可以签到，之后名单定下并发放积分。", "The list is open from an hour before until half an hour after; then it is settled, and points are given.");
        var who = await Who(request, cancel);
        if (!who.Ok)
            return who.As<Done>();
        if (rows.Find(r => r.Id == session.Offering.Value)!.Kind == ClubMeetingKind.Event)
            return await MarkEvent(request, session, who.Value, cancel);
        if (await db.Records<Member>().SingleOrDefaultAsync(m => m.Club == request.Club && m.State == MemberState.Member && (m.Id == request.Member || (who.Value.Accounts.Contains(m.Account))), cancel) is not { } member)
            return Problem.Invalid("code", "clubs.not_member", "不是这个社群的成员，请先申请加入。", "They are no member of this club: they ask to join first.");
        var known = await db.Records<ClubPresence>().SingleOrDefaultAsync(p => p.Session == session.Id.Value && p.Account == member.Account, cancel);
        if (request.Present && known is null)
            db.Records<ClubPresence>().Add(new() { Session = session.Id.Value, Account = member.Account, Club = request.Club, At = now, By = current.Value.Account, Scanned = who.Value.Person is not null });
        else if (!request.Present && known is not null)
            db.Records<ClubPresence>().Remove(known);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SetCoach request, CancellationToken cancel)
    {
        var lead = await reach.Lead(request.Club, false, cancel);
        if (!lead.Ok)
            return lead.As<Done>();
        if (await db.Records<Member>().SingleOrDefaultAsync(m => m.Id == request.Member && m.Club == request.Club && m.State == MemberState.Member, cancel) is not { } member)
            return Problem.NotFound("neighbours.member_not_found", "没有找到这位邻居的申请。", "This request was not found.");
        member.Coach = request.Coach;
        return Done.It;
    }

    private async Task<Result<Done>> MarkEvent(MarkClub request, SessionView session, Somebody who, CancellationToken cancel) =>
        (await lists.On([session.Offering], cancel)).FirstOrDefault(r => r.Session == session.Id && (r.Id.Value == request.Reservation || (who.Person is { } person && r.Person == person))) is { } place
            ? await bookings.Attend(session.Id, place.Id, request.Present, cancel)
            : Problem.Invalid("code", "clubs.not_booked", "没有报名这次活动。", "They have not booked this event.");

    private async Task<Result<Somebody>> Who(MarkClub request, CancellationToken cancel)
    {
        if (request.Member is not null || request.Reservation is not null)
            return new Somebody(null, []);
        if (string.IsNullOrWhiteSpace(request.Code))
            return Problem.Invalid("code", "clubs.code_missing", "请勾选成员，或扫对方的“我的码”。", "Tick a member, or scan their code.");
        var presented = await codes.Read(request.Code.Trim(), cancel);
        return presented.Ok ? new Somebody(presented.Value.Person, [.. (await accounts.Of([presented.Value.Person], cancel))[presented.Value.Person]]) : presented.As<Somebody>();
    }

    private async Task<OpenList> List(SessionView open, Club club, List<Member> members, List<ClubMeeting> rows, CancellationToken cancel)
    {
        var row = rows.Find(r => r.Id == open.Offering.Value)!;
        if (row.Kind == ClubMeetingKind.Regular)
        {
            var here = (await db.Records<ClubPresence>().AsNoTracking().Where(p => p.Session == open.Id.Value && p.Club == club.Id).Select(p => p.Account).ToListAsync(cancel)).ToHashSet();
            return new(open.Id, row.Title, open.Start, [.. members.Select(m => new Attendee(m.Id, null, m.Nickname, here.Contains(m.Account), m.Coach))]);
        }

        var booked = (await lists.On([open.Offering], cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended or ReservationState.NoShow).ToList();
        var masked = await names.MaskedNames([.. booked.Select(r => r.Person).Where(p => p != Guid.Empty)], cancel);
        return new(open.Id, row.Title, open.Start, [.. booked.Select(r => new Attendee(null, r.Id.Value, masked.GetValueOrDefault(r.Person, "—"), r.State == ReservationState.Attended, false))]);
    }

    private static Phrase? Where(ClubMeeting row, IReadOnlyDictionary<string, SpaceFacts> rooms) => row.Room is { } room ? rooms.GetValueOrDefault(room)?.Name : null;

    private sealed record Somebody(Guid? Person, IReadOnlyList<Guid> Accounts);
}
