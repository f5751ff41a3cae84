using System.Globalization;
using Linli.Bookings;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Learning.Courses;

/// <summary>Rules of courses; none of them looks anything up.</summary>
internal static class CourseRules
{
    public const string CollegeKind = "college-course";
    public const string SchoolKind = "school-course";

    /// <summary>A yearly catalogue of the college has at least so many courses unless the community says otherwise (S40).</summary>
    public const int CollegeCourses = 20;

    /// <summary>A learner takes at most so many courses of the college in a year (S40).</summary>
    public const int CollegeMost = 5;

    private static readonly string[] weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static string KindOf(CourseProgramme programme) => programme == CourseProgramme.College ? CollegeKind : SchoolKind;

    public static bool IsCourse(string kind) => kind is CollegeKind or SchoolKind;

    /// <summary>The ages a course begins with: 50 for the college, pupils for half past four, grown-ups of working age, from 60.</summary>
    public static (int? Least, int? Most) AgesOf(CourseProgramme programme, CourseStream? stream) => (programme, stream) switch
    {
        (CourseProgramme.College, _) => (50, null),
        (_, CourseStream.FourThirty) => (6, 15),
        (_, CourseStream.Working) => (18, 64),
        _ => (60, null),
    };

    public static Problem? WrongStream(CourseProgramme programme, CourseStream? stream, int? least, int? most)
    {
        if (programme == CourseProgramme.School && stream is null)
            return Problem.Invalid("stream", "learning.stream_missing", "请选择学堂：四点半、乐学或常青。", "Choose the stream: half past four, working or evergreen.");
        if (programme == CourseProgramme.College && stream is not null)
            return Problem.Invalid("stream", "learning.stream_not_here", "学院课程不分学堂。", "Courses of the college have no stream.");
        if (stream == CourseStream.FourThirty && (most is null or > 17))
            return Problem.Invalid("mostAge", "learning.stream_ages", "四点半课堂面向 17 岁及以下的学生，请写明最大年龄。", "Half-past-four classes are for pupils: give an oldest age of at most 17.");
        return least > most || least is < 3 or > 120 || most is < 3 or > 120
            ? Problem.Invalid("leastAge", "learning.ages", "年龄应在 3 到 120 岁之间，最小不超过最大（3 岁以下请走托育）。", "Ages are 3 to 120, the youngest no older than the oldest (younger ones go to the nursery).")
            : null;
    }

    /// <summary>Days of the week in the order of the week, each once; <c>null</c> when something else is among them.</summary>
    public static string? CleanDays(string? days)
    {
        var wanted = (days ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(d => d.ToUpperInvariant()).ToList();
        return wanted.Count == 0 || wanted.Exists(d => !weekdays.Contains(d)) ? null : string.Join(',', weekdays.Where(wanted.Contains));
    }

    /// <summary>Whether a day is one of these days of the week.</summary>
    public static bool IsOn(DateOnly day, string days) => days.Contains(weekdays[((int)day.DayOfWeek + 6) % 7], StringComparison.Ordinal);

    /// <summary>The days of the week that days fall on, in their order.</summary>
    public static string DaysOf(IEnumerable<DateOnly> days) => string.Join(',', days.Select(d => ((int)d.DayOfWeek + 6) % 7).Distinct().Order().Select(i => weekdays[i]));

    public static string Rule(string days, int meetings) => string.Create(CultureInfo.InvariantCulture, $"FREQ=WEEKLY;BYDAY={days};COUNT={meetings}");

    /// <summary>What the sixth course is refused with: why, what one has, and what one can do.</summary>
    public static Problem TooMany(int year, int most, IReadOnlyList<Phrase> has) => Problem.Conflict("learning.course_limit",
        $"每人每年最多选 {most} 门学院课程，{year} 年您已有 {has.Count} 门：{string.Join('、', has.Select(t => t.Zh))}。可以先退一门再选，也可以登记候补，退课后我们马上提醒您。",
        $"A learner takes at most {most} courses of the college a year; for {year} you have {has.Count}: {string.Join(", ", has.Select(t => t.En))}. Give one up first, or put yourself on the waiting list: we tell you as soon as you have room.");

    /// <summary>The first day is a meeting, so that the year of a course, its “first day” and its first meeting are one.</summary>
    public static Problem? WrongFirstDay(DateOnly first, string days, WorkingDayCalendar calendar)
    {
        if (!IsOn(first, days))
            return Problem.Invalid("firstDay", "learning.first_day", "开课日期要是上课的那几天之一，请改日期或星期。", "The first day is one of the days of the week on which it meets: change one of the two.");
        return calendar.Find(first) is { Kind: CalendarDayKind.Holiday } ? Problem.Invalid("firstDay", "learning.first_day", "开课那天是法定节假日，不上课，请顺延到第一次上课的日子。", "The first day is a public holiday: give the day of the first meeting.") : null;
    }

    public static Problem? TooFew(int courses, int least) => courses >= least ? null : Problem.Conflict("learning.catalogue_short",
        $"年度目录至少要有 {least} 门课程，现在有 {courses} 门；补足后再公布。", $"A yearly catalogue has at least {least} courses; there are {courses}. Add the rest, then publish it.");

    public static BookingTerms Terms(Course course, CourseYear year) => new()
    {
        LeastAge = course.LeastAge, MostAge = course.MostAge, OpensOn = year.EnrolFrom, CancelHours = 24, OfferMinutes = 24 * 60,
        Prices = course.FeeFen > 0 ? [new(course.FeeFen)] : [],
        Conditions = year.MostPerLearner is { } most ? [CourseLimit.Of(most)] : [],
    };
}
