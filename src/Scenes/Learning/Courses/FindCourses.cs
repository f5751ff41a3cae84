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

/// <summary>The published courses of a year (课程目录); everybody may look.</summary>
/// <param name="Programme">College or school; both when left out.</param>
/// <param name="Stream">Only this stream of the school.</param>
/// <param name="Year">Which year; this one when left out.</param>
/// <param name="Id">Only this one, of whatever year.</param>
internal sealed record FindCourses(CourseProgramme? Programme = null, CourseStream? Stream = null, int? Year = null, Guid? Id = null) : IQuery<CourseLine[]>;

/// <summary>Years with a published catalogue of a programme, the latest first.</summary>
internal sealed record CatalogueYears(CourseProgramme Programme) : IQuery<int[]>;

/// <summary>A course in the catalogue.</summary>
/// <param name="Id">Its id, also that of its offering.</param>
/// <param name="Programme">Who runs it.</param>
/// <param name="Stream">Stream of the school.</param>
/// <param name="Year">Of which year.</param>
/// <param name="Title">What it is called.</param>
/// <param name="About">What one learns.</param>
/// <param name="Teacher">Who teaches it.</param>
/// <param name="Where">The room.</param>
/// <param name="Times">Days and hours, in words.</param>
/// <param name="FirstDay">Local day of the first meeting.</param>
/// <param name="Meetings">How many meetings.</param>
/// <param name="FeeFen">Fee in fen.</param>
/// <param name="LeastAge">Youngest age.</param>
/// <param name="MostAge">Oldest age.</param>
/// <param name="EnrolFrom">When enrolment opens, UTC.</param>
/// <param name="Series">What people enrol in; <c>null</c> where it was cancelled.</param>
/// <param name="Limit">How many courses of the kind a learner takes in the year.</param>
internal sealed record CourseLine(
    Guid Id, CourseProgramme Programme, CourseStream? Stream, int Year, Phrase Title, string? About, string Teacher, Phrase? Where, Phrase Times, DateOnly FirstDay, int Meetings,
    long FeeFen, int? LeastAge, int? MostAge, DateTimeOffset? EnrolFrom, SessionView? Series, int? Limit)
{
    /// <summary>Whether one can still enrol or wait.</summary>
    public bool IsAhead(DateTimeOffset now) => Series is { State: SessionState.Planned } series && series.Start > now;
}

internal sealed class FindCoursesHandler(LinliDb db, IBookingLists lists, ILentSpaces spaces, TimeProvider time) : IHandler<FindCourses, CourseLine[]>, IHandler<CatalogueYears, int[]>, IUseCase
{
    private const int Most = 300;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/learning/courses", (UseCaseRunner run, CancellationToken cancel, CourseProgramme? programme = null, CourseStream? stream = null, int? year = null) =>
                run.Answer(new FindCourses(programme, stream, year), cancel))
            .Needs(Access.Public).WithTags("Learning").WithSummary("The courses of a year 课程目录");
        api.MapGet("/learning/courses/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindCourses(Id: id), cancel))
            .Needs(Access.Public).WithTags("Learning").WithSummary("One course");
        api.MapGet("/learning/years", (CourseProgramme programme, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CatalogueYears(programme), cancel))
            .Needs(Access.Public).WithTags("Learning").WithSummary("Years with a published catalogue 已公布的年度");
    }

    // Published catalogues are for everybody.
    public async Task<Result<int[]>> Handle(CatalogueYears request, CancellationToken cancel) =>
        await db.Unfiltered<CourseYear>().Where(y => y.Programme == request.Programme && y.PublishedAt != null).Select(y => y.Year).Distinct().OrderByDescending(y => y).ToArrayAsync(cancel);

    public async Task<Result<CourseLine[]>> Handle(FindCourses request, CancellationToken cancel)
    {
        var year = request.Year ?? LocalTime.Today(time).Year;
        // Published catalogues are for everybody.
        var found = db.Unfiltered<Course>().AsNoTracking().Join(db.Unfiltered<CourseYear>().Where(y => y.PublishedAt != null), c => c.Catalogue, y => y.Id, (c, y) => new { Course = c, Year = y });
        found = request.Id is { } id ? found.Where(f => f.Course.Id == id) : found.Where(f => f.Course.Year == year && f.Course.CancelledAt == null);
        if (request.Programme is { } programme)
            found = found.Where(f => f.Course.Programme == programme);
        if (request.Stream is { } stream)
            found = found.Where(f => f.Course.Stream == stream);
        var rows = await found.OrderBy(f => f.Course.Programme).ThenBy(f => f.Course.FirstDay).ThenBy(f => f.Course.TitleZh).Take(Most).ToListAsync(cancel);
        if (request.Id is not null && rows.Count == 0)
            return CourseBook.NoCourse;
        var series = (await lists.Series([.. rows.Select(r => new OfferingId(r.Course.Id))], cancel)).ToLookup(s => s.Offering.Value);
        var rooms = await spaces.Find([.. rows.Select(r => r.Course.Room).OfType<string>().Distinct()], cancel);
        return (CourseLine[])[.. rows.Select(r => Line(r.Course, r.Year, series[r.Course.Id].FirstOrDefault(), rooms))];
    }

    internal static CourseLine Line(Course c, CourseYear y, SessionView? series, IReadOnlyDictionary<string, SpaceFacts> rooms) => new(
        c.Id, c.Programme, c.Stream, c.Year, c.Title, c.About, c.Teacher, c.Room is { } room ? rooms.GetValueOrDefault(room)?.Name : null, CourseWords.Times(c.Days, c.From, c.Minutes), c.FirstDay,
        c.Meetings, c.FeeFen, c.LeastAge, c.MostAge, y.EnrolFrom, c.CancelledAt is null ? series : null, y.MostPerLearner);
}
