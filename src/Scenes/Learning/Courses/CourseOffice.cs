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

/// <summary>The catalogues of a year with their courses and figures, for the course office (教务).</summary>
/// <param name="Year">Which year; this one when left out.</param>
internal sealed record CourseOffice(int? Year = null) : IQuery<OfficeView>;

/// <summary>What the course office sees.</summary>
/// <param name="Year">The year shown.</param>
/// <param name="Years">Years that have a catalogue, the latest first.</param>
/// <param name="Catalogues">Those of the year.</param>
/// <param name="Spaces">Where the schools are, with their areas.</param>
internal sealed record OfficeView(int Year, IReadOnlyList<int> Years, IReadOnlyList<CatalogueView> Catalogues, IReadOnlyList<SchoolSpace> Spaces);

/// <summary>The catalogue of a programme.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Programme">Whose.</param>
/// <param name="Place">Where.</param>
/// <param name="Least">So many courses at least.</param>
/// <param name="Limit">How many a learner takes.</param>
/// <param name="EnrolFrom">When enrolment opens, UTC.</param>
/// <param name="PublishedAt">When it was published, UTC.</param>
/// <param name="Learners">Different people with a place (年度学员数).</param>
/// <param name="Places">Places taken: a person with two courses counts twice.</param>
/// <param name="ByStream">Different people by stream.</param>
/// <param name="Courses">The courses.</param>
internal sealed record CatalogueView(
    Guid Id, CourseProgramme Programme, Phrase Place, int Least, int? Limit, DateTimeOffset? EnrolFrom, DateTimeOffset? PublishedAt, int Learners, int Places,
    IReadOnlyList<StreamCount> ByStream, IReadOnlyList<OfficeCourse> Courses);

/// <summary>Learners of a stream.</summary>
internal sealed record StreamCount(CourseStream Stream, int Courses, int Learners);

/// <summary>A course at the office.</summary>
/// <param name="Line">As everybody sees it.</param>
/// <param name="Wishes">Who would like to come and has as many as they may.</param>
/// <param name="HasMonitor">Whether it has a monitor.</param>
internal sealed record OfficeCourse(CourseLine Line, int Wishes, bool HasMonitor);

/// <summary>A school's space in the ledger.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Area">Square metres.</param>
internal sealed record SchoolSpace(string Code, Phrase Name, decimal? Area);

internal sealed class CourseOfficeHandler(LinliDb db, IBookingLists lists, ILentSpaces spaces, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<CourseOffice, OfficeView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/learning/office", (UseCaseRunner run, CancellationToken cancel, int? year = null) => run.Answer(new CourseOffice(year), cancel))
            .Needs(LearningPermissions.Courses).WithTags("Learning").WithSummary("Catalogues and figures of a year 教务");

    public async Task<Result<OfficeView>> Handle(CourseOffice request, CancellationToken cancel)
    {
        var mine = current.Value.ScopesFor(LearningPermissions.Courses);
        var year = request.Year ?? LocalTime.Today(time).Year;
        var all = await db.Scoped<CourseYear>(mine).AsNoTracking().OrderBy(y => y.Programme).ToListAsync(cancel);
        var views = new List<CatalogueView>();
        foreach (var catalogue in all.Where(y => y.Year == year))
            views.Add(await View(catalogue, cancel));
        return new OfficeView(year, [.. all.Select(y => y.Year).Append(year).Distinct().OrderDescending()], views, await Schools(mine, cancel));
    }

    private async Task<CatalogueView> View(CourseYear catalogue, CancellationToken cancel)
    {
        var courses = await db.Unfiltered<Course>().AsNoTracking().Where(c => c.Catalogue == catalogue.Id).OrderBy(c => c.Stream).ThenBy(c => c.FirstDay).ThenBy(c => c.TitleZh).ToListAsync(cancel);
        var ids = courses.ConvertAll(c => new OfferingId(c.Id));
        var series = (await lists.Series(ids, cancel)).ToLookup(s => s.Offering.Value);
        var rooms = await spaces.Find([.. courses.Select(c => c.Room).OfType<string>().Distinct()], cancel);
        var placed = (await lists.On(ids, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended or ReservationState.NoShow).ToList();
        var courseIds = courses.ConvertAll(c => c.Id);
        var wishes = await db.Unfiltered<CourseWish>().Where(w => courseIds.Contains(w.Course)).GroupBy(w => w.Course).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var streamOf = courses.ToDictionary(c => c.Id, c => c.Stream);
        return new(
            catalogue.Id, catalogue.Programme, tree.Find(ScopePath.Parse(catalogue.Scope, null))?.Name ?? (catalogue.Scope, catalogue.Scope), catalogue.LeastCourses, catalogue.MostPerLearner,
            catalogue.EnrolFrom, catalogue.PublishedAt, placed.Select(r => r.Person).Distinct().Count(), placed.Count,
            [.. courses.Where(c => c.Stream is not null && c.CancelledAt is null).GroupBy(c => c.Stream!.Value).OrderBy(g => g.Key).Select(g => new StreamCount(
                g.Key, g.Count(), placed.Where(r => streamOf[r.Offering.Value] == g.Key).Select(r => r.Person).Distinct().Count()))],
            [.. courses.Select(c => new OfficeCourse(FindCoursesHandler.Line(c, catalogue, series[c.Id].FirstOrDefault(), rooms), wishes.GetValueOrDefault(c.Id), c.Monitor is not null))]);
    }

    // Spaces of the ledger in which somebody is taught.
    private async Task<IReadOnlyList<SchoolSpace>> Schools(ScopeSet mine, CancellationToken cancel) =>
        [.. (await spaces.Within(mine, cancel)).Where(s => s.Scene == Scene.Learning && s.Uses.Any(u => u.Code == "class")).Select(s => new SchoolSpace(s.Code, s.Name, s.Area))];
}
