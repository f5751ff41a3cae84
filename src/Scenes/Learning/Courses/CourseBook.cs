using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>What several use cases of the courses do.</summary>
internal sealed class CourseBook(LinliDb db, IBookings bookings)
{
    public static readonly Problem NoCourse = Problem.NotFound("learning.no_course", "没有这门课程。", "There is no such course.");

    /// <summary>A course by its id; courses are for everybody to see once they are published.</summary>
    public Task<Course?> Find(Guid id, CancellationToken cancel) => db.Unfiltered<Course>().SingleOrDefaultAsync(c => c.Id == id, cancel);

    /// <summary>The catalogue of a course, before it is locked.</summary>
    public Task<CourseYear?> Where(Guid course, CancellationToken cancel) =>
        db.Unfiltered<Course>().Where(c => c.Id == course).Join(db.Unfiltered<CourseYear>(), c => c.Catalogue, y => y.Id, (c, y) => y).AsNoTracking().SingleOrDefaultAsync(cancel);

    /// <summary>Whatever changes a catalogue or its courses waits here: a course that is added while its catalogue is published opens with it.</summary>
    public Task Lock(CourseProgramme programme, int year, string scope, CancellationToken cancel) => db.LockUntilCommit($"learning.year.{programme}.{year}.{scope}", cancel);

    public Task<CourseYear> YearOf(Course course, CancellationToken cancel) => db.Unfiltered<CourseYear>().SingleAsync(y => y.Id == course.Catalogue, cancel);

    /// <summary>Passes a course on to the bookings; what people already booked stays.</summary>
    public Task<Result<OfferingId>> Keep(Course course, CourseYear year, bool isNew, CancellationToken cancel) => bookings.Keep(
        new(CourseRules.KindOf(course.Programme), course.Place, course.Title, CourseRules.Terms(course, year))
        {
            Id = isNew ? null : new OfferingId(course.Id), About = course.About, Resources = course.Room is { } room ? [room] : [], Use = course.Room is null ? null : "class",
            Capacity = course.Capacity, Open = year.PublishedAt is not null && course.CancelledAt is null,
            Times = new(course.FirstDay, course.From, course.Minutes, CourseRules.Rule(course.Days, course.Meetings)),
        },
        cancel);
}
