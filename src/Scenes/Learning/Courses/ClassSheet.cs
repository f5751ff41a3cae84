using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Learning.AfterSchool;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>The list of a class with its attendance (班级名单), for the course office and the monitor; names masked.</summary>
internal sealed record ClassSheet(Guid Course) : IQuery<ClassView>;

/// <summary>A class.</summary>
/// <param name="Course">The course.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Programme">Who runs it.</param>
/// <param name="Stream">Stream of the school.</param>
/// <param name="Meetings">Its meetings in order.</param>
/// <param name="Now">The meeting whose list is open now.</param>
/// <param name="Learners">Those with a place, then those who wait.</param>
/// <param name="Capacity">Places.</param>
/// <param name="AtOffice">Whether the caller is of the course office.</param>
/// <param name="HandOver">Whether children are handed over after it.</param>
internal sealed record ClassView(
    Guid Course, Phrase Title, CourseProgramme Programme, CourseStream? Stream, IReadOnlyList<ClassMeeting> Meetings, SessionId? Now, IReadOnlyList<Learner> Learners, int Capacity, bool AtOffice,
    bool HandOver);

/// <summary>A meeting of a class.</summary>
internal sealed record ClassMeeting(SessionId Id, DateTimeOffset Start, DateTimeOffset End, SessionState State, int Present);

/// <summary>Somebody in the class.</summary>
/// <param name="Reservation">Their place.</param>
/// <param name="Name">Masked.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attended">At how many meetings they were.</param>
/// <param name="Here">Whether they are at the meeting of now; <c>null</c> where nobody said.</param>
/// <param name="IsMonitor">班长.</param>
/// <param name="Ahead">How many wait before them.</param>
/// <param name="FetchedAt">When a child was handed over after the meeting of now.</param>
internal sealed record Learner(ReservationId Reservation, string Name, ReservationState State, int Attended, bool? Here, bool IsMonitor, int? Ahead, DateTimeOffset? FetchedAt);

/// <summary>Writes down who is there (签到): by the list, or by the six characters of the place. The monitor may, while the list is open.</summary>
/// <param name="Reservation">Whose place; or the code.</param>
/// <param name="Code">The six characters.</param>
/// <param name="Present">False takes back what was ticked wrongly.</param>
internal sealed record MarkClass(Guid? Reservation = null, string? Code = null, bool Present = true) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    [JsonIgnore]
    public SessionId Meeting { get; init; }

    public string? AuditSubject => Meeting.Value.ToString();
}

/// <summary>Makes a learner the monitor of the class (班长), or nobody.</summary>
/// <param name="Reservation">Whose place; nobody when left out.</param>
internal sealed record SetMonitor(Guid? Reservation) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Course { get; init; }

    public string? AuditSubject => Course.ToString();
}

internal sealed class ClassSheetHandler(
    LinliDb db, CourseBook book, IBookings bookings, IBookingLists lists, IActingFor names, IPersonAccounts accounts, INotices notices, CurrentCaller current, TimeProvider time)
    : IHandler<ClassSheet, ClassView>, IHandler<MarkClass, Done>, IHandler<SetMonitor, Done>, IUseCase
{
    /// <summary>A list is open from an hour before a meeting until a day after it.</summary>
    private static readonly (TimeSpan Before, TimeSpan After) open = (TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/learning/courses/{id:guid}/class", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ClassSheet(id), cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("The list of a class, names masked 班级名单");
        api.MapPost("/learning/courses/{id:guid}/meetings/{meeting}/attendance", (Guid id, SessionId meeting, MarkClass request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Course = id, Meeting = meeting }, cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("Write down who is there 签到");
        api.MapPut("/learning/courses/{id:guid}/monitor", (Guid id, SetMonitor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Course = id }, cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Name the monitor of a class 班长");
    }

    public async Task<Result<ClassView>> Handle(ClassSheet request, CancellationToken cancel)
    {
        if (await Reach(request.Course, cancel) is not { } course)
            return CourseBook.NoCourse;
        var id = new OfferingId(course.Id);
        var meetings = await lists.Meetings([id], cancel);
        var presences = await lists.Attendance([id], cancel);
        var people = await lists.On([id], cancel);
        var masked = await names.MaskedNames([.. people.Select(p => p.Person).Where(p => p != Guid.Empty).Distinct()], cancel);
        var now = OpenNow(meetings, Clock.Now(time));
        var attended = presences.Where(p => p.Present).GroupBy(p => p.Reservation).ToDictionary(g => g.Key, g => g.Count());
        var here = presences.Where(p => p.Meeting == now?.Id).ToDictionary(p => p.Reservation, p => p.Present);
        var fetched = now is null ? [] : await db.Unfiltered<HandedOver>().AsNoTracking().Where(h => h.Meeting == now.Id.Value).ToDictionaryAsync(h => new ReservationId(h.Reservation), h => h.At, cancel);
        return new ClassView(
            course.Id, course.Title, course.Programme, course.Stream,
            [.. meetings.Select(m => new ClassMeeting(m.Id, m.Start, m.End, m.State, presences.Count(p => p.Meeting == m.Id && p.Present)))], now?.Id,
            [.. people.OrderBy(p => p.State == ReservationState.Waiting).ThenBy(p => p.Ahead).Select(p => new Learner(
                p.Id, masked.GetValueOrDefault(p.Person, "—"), p.State, attended.GetValueOrDefault(p.Id), here.TryGetValue(p.Id, out var present) ? present : null,
                course.Monitor is { } monitor && monitor == p.Person, p.Ahead, fetched.TryGetValue(p.Id, out var at) ? at : null))],
            course.Capacity, current.Value.May(LearningPermissions.Courses, course.Scope), course.Stream == CourseStream.FourThirty);
    }

    public async Task<Result<Done>> Handle(MarkClass request, CancellationToken cancel)
    {
        if (await Reach(request.Course, cancel) is not { } course)
            return CourseBook.NoCourse;
        var id = new OfferingId(course.Id);
        var meetings = await lists.Meetings([id], cancel);
        if (meetings.FirstOrDefault(m => m.Id == request.Meeting) is not { } meeting)
            return Problem.NotFound("learning.no_meeting", "没有这一次课。", "There is no such meeting.");
        if (!current.Value.May(LearningPermissions.Courses, course.Scope) && OpenNow([meeting], Clock.Now(time)) is null)
            return Problem.Conflict("learning.list_closed", "班长在课前一小时到课后一天内可以签到，其他时间请找教务。", "A monitor keeps the list from an hour before a meeting until a day after it; otherwise ask the course office.");
        var code = request.Code?.Trim().ToUpperInvariant();
        if ((await lists.On([id], cancel)).FirstOrDefault(r => request.Reservation is { } wanted ? r.Id.Value == wanted : code is { Length: 6 } && r.Code == code) is not { } place)
            return Problem.Invalid("code", "learning.not_in_class", "这个班没有这个学员，请核对选课码。", "Nobody of this class has this code: look at it again.");
        return await bookings.Attend(meeting.Id, place.Id, request.Present, cancel);
    }

    public async Task<Result<Done>> Handle(SetMonitor request, CancellationToken cancel)
    {
        if (await book.Find(request.Course, cancel) is not { CancelledAt: null } course || !current.Value.May(LearningPermissions.Courses, course.Scope))
            return CourseBook.NoCourse;
        course.Version++;
        if (request.Reservation is not { } wanted)
        {
            course.Monitor = null;
            return Done.It;
        }

        var place = (await lists.On([new(course.Id)], cancel)).FirstOrDefault(r => r.Id.Value == wanted);
        if (place is not { State: ReservationState.Confirmed or ReservationState.Attended })
            return Problem.Conflict("learning.monitor_not_learner", "班长应是这个班已录取的学员。", "A monitor has a place in the class.");
        if (course.Stream == CourseStream.FourThirty)
            return Problem.Conflict("learning.monitor_child", "四点半课堂由老师点名，不设班长。", "Teachers keep the list of half-past-four classes: there is no monitor.");
        course.Monitor = place.Person;
        foreach (var account in (await accounts.Of([place.Person], cancel))[place.Person])
            await notices.Tell(account, "learning.monitor", ("请您担任班长", "You are the monitor of your class"), ($"“{course.TitleZh}”：上课时可以帮大家签到。", $"“{course.TitleEn}”: you can tick who is there."),
                $"/learning/class/{course.Id}", $"monitor-{course.Id:N}-{course.Version}", cancel);
        return Done.It;
    }

    /// <summary>The meeting whose list is open: the one that runs or comes within the hour, else the last within a day.</summary>
    internal static SessionView? OpenNow(IReadOnlyList<SessionView> meetings, DateTimeOffset now) => meetings
        .Where(m => m.State != SessionState.Cancelled && m.Start - open.Before <= now && now <= m.End + open.After).OrderByDescending(m => m.Start).FirstOrDefault();

    // The office by place, the monitor by the class.
    private async Task<Course?> Reach(Guid id, CancellationToken cancel) =>
        await book.Find(id, cancel) is { } course && (current.Value.May(LearningPermissions.Courses, course.Scope) || (course.Monitor is { } monitor && monitor == current.Value.Person)) ? course : null;
}
