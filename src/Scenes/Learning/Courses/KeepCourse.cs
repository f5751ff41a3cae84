using System.Text.Json.Serialization;
using Linli.Bookings;
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

namespace Linli.Learning.Courses;

/// <summary>Puts a course into the catalogue of a year, or changes it (新建、修改课程). The times of one that exists stay; single meetings are moved on its day sheet.</summary>
internal sealed record KeepCourse : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>College or school.</summary>
    public CourseProgramme Programme { get; init; }

    /// <summary>Stream of the school.</summary>
    public CourseStream? Stream { get; init; }

    /// <summary>Code of the place it belongs to.</summary>
    public string? Place { get; init; }

    /// <summary>2–30 characters.</summary>
    public string? TitleZh { get; init; }

    /// <summary>At most 60 characters.</summary>
    public string? TitleEn { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string? About { get; init; }

    /// <summary>Who teaches it, as it stands on the door; at most 30 characters.</summary>
    public string? Teacher { get; init; }

    /// <summary>Code of a bookable room.</summary>
    public string? Room { get; init; }

    /// <summary>Local day of the first meeting; its year is that of the catalogue.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Begin of each meeting, local time.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>How long each lasts, 30 to 240.</summary>
    public int Minutes { get; init; } = 90;

    /// <summary>Days of the week: <c>TU,TH</c>.</summary>
    public string? Days { get; init; }

    /// <summary>How many meetings, 1 to 100.</summary>
    public int Meetings { get; init; } = 16;

    /// <summary>Places, 1 to 500.</summary>
    public int Capacity { get; init; } = 30;

    /// <summary>Fee in fen.</summary>
    public long FeeFen { get; init; }

    /// <summary>Youngest age; that of the stream when both are left out.</summary>
    public int? LeastAge { get; init; }

    /// <summary>Oldest age.</summary>
    public int? MostAge { get; init; }

    /// <summary>Made by the client.</summary>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => (Id, this);

    public string? AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(TitleZh, 30, out var title) || title.Length < 2)
            yield return Problem.Invalid("titleZh", "learning.title", "课程名称为 2–30 个字。", "A course's name has 2–30 characters.");
        if (!PlainText.TryCleanLine(TitleEn, 60, out _))
            yield return Problem.Invalid("titleEn", "learning.title_en", "英文名称不超过 60 个字符。", "The English name has at most 60 characters.");
        if (!PlainText.TryClean(About, 500, out _))
            yield return Problem.Invalid("about", "learning.about", "介绍不超过 500 个字。", "The description has at most 500 characters.");
        if (!PlainText.TryCleanLine(Teacher, 30, out var teacher) || teacher.Length == 0)
            yield return Problem.Invalid("teacher", "learning.teacher", "请填写任课老师（1–30 个字）。", "Say who teaches it (1–30 characters).");
        if (Id is null && FirstDay is not { Year: >= 2020 and <= 2100 })
            yield return Problem.Invalid("firstDay", "learning.first_day", "请填写开课日期。", "Give the first day.");
        if (Id is null && From is null)
            yield return Problem.Invalid("from", "learning.from", "请填写上课时间。", "Give the hour at which it begins.");
        if (Minutes is < 30 or > 240)
            yield return Problem.Invalid("minutes", "learning.minutes", "每次课 30 到 240 分钟。", "A meeting lasts 30 to 240 minutes.");
        if (Id is null && CourseRules.CleanDays(Days) is null)
            yield return Problem.Invalid("days", "learning.days", "请选择星期几上课。", "Choose the days of the week.");
        if (Meetings is < 1 or > 100)
            yield return Problem.Invalid("meetings", "learning.meetings", "课次为 1 到 100。", "Give 1 to 100 meetings.");
        if (Capacity is < 1 or > 500)
            yield return Problem.Invalid("capacity", "learning.capacity", "班额为 1 到 500 人。", "Give 1 to 500 places.");
        if (FeeFen is < 0 or > 1_000_000)
            yield return Problem.Invalid("feeFen", "learning.fee", "学费为 0 到 10000 元。", "A fee is ¥0 to ¥10,000.");
    }
}

internal sealed class KeepCourseHandler(LinliDb db, CourseBook book, IBookingLists lists, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<KeepCourse, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/learning/courses", (KeepCourse request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"/api/v1/learning/courses/{id}", cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Put a course into a catalogue 新建课程");
        api.MapPut("/learning/courses/{id:guid}", (Guid id, KeepCourse request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Change a course 修改课程");
    }

    public async Task<Result<Guid>> Handle(KeepCourse request, CancellationToken cancel)
    {
        if (request.Id is { } known && await book.Where(known, cancel) is { } at)
            await book.Lock(at.Programme, at.Year, at.Scope, cancel);
        var old = request.Id is { } id ? await book.Find(id, cancel) : null;
        if (request.Id is not null && (old is not { CancelledAt: null } || !current.Value.May(LearningPermissions.Courses, old.Scope)))
            return CourseBook.NoCourse;
        if ((old?.Place ?? tree.FindCode(request.Place ?? "")?.Path) is not { } place || !current.Value.May(LearningPermissions.Courses, place))
            return Problem.Invalid("place", "learning.place", "请选择您负责的地点。", "Choose a place you look after.");
        var (programme, stream) = (old?.Programme ?? request.Programme, request.Stream ?? old?.Stream);
        var ages = request is { LeastAge: null, MostAge: null } ? CourseRules.AgesOf(programme, stream) : (request.LeastAge, request.MostAge);
        if (CourseRules.WrongStream(programme, stream, ages.Item1, ages.Item2) is { } wrong)
            return wrong;
        var roomCode = string.IsNullOrWhiteSpace(request.Room) ? null : request.Room.Trim();
        var room = roomCode is null ? null : (await lists.Rooms(current.Value.ScopesFor(LearningPermissions.Courses), cancel)).FirstOrDefault(r => r.Code == roomCode);
        if (roomCode is not null && room is null)
            return Problem.Invalid("room", "learning.room", "没有这个可预约的教室；先在“预约项目与场地”里开放它。", "There is no such bookable room; open it under Offerings and rooms first.");
        if (room is not null && request.Capacity > room.Capacity)
            return Problem.Invalid("capacity", "learning.room_small", $"“{room.Name.Zh}”最多容纳 {room.Capacity} 人。", $"“{room.Name.En}” holds {room.Capacity} people.");
        return old is null ? await Add(request, programme, stream, place, roomCode, ages, cancel) : await Change(old, request, stream, roomCode, ages, cancel);
    }

    private async Task<Result<Guid>> Add(KeepCourse request, CourseProgramme programme, CourseStream? stream, ScopePath place, string? room, (int? Least, int? Most) ages, CancellationToken cancel)
    {
        if (CourseRules.WrongFirstDay(request.FirstDay!.Value, CourseRules.CleanDays(request.Days)!, WorkingDayCalendar.China) is { } wrong)
            return wrong;
        var catalogue = await Catalogue(programme, request.FirstDay.Value.Year, place, cancel);
        var draft = Draft(Guid.Empty, catalogue, request, stream, place, room, ages);
        var kept = await book.Keep(draft, catalogue, true, cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        db.Insert(Draft(kept.Value.Value, catalogue, request, stream, place, room, ages));
        return kept.Value.Value;
    }

    private async Task<Result<Guid>> Change(Course old, KeepCourse request, CourseStream? stream, string? room, (int? Least, int? Most) ages, CancellationToken cancel)
    {
        if (request.Capacity != old.Capacity)
            return Problem.Conflict("learning.capacity_set", "班额在排课时已定；人多时请再开一个班。", "The number of places was set with the meetings: open a second class when more people come.") with { Field = "capacity" };
        PlainText.TryCleanLine(request.TitleZh, 30, out var zh);
        PlainText.TryCleanLine(request.TitleEn, 60, out var en);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Teacher, 30, out var teacher);
        (old.TitleZh, old.TitleEn, old.About, old.Teacher) = (zh, en.Length == 0 ? zh : en, about.Length == 0 ? null : about, teacher);
        (old.Stream, old.Room, old.FeeFen, old.LeastAge, old.MostAge) = (stream, room, request.FeeFen, ages.Least, ages.Most);
        // No resident keeps a list of children.
        old.Monitor = stream == CourseStream.FourThirty ? null : old.Monitor;
        old.Version++;
        var kept = await book.Keep(old, await book.YearOf(old, cancel), false, cancel);
        return kept.Ok ? old.Id : kept.As<Guid>();
    }

    // The catalogue of a year comes to be with its first course.
    private async Task<CourseYear> Catalogue(CourseProgramme programme, int year, ScopePath place, CancellationToken cancel)
    {
        await book.Lock(programme, year, place.Value, cancel);
        if (await db.Unfiltered<CourseYear>().SingleOrDefaultAsync(y => y.Programme == programme && y.Year == year && y.Scope == place.Value, cancel) is { } known)
            return known;
        var college = programme == CourseProgramme.College;
        var made = new CourseYear
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Scope = place.Value, Programme = programme, Year = year, LeastCourses = college ? CourseRules.CollegeCourses : 1,
            MostPerLearner = college ? CourseRules.CollegeMost : null,
        };
        db.Insert(made);
        return made;
    }

    private Course Draft(Guid id, CourseYear catalogue, KeepCourse request, CourseStream? stream, ScopePath place, string? room, (int? Least, int? Most) ages)
    {
        PlainText.TryCleanLine(request.TitleZh, 30, out var zh);
        PlainText.TryCleanLine(request.TitleEn, 60, out var en);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Teacher, 30, out var teacher);
        return new()
        {
            Id = id, Scope = place.Value, Catalogue = catalogue.Id, Programme = catalogue.Programme, Year = catalogue.Year, Stream = stream, TitleZh = zh, TitleEn = en.Length == 0 ? zh : en,
            About = about.Length == 0 ? null : about, Teacher = teacher, Room = room, FirstDay = request.FirstDay!.Value, From = request.From!.Value, Minutes = request.Minutes,
            Days = CourseRules.CleanDays(request.Days)!, Meetings = request.Meetings, Capacity = request.Capacity, FeeFen = request.FeeFen, LeastAge = ages.Least, MostAge = ages.Most,
            At = Clock.Now(time),
        };
    }
}
