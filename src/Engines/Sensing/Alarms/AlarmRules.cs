using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Sensing.Alarms;

/// <summary>Decisions about alarms, without a database.</summary>
internal static class AlarmRules
{
    /// <summary>How long a shelf may be.</summary>
    public static readonly TimeSpan LongestShelf = TimeSpan.FromHours(24);

    /// <summary>How long somebody who is called out has to answer.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    /// <summary>Metres a second by which a straight line is turned into a time where no way is known: ways are longer than lines.</summary>
    public const double StraightMetresPerSecond = 0.9;

    /// <summary>Whether an alarm goes one level up now.</summary>
    public static bool GoesUp(AlarmRow alarm, DateTimeOffset now) =>
        alarm is { ClosedAt: null, AcknowledgedAt: null, Test: false, Level: < AlarmLevels.Highest } && alarm.EscalateAt <= now && !(alarm.ShelvedUntil > now);

    /// <summary>Why an alarm cannot be shelved until an instant for a reason.</summary>
    public static IEnumerable<Problem> ShelfProblems(DateTimeOffset until, DateTimeOffset now, string? reason)
    {
        if (until <= now || until > now + LongestShelf)
            yield return Problem.Invalid("until", "sensing.shelf_length", "搁置时间应在现在之后、24 小时之内。", "An alarm is shelved for at most 24 hours from now.");
        if (!PlainText.TryClean(reason, 200, out var text) || text.Length < 2)
            yield return Problem.Invalid("reason", "sensing.shelf_reason", "请写明搁置原因（2–200 个字）。", "Say why it is shelved, in 2 to 200 characters.");
    }

    /// <summary>What is missing where somebody closes an alarm.</summary>
    public static IReadOnlyList<Problem> ClosingProblems(AlarmVerdict? verdict, string? note, out string clean)
    {
        var problems = new List<Problem>();
        if (verdict is not { } known || !Enum.IsDefined(known))
            problems.Add(Problem.Invalid("verdict", "sensing.verdict_missing", "请选择核实结果：真实、误报或测试。", "Say how it turned out: real, false or test."));
        if (!PlainText.TryClean(note, 500, out clean) || clean.Length < 2)
            problems.Add(Problem.Invalid("note", "sensing.note_missing", "请写明情况和处置（2–500 个字），不要写姓名。", "Write what it was and what was done, in 2 to 500 characters and without names."));
        return problems;
    }

    /// <summary>Whether somebody who was called out may go from one state to another: forward only, and no way back from an end.</summary>
    public static bool MayMove(CallState from, CallState to) => (from, to) switch
    {
        (CallState.Asked, CallState.Accepted or CallState.Declined or CallState.OnTheWay) => true,
        (CallState.Accepted, CallState.OnTheWay or CallState.OnSite or CallState.Declined) => true,
        (CallState.OnTheWay, CallState.OnSite or CallState.Safe or CallState.Declined) => true,
        (CallState.OnSite, CallState.Safe or CallState.Done) => true,
        (CallState.Safe, CallState.Done) => true,
        _ => false,
    };

    /// <summary>Whether a state is one of being busy.</summary>
    public static bool IsBusy(CallState state) => state is CallState.Asked or CallState.Accepted or CallState.OnTheWay or CallState.OnSite or CallState.Safe;

    /// <summary>The word of the timeline for a state.</summary>
    public static string What(CallState state) => state switch
    {
        CallState.Accepted => "accepted",
        CallState.Declined => "declined",
        CallState.OnTheWay => "on_the_way",
        CallState.OnSite => "on_site",
        CallState.Safe => "safe",
        CallState.Done => "left_site",
        _ => "unanswered",
    };
}
