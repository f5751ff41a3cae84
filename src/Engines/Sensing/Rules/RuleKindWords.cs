using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Sensing.Rules;

/// <summary>Words of rules, as people read and type them.</summary>
internal static class RuleKindWords
{
    public static Phrase Of(RuleKind kind) => kind switch
    {
        RuleKind.ZoneEnter => ("进入围栏", "Came into a fence"),
        RuleKind.ZoneExit => ("离开围栏", "Left a fence"),
        RuleKind.ZoneDwell => ("围栏内滞留", "Stays within a fence"),
        RuleKind.Corridor => ("偏离走廊", "Left the way"),
        RuleKind.Threshold => ("超过限值", "Beyond a limit"),
        RuleKind.RateOfChange => ("变化过快", "Changes too fast"),
        RuleKind.Absence => ("长时间无动静", "Nothing stirs"),
        RuleKind.Offline => ("设备离线", "Offline"),
        _ => ("计数不符", "Counters differ"),
    };

    public static Phrase Of(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Critical => ("紧急", "Critical"),
        AlarmSeverity.Major => ("重要", "Major"),
        AlarmSeverity.Minor => ("一般", "Minor"),
        _ => ("提示", "Notice"),
    };

    public static Phrase Of(WatchDays days) => days switch
    {
        WatchDays.Working => ("工作日（含调休）", "Working days, make-up days included"),
        WatchDays.School => ("上学日", "School days"),
        _ => ("每天", "Every day"),
    };

    public static string Write(IEnumerable<WatchHours> hours) =>
        string.Join(", ", hours.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.From:HH\\:mm}-{h.To:HH\\:mm}")));

    /// <summary>Reads <c>07:20-08:10, 15:20-16:30</c>; <c>null</c> for anything else, empty for all day.</summary>
    public static IReadOnlyList<WatchHours>? ReadHours(string? text)
    {
        var hours = new List<WatchHours>();
        foreach (var part in (text ?? "").Split([',', '，', '、', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(['-', '–', '—', '~'], StringSplitOptions.TrimEntries) is not [var from, var to]
                || !TimeOnly.TryParseExact(from, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
                || !TimeOnly.TryParseExact(to == "24:00" ? "00:00" : to, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var end))
                return null;
            hours.Add(new(start, end));
        }

        return hours;
    }

    /// <summary>What is said of hours that cannot be read.</summary>
    public static Problem WrongHours { get; } = Problem.Invalid("hours", "sensing.rule_hours", "时段写成 07:20-08:10, 15:20-16:30；全天请留空。", "Times of day are written 07:20-08:10, 15:20-16:30; leave it empty for all day.");
}
