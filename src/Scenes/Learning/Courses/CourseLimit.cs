using System.Globalization;
using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>
/// At most so many courses of a catalogue's year in one hand (限选门数): <c>course-limit:</c> and how many. It is asked at every door,
/// under the lock of the learner. The year is that of the catalogue: a course whose first meeting is moved over New Year stays one of its year.
/// </summary>
internal sealed class CourseLimit(LinliDb db, IRosters rosters) : IBookingCondition
{
    public const string ConditionCode = "course-limit";

    public string Code => ConditionCode;

    public static string Of(int most) => string.Create(CultureInfo.InvariantCulture, $"{ConditionCode}:{most}");

    public async Task<Problem?> Check(BookingQuestion question, CancellationToken cancel)
    {
        if (!int.TryParse(question.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var most) || await db.Unfiltered<Course>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == question.Offering.Value, cancel) is not { } course)
            return CourseBook.NoCourse;
        // Two places may be kept for somebody at once: whoever takes one up is not at the limit because of the other, or neither could be taken.
        var offers = (await rosters.SeatsOf(question.Person, CourseRules.KindOf(course.Programme), cancel)).Where(s => s.IsOffer).Select(s => s.Offering.Value).ToHashSet();
        var takesUp = offers.Contains(course.Id);
        var has = (await Has(question.Person, course.Programme, course.Year, cancel)).Where(c => c.Id != course.Id && !(takesUp && offers.Contains(c.Id))).ToList();
        return has.Count < most ? null : CourseRules.TooMany(course.Year, most, has.ConvertAll(c => c.Title));
    }

    /// <summary>The courses of a programme and year in which a learner has a place, the first to begin first.</summary>
    public async Task<IReadOnlyList<Course>> Has(Guid person, CourseProgramme programme, int year, CancellationToken cancel)
    {
        var ids = (await rosters.TakenBy(person, CourseRules.KindOf(programme), cancel)).Select(o => o.Value).ToList();
        // One's own, wherever they are.
        return await db.Unfiltered<Course>().AsNoTracking().Where(c => ids.Contains(c.Id) && c.Year == year && c.Programme == programme).OrderBy(c => c.FirstDay).ThenBy(c => c.TitleZh).ToListAsync(cancel);
    }
}
