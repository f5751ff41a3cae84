using Linli.Bookings;
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

/// <summary>The caller's courses and those of the family they may see (我的课程), the latest year first.</summary>
internal sealed record MyLearning : IQuery<LearnerView>;

/// <summary>A learner's page.</summary>
/// <param name="Courses">Courses, the latest first.</param>
/// <param name="Wishes">Courses one is put down for.</param>
/// <param name="Years">In how many different years the caller themselves had a course (学龄).</param>
internal sealed record LearnerView(IReadOnlyList<MyCourse> Courses, IReadOnlyList<MyWish> Wishes, int Years);

/// <summary>A course one takes.</summary>
/// <param name="Course">Its id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Programme">Who runs it.</param>
/// <param name="Stream">Stream of the school.</param>
/// <param name="Year">Of which year.</param>
/// <param name="Times">Days and hours, in words.</param>
/// <param name="Reservation">The place.</param>
/// <param name="Name">Of the family member it is for; <c>null</c> for oneself.</param>
/// <param name="Next">Begin of the next meeting, UTC.</param>
/// <param name="Held">Meetings that were held.</param>
/// <param name="Attended">At how many of them they were.</param>
/// <param name="Meetings">Meetings altogether.</param>
/// <param name="IsMonitor">Whether the caller is the monitor.</param>
internal sealed record MyCourse(
    Guid Course, Phrase Title, CourseProgramme Programme, CourseStream? Stream, int Year, Phrase Times, ReservationView Reservation, string? Name, DateTimeOffset? Next, int Held, int Attended, int Meetings,
    bool IsMonitor);

/// <summary>A course one is put down for.</summary>
internal sealed record MyWish(Guid Course, Phrase Title, string? Name, Guid Person);

internal sealed class MyLearningHandler(LinliDb db, IBookings bookings, IBookingLists lists, IActingFor family, CurrentCaller current, TimeProvider time) : IHandler<MyLearning, LearnerView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/learning/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyLearning(), cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("My courses and those of my family 我的课程");

    public async Task<Result<LearnerView>> Handle(MyLearning request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new LearnerView([], [], 0);
        var relatives = (await family.People(FamilyMatters.View, cancel)).Concat(await family.People(FamilyMatters.Book, cancel)).DistinctBy(p => p.Person).Where(p => p.Person != me).ToDictionary(p => p.Person, p => p.Name);
        var people = relatives.Keys.Append(me).ToList();
        var places = (await bookings.Of(people, null, cancel)).Where(r => CourseRules.IsCourse(r.Kind) && r.State != ReservationState.Cancelled).ToList();
        var ids = places.Select(r => r.Offering.Value).Distinct().ToList();
        // One's own, wherever they are.
        var courses = await db.Unfiltered<Course>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var offerings = ids.ConvertAll(i => new OfferingId(i));
        var meetings = (await lists.Meetings(offerings, cancel)).ToLookup(m => m.Offering.Value);
        var attended = (await lists.Attendance(offerings, cancel)).Where(a => a.Present).GroupBy(a => a.Reservation).ToDictionary(g => g.Key, g => g.Count());
        var now = Clock.Now(time);
        var mine = places.Where(r => courses.ContainsKey(r.Offering.Value)).Select(r =>
        {
            var course = courses[r.Offering.Value];
            var held = meetings[course.Id].Where(m => m.State != SessionState.Cancelled).ToList();
            return new MyCourse(
                course.Id, course.Title, course.Programme, course.Stream, course.Year, CourseWords.Times(course.Days, course.From, course.Minutes), r, r.Person == me ? null : relatives[r.Person],
                held.Where(m => m.End > now).Select(m => (DateTimeOffset?)m.Start).FirstOrDefault(), held.Count(m => m.End <= now), attended.GetValueOrDefault(r.Id), held.Count, course.Monitor == me && r.Person == me);
        });
        var wished = await db.Unfiltered<CourseWish>().AsNoTracking().Where(w => people.Contains(w.Person))
            .Join(db.Unfiltered<Course>().Where(c => c.CancelledAt == null), w => w.Course, c => c.Id, (w, c) => new { w.Person, Course = c }).ToListAsync(cancel);
        return new LearnerView(
            [.. mine.OrderByDescending(m => m.Year).ThenBy(m => m.Next ?? DateTimeOffset.MaxValue)],
            wished.ConvertAll(w => new MyWish(w.Course.Id, w.Course.Title, w.Person == me ? null : relatives[w.Person], w.Person)),
            places.Where(r => r.Person == me && r.State != ReservationState.Waiting && courses.ContainsKey(r.Offering.Value)).Select(r => courses[r.Offering.Value].Year).Distinct().Count());
    }
}
