using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Learning.Courses;

/// <summary>Who runs a course.</summary>
internal enum CourseProgramme
{
    /// <summary>老年学院 (颐乐学院).</summary>
    College,

    /// <summary>社区学校 (幸福学堂).</summary>
    School,
}

/// <summary>The three streams of the community school (三类学堂).</summary>
internal enum CourseStream
{
    /// <summary>青少年四点半课堂.</summary>
    FourThirty,

    /// <summary>职业人员乐学课堂.</summary>
    Working,

    /// <summary>老年人常青课堂.</summary>
    Evergreen,
}

/// <summary>The catalogue of one year (年度课程目录) with its rules, kept as data.</summary>
internal sealed class CourseYear : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required CourseProgramme Programme { get; init; }

    public required int Year { get; init; }

    /// <summary>So many courses at least before it is published.</summary>
    public required int LeastCourses { get; set; }

    /// <summary>How many courses a learner takes in the year; <c>null</c> for no limit.</summary>
    public int? MostPerLearner { get; set; }

    /// <summary>When enrolment opens, UTC; at once when left out.</summary>
    public DateTimeOffset? EnrolFrom { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>A course (课程). People enrol in its offering, whose id is also its own.</summary>
internal sealed class Course : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>The catalogue it stands in.</summary>
    public required Guid Catalogue { get; init; }

    public required CourseProgramme Programme { get; init; }

    public required int Year { get; init; }

    public CourseStream? Stream { get; set; }

    public required string TitleZh { get; set; }

    public required string TitleEn { get; set; }

    public string? About { get; set; }

    /// <summary>What is on the door, such as 王老师.</summary>
    public required string Teacher { get; set; }

    /// <summary>Code of the room.</summary>
    public string? Room { get; set; }

    public required DateOnly FirstDay { get; init; }

    public required TimeOnly From { get; init; }

    public required int Minutes { get; init; }

    /// <summary>Days of the week as RFC 5545 writes them: <c>TU,TH</c>.</summary>
    public required string Days { get; init; }

    public required int Meetings { get; init; }

    public required int Capacity { get; set; }

    public required long FeeFen { get; set; }

    public int? LeastAge { get; set; }

    public int? MostAge { get; set; }

    /// <summary>班长: the learner who looks after the class.</summary>
    public Guid? Monitor { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Cancelled as a whole.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    public int Version { get; set; }

    public Phrase Title => (TitleZh, TitleEn);

    public ScopePath Place => ScopePath.Parse(Scope, null);
}

/// <summary>
/// Somebody who has as many courses as they may take and would like this one too (意向候补): told as soon as they gave one up. It holds no
/// place; those who wait for a place wait in the booking's own list.
/// </summary>
internal sealed class CourseWish : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Course { get; init; }

    public required Guid Person { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ToldAt { get; set; }
}
