using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Neighbours.Friends;
using Linli.Places;
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

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>A club takes a room again and again (固定场地): all of its times, or none. Quiet hours and what is taken already are refused with the reason.</summary>
/// <param name="Room">Code of a room that is lent.</param>
/// <param name="Use">What for, a code the space allows, such as <c>event</c>; the first when left out.</param>
/// <param name="FirstDay">Local day of the first meeting.</param>
/// <param name="From">Begin of each, local time.</param>
/// <param name="Minutes">How long each lasts, 30 to 240.</param>
/// <param name="Days">Days of the week: <c>MO,TU</c>; all seven for every night.</param>
/// <param name="Until">The last local day.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record PlanMeetings(string? Room, string? Use, DateOnly? FirstDay, TimeOnly? From, int Minutes, string? Days, DateOnly? Until, string? IdempotencyKey = null) : ICommand<Guid>, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Club { get; init; }

    object IRepeatable.Wish => (Club, this);

    public string? AuditSubject => Club.ToString();
}

/// <summary>A club holds an event once (单次活动), in a room or online; neighbours book a place.</summary>
/// <param name="Title">2–30 characters.</param>
/// <param name="About">At most 500 characters.</param>
/// <param name="Start">Begin.</param>
/// <param name="Minutes">How long, 30 to 240.</param>
/// <param name="Room">Code of a room that is lent; none online.</param>
/// <param name="Use">What the room is for.</param>
/// <param name="Link">Of an online event: an https address, shown to those who booked.</param>
/// <param name="Places">1 to 500.</param>
/// <param name="MembersOnly">Whether only members come.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record PlanEvent(string? Title, string? About, DateTimeOffset? Start, int Minutes, string? Room, string? Use, string? Link, int Places = 30, bool MembersOnly = false, string? IdempotencyKey = null)
    : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Club { get; init; }

    object IRepeatable.Wish => (Club, this);

    public string? AuditSubject => Club.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Title, 30, out var title) || title.Length < 2 || !PlainText.TryClean(About, 500, out _))
            yield return Problem.Invalid("title", "clubs.event_title", "活动名称为 2–30 个字，介绍不超过 500 个字。", "An event's name has 2–30 characters, its description at most 500.");
        if (Minutes is < 30 or > MeetingRules.MostMinutes || Minutes % 30 != 0)
            yield return Problem.Invalid("minutes", "clubs.minutes", "每次 30 分钟到 4 小时，以半小时为一档。", "A meeting lasts half an hour to four hours, in steps of half an hour.");
        if (string.IsNullOrWhiteSpace(Room) == string.IsNullOrWhiteSpace(Link))
            yield return Problem.Invalid("room", "clubs.where", "请选场地，或填写线上活动的链接，二选一。", "Choose a room, or give the link of an online event: one of the two.");
        if (!string.IsNullOrWhiteSpace(Link) && !MeetingRules.IsLink(Link))
            yield return Problem.Invalid("link", "clubs.link", "线上活动的链接应以 https:// 开头。", "The link of an online event begins with https://.");
        if (Places is < 1 or > 500)
            yield return Problem.Invalid("places", "clubs.places", "名额为 1 到 500。", "Give 1 to 500 places.");
    }
}

internal sealed class PlanMeetingsHandler(
    LinliDb db, ClubReach reach, IBookings bookings, IBookingLists lists, ILentSpaces spaces, IScopeTree tree, TimeProvider time)
    : IHandler<PlanMeetings, Guid>, IHandler<PlanEvent, Guid>, IUseCase
{
    private static readonly Problem NoRoom = Problem.Invalid("room", "clubs.no_room", "没有这个可借的场地。", "There is no such room to be had.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/clubs/{id:guid}/meetings", (Guid id, PlanMeetings request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Club = id }, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Take a room again and again 固定场地");
        api.MapPost("/neighbours/clubs/{id:guid}/events", (Guid id, PlanEvent request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Club = id }, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Hold an event, in a room or online 社群活动");
    }

    public async Task<Result<Guid>> Handle(PlanMeetings request, CancellationToken cancel)
    {
        if (MeetingRules.WrongTimes(request.FirstDay, request.From, request.Minutes, request.Days, request.Until, LocalTime.Today(time)) is { } wrong)
            return wrong;
        // Before it is asked whether the club is still there: one that ends at the same moment keeps no room.
        await reach.Lock(request.Club, cancel);
        var lead = await reach.Lead(request.Club, false, cancel);
        if (!lead.Ok)
            return lead.As<Guid>();
        if (await db.Unfiltered<ClubMeeting>().CountAsync(m => m.Club == lead.Value.Id && m.Kind == ClubMeetingKind.Regular && m.EndedAt == null, cancel) >= MeetingRules.MostRegular)
            return Problem.Conflict("clubs.meetings_many", $"一个社群最多有 {MeetingRules.MostRegular} 个固定场地，请先结束一个。", $"A club has at most {MeetingRules.MostRegular} regular times: end one first.");
        if (await Room(request.Room, lead.Value, cancel) is not { } room)
            return NoRoom;
        var days = MeetingRules.CleanDays(request.Days)!;
        var open = await OpenDays(room, request.FirstDay!.Value, request.Until!.Value, days, request.From!.Value, request.Minutes, cancel);
        if (!open.Ok)
            return open.As<Guid>();
        var kept = await bookings.Keep(
            new(MeetingRules.RegularKind, room.Place, (lead.Value.Name, lead.Value.Name), Terms(room, lead.Value.Id, true))
            {
                Subject = lead.Value.Id.ToString(), Resources = [room.Code], Use = UseOf(request.Use, room), Capacity = room.Capacity,
                Times = new(request.FirstDay.Value, request.From.Value, request.Minutes, $"FREQ=WEEKLY;BYDAY={days};UNTIL={request.Until.Value:yyyyMMdd}", HolidayRule.AsWritten) { Except = open.Value },
            },
            cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        db.Insert(new ClubMeeting
        {
            Id = kept.Value.Value, Scope = lead.Value.Scope, Club = lead.Value.Id, Kind = ClubMeetingKind.Regular, Title = lead.Value.Name, Room = room.Code, FirstDay = request.FirstDay.Value,
            From = request.From.Value, Minutes = request.Minutes, Days = days, Until = request.Until, At = Clock.Now(time),
        });
        return kept.Value.Value;
    }

    public async Task<Result<Guid>> Handle(PlanEvent request, CancellationToken cancel)
    {
        await reach.Lock(request.Club, cancel);
        var lead = await reach.Lead(request.Club, true, cancel);
        if (!lead.Ok)
            return lead.As<Guid>();
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        if (request.Start is not { } start || start <= now || start > now.AddDays(90))
            return Problem.Invalid("start", "clubs.event_start", "活动应在今后 90 天内开始。", "It begins within the next 90 days.");
        if (await db.Unfiltered<ClubMeeting>().CountAsync(m => m.Club == lead.Value.Id && m.Kind == ClubMeetingKind.Event && m.EndedAt == null && m.FirstDay >= today, cancel) >= MeetingRules.MostEvents)
            return Problem.Conflict("clubs.events_many", $"一个社群同时最多预告 {MeetingRules.MostEvents} 次活动，办完或取消一次再发。", $"A club announces at most {MeetingRules.MostEvents} events ahead: hold or call off one first.");
        var room = string.IsNullOrWhiteSpace(request.Room) ? null : await Room(request.Room, lead.Value, cancel);
        if (!string.IsNullOrWhiteSpace(request.Room) && room is null)
            return NoRoom;
        if (request.Places > (room?.Capacity ?? 500))
            return Problem.Invalid("places", "clubs.room_small", $"这个场地最多容纳 {room!.Capacity} 人。", $"This room holds {room.Capacity} people.");
        PlainText.TryCleanLine(request.Title, 30, out var title);
        PlainText.TryClean(request.About, 500, out var about);
        var place = room?.Place ?? ScopePath.Parse(lead.Value.Scope, null);
        var kept = await bookings.Keep(
            new(MeetingRules.EventKind, place, (title, title), Terms(room, lead.Value.Id, request.MembersOnly) with { MostParty = 2 })
            {
                Subject = lead.Value.Id.ToString(), About = about.Length == 0 ? null : about, Resources = room is null ? [] : [room.Code], Use = room is null ? null : UseOf(request.Use, room),
                Capacity = request.Places,
            },
            cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        var planned = await bookings.Plan(kept.Value, start, start.AddMinutes(request.Minutes), null, null, cancel);
        if (!planned.Ok)
            return planned.As<Guid>();
        var (day, from) = (LocalTime.DateOf(start), TimeOnly.FromDateTime(LocalTime.ToLocal(start).DateTime));
        if (room is not null && await OpenDays(room, day, day, MeetingRules.EveryDay, from, request.Minutes, cancel) is { Ok: false } shut)
            return shut.As<Guid>();
        db.Insert(new ClubMeeting
        {
            Id = kept.Value.Value, Scope = lead.Value.Scope, Club = lead.Value.Id, Kind = ClubMeetingKind.Event, Title = title, Room = room?.Code, FirstDay = day, From = from, Minutes = request.Minutes,
            Link = string.IsNullOrWhiteSpace(request.Link) ? null : request.Link.Trim(), At = now,
        });
        return kept.Value.Value;
    }

    // Rooms of the joined communities around the club.
    private async Task<BookableRoom?> Room(string? code, Club club, CancellationToken cancel) =>
        (await lists.Rooms(ScopeSet.Of([Residence.Around(ScopePath.Parse(club.Scope, null), tree)]), cancel)).FirstOrDefault(r => r.Code == code?.Trim() && r.Lent);

    // Whatever it is called, it keeps the quiet hours: a dance does not become reading by its name.
    private static BookingTerms Terms(BookableRoom? room, Guid club, bool membersOnly) => new()
    {
        OpensDaysBefore = 90, CancelHours = 2, Quiet = room is null ? null : (room.Quiet ?? MeetingRules.Quiet) with { LoudUses = [] }, Conditions = membersOnly ? [$"{MembersOfClub.ConditionCode}:{club}"] : [],
    };

    // A room without a list of uses is asked for something too: without a use no quiet hours are looked at.
    private static string UseOf(string? wanted, BookableRoom room) => !string.IsNullOrWhiteSpace(wanted) ? wanted.Trim() : room.Uses.Count > 0 ? room.Uses[0] : "event";

    // The public holidays on which the room is closed, to be left out; any other day on which it is not open refuses the plan.
    private async Task<Result<List<DateOnly>>> OpenDays(BookableRoom room, DateOnly first, DateOnly last, string days, TimeOnly from, int minutes, CancellationToken cancel)
    {
        if (!(await spaces.Find([room.Code], cancel)).TryGetValue(room.Code, out var space) || !space.IsInUse || !OpeningTimes.TryParse(space.OpeningHours, out var times))
            return Problem.Conflict("clubs.room_closed", "这处场地暂停开放，或没有公布开放时间。", "This place is closed for now, or publishes no hours.");
        var shut = MeetingRules.NotOpenOn(times, first, last, days, from, minutes, WorkingDayCalendar.China);
        if (shut.Where(d => d == first || WorkingDayCalendar.China.Find(d) is not { Kind: CalendarDayKind.Holiday }).Select(d => (DateOnly?)d).FirstOrDefault() is { } day)
            return Problem.Conflict("clubs.not_open", $"{day:M月d日}这个时段不在开放时间内。", $"On {day.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)} it is not open at that time.");
        return shut;
    }
}

/// <summary>Only members of a club come to what it holds for them (仅限成员): <c>club:</c> and the club's id.</summary>
internal sealed class MembersOfClub(LinliDb db, People.IPersonAccounts accounts) : IBookingCondition
{
    public const string ConditionCode = "club";

    public string Code => ConditionCode;

    public async Task<Problem?> Check(BookingQuestion question, CancellationToken cancel)
    {
        var own = (await accounts.Of([question.Person], cancel))[question.Person].ToList();
        return Guid.TryParse(question.Argument, out var club) && await db.Records<Member>().AnyAsync(m => m.Club == club && own.Contains(m.Account) && m.State == MemberState.Member, cancel)
            ? null
            : Problem.Forbidden("clubs.members_only", "这项活动只对社群成员开放，请先申请加入。", "This is for members of the club: ask to join first.");
    }
}
