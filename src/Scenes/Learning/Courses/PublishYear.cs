using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>Publishes the catalogue of a year (公布课程目录), or changes the rules of one that is out: its courses follow.</summary>
/// <param name="EnrolFrom">When enrolment opens; as it was when left out, which begins with at once.</param>
/// <param name="MostPerLearner">How many courses a learner takes in the year, 1 to 50; as it was when left out.</param>
/// <param name="AtOnce">Enrolment opens at once, whatever was said before.</param>
/// <param name="NoLimit">A learner takes as many as they like; the college always has a limit (S40).</param>
internal sealed record PublishYear(DateTimeOffset? EnrolFrom = null, int? MostPerLearner = null, bool AtOnce = false, bool NoLimit = false) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (MostPerLearner is < 1 or > 50 || (NoLimit && MostPerLearner is not null))
            yield return Problem.Invalid("mostPerLearner", "learning.most", "每人限选 1 到 50 门。", "Give 1 to 50 courses for each learner.");
        if (EnrolFrom is { Year: < 2020 or > 2100 } || (AtOnce && EnrolFrom is not null))
            yield return Problem.Invalid("enrolFrom", "learning.enrol_from", "报名开始时间不正确。", "The begin of enrolment is wrong.");
    }
}

/// <summary>Cancels a whole course (停课): everybody in it is told and gets their fee back.</summary>
/// <param name="Reason">Why, 2–200 characters; everybody reads it.</param>
internal sealed record CancelCourse(string? Reason) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();
}

internal sealed class PublishYearHandler(LinliDb db, CourseBook book, IBookings bookings, IBookingLists lists, CurrentCaller current, TimeProvider time)
    : IHandler<PublishYear, Done>, IHandler<CancelCourse, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/learning/catalogues/{id:guid}/publish", (Guid id, PublishYear request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Publish the catalogue of a year 公布课程目录");
        api.MapPost("/learning/courses/{id:guid}/cancel", (Guid id, CancelCourse request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Cancel a whole course 停课");
    }

    public async Task<Result<Done>> Handle(PublishYear request, CancellationToken cancel)
    {
        var mine = db.Scoped<CourseYear>(current.Value.ScopesFor(LearningPermissions.Courses)).Where(y => y.Id == request.Id);
        if (await mine.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } seen)
            return Problem.NotFound("learning.no_catalogue", "没有这一年的课程目录。", "There is no such catalogue.");
        if (request.NoLimit && seen.Programme == CourseProgramme.College)
            return Problem.Invalid("mostPerLearner", "learning.most", "学院课程要限选：每人每年 1 到 50 门。", "Courses of the college have a limit: 1 to 50 a learner and year.");
        await book.Lock(seen.Programme, seen.Year, seen.Scope, cancel);
        var year = await mine.SingleAsync(cancel);
        var courses = await db.Unfiltered<Course>().Where(c => c.Catalogue == year.Id && c.CancelledAt == null).ToListAsync(cancel);
        if (year.PublishedAt is null && CourseRules.TooFew(courses.Count, year.LeastCourses) is { } few)
            return few;
        year.PublishedAt ??= Clock.Now(time);
        year.EnrolFrom = request.AtOnce ? null : request.EnrolFrom is { } from ? Clock.ToMicroseconds(from) : year.EnrolFrom;
        year.MostPerLearner = request.NoLimit ? null : request.MostPerLearner ?? year.MostPerLearner;
        year.Version++;
        foreach (var course in courses)
            if (await book.Keep(course, year, false, cancel) is { Ok: false } refused)
                return refused.As<Done>();
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CancelCourse request, CancellationToken cancel)
    {
        if (await book.Where(request.Id, cancel) is { } at)
            await book.Lock(at.Programme, at.Year, at.Scope, cancel);
        if (await book.Find(request.Id, cancel) is not { } course || !current.Value.May(LearningPermissions.Courses, course.Scope))
            return CourseBook.NoCourse;
        if (course.CancelledAt is not null)
            return Done.It;
        foreach (var series in await lists.Series([new(course.Id)], cancel))
            if (await bookings.CancelSession(series.Id, request.Reason ?? "", cancel) is { Ok: false } refused)
                return refused;
        (course.CancelledAt, course.Version) = (Clock.Now(time), course.Version + 1);
        var kept = await book.Keep(course, await book.YearOf(course, cancel), false, cancel);
        return kept.Ok ? Done.It : kept.As<Done>();
    }
}
