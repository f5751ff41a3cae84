using System.Globalization;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Enterprise.Mentors;

/// <summary>Decisions about mentors, programmes and outcomes; none of them looks anything up.</summary>
internal static class MentorRules
{
    public const string Kind = "mentor";
    public const string ConsentCode = "mentor-listing";

    /// <summary>How far ahead a mentor's time can be booked.</summary>
    public const int HorizonDays = 14;

    /// <summary>Counts below this are not published: in a small cohort they would point at somebody.</summary>
    public const int LeastShown = 3;

    /// <summary>What a mentor agrees to (R37).</summary>
    public static readonly Purpose Consent = new(
        ConsentCode, ("导师名录公开", "Being listed as a mentor"), LegalBasis.Consent,
        ("我填写的称呼、领域、语言、介绍和可约时间会公开在导师名录里，任何人都能看到；我的电话和住址不公开。", "The name I give, fields, languages, introduction and free times are public in the directory of mentors; my phone and home are not."),
        ("创业者要先知道您会什么，才能约您。", "Founders have to know what you can help with to ask for your time."),
        ("社区里的人会知道您是导师。", "People of the community learn that you are a mentor."),
        ("在册期间；退出或撤回同意后立即不再显示，已约的时间取消并通知对方。", "While you are listed; it is gone as soon as you leave or withdraw, and appointments are cancelled and told."),
        ("不公开就不在名录里，其他服务照常。", "Without it you are not in the directory; all else goes on as before."));

    /// <summary>A published count, and nothing where it is small; nought is shown.</summary>
    public static int? Shown(int count) => count is > 0 and < LeastShown ? null : count;

    /// <summary>The slots of a day; a remainder is left out.</summary>
    public static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Slots(MentorHours hours, DateOnly day)
    {
        var digit = day.DayOfWeek == DayOfWeek.Sunday ? "7" : ((int)day.DayOfWeek).ToString(CultureInfo.InvariantCulture);
        if (!hours.Days.Contains(digit, StringComparison.Ordinal) || WorkingDayCalendar.China.Find(day)?.Kind == CalendarDayKind.Holiday)
            yield break;
        var end = LocalTime.At(day, hours.Until);
        for (var start = LocalTime.At(day, hours.From); start.AddMinutes(hours.SlotMinutes) <= end; start = start.AddMinutes(hours.SlotMinutes))
            yield return (start, start.AddMinutes(hours.SlotMinutes));
    }

    /// <summary>Whether a mentor would have to be in two talks at once.</summary>
    public static bool Clash(MentorHours one, MentorHours other) => one.Days.Intersect(other.Days).Any() && one.From < other.Until && other.From < one.Until;

    public static Phrase Of(MentorState state) => state switch
    {
        MentorState.Offered => ("待上架", "Waiting"),
        MentorState.Listed => ("在册", "Listed"),
        MentorState.Refused => ("未通过", "Not accepted"),
        _ => ("已退出", "Left"),
    };

    public static Phrase Of(ProjectState state) => state switch
    {
        ProjectState.Applied => ("待评审", "Applied"),
        ProjectState.Accepted => ("入营", "Accepted"),
        ProjectState.Rejected => ("未入选", "Not accepted"),
        ProjectState.Withdrawn => ("已撤回", "Withdrawn"),
        ProjectState.Dropped => ("中途退出", "Left early"),
        _ => ("结营", "Completed"),
    };

    public static Phrase Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Company => ("注册公司", "Companies registered"),
        OutcomeKind.Funding => ("获得融资", "Rounds of funding"),
        OutcomeKind.Jobs => ("新增就业", "Jobs"),
        OutcomeKind.Patent => ("知识产权", "Patents and rights"),
        OutcomeKind.Product => ("产品上市", "Products launched"),
        _ => ("其他成果", "Other outcomes"),
    };

    public static Phrase Of(OutcomeState state) => state switch
    {
        OutcomeState.Reported => ("待核实", "To be checked"),
        OutcomeState.Confirmed => ("已核实", "Confirmed"),
        _ => ("未通过", "Not confirmed"),
    };
}

/// <summary>What is refused in more than one place.</summary>
internal static class MentorProblems
{
    public static readonly Problem NoMentor = Problem.NotFound("enterprise.no_mentor", "没有这位导师，或不在您的范围内。", "There is no such mentor, or it is not yours to say.");
    public static readonly Problem NoConsultation = Problem.NotFound("enterprise.no_consultation", "没有找到这次咨询。", "This appointment was not found.");
    public static readonly Problem NoProgramme = Problem.NotFound("enterprise.no_programme", "没有这个创业营，或不在您的范围内。", "There is no such programme, or it is not yours.");
    public static readonly Problem NoProject = Problem.NotFound("enterprise.no_project", "没有找到这个项目，或与您无关。", "There is no such project, or it is not yours.");
    public static readonly Problem NoOutcome = Problem.NotFound("enterprise.no_outcome", "没有找到这项成果，或不在您的范围内。", "There is no such outcome, or it is not yours.");
}
