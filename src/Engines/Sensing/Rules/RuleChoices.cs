using Linli.Web;

namespace Linli.Sensing.Rules;

/// <summary>Choices on forms of rules.</summary>
internal static class RuleChoices
{
    public static IEnumerable<Choice> Kinds() => Enum.GetValues<RuleKind>().Select(k => new Choice(k.ToString(), RuleKindWords.Of(k).ToString()));

    public static IEnumerable<Choice> Severities() => Enum.GetValues<AlarmSeverity>().Reverse().Select(s => new Choice(s.ToString(), RuleKindWords.Of(s).ToString()));

    public static IEnumerable<Choice> Days() => Enum.GetValues<WatchDays>().Select(d => new Choice(d.ToString(), RuleKindWords.Of(d).ToString()));

    /// <summary>All measures of all kinds, each code once.</summary>
    public static IEnumerable<Choice> Measures(IEnumerable<DeviceKind> kinds) =>
        kinds.SelectMany(k => k.Measures).DistinctBy(m => m.Code).OrderBy(m => m.Code, StringComparer.Ordinal)
            .Select(m => new Choice(m.Code, m.Unit.Length == 0 ? m.Name.ToString() : $"{m.Name}（{m.Unit}）"));

    public static IEnumerable<Choice> Systems() =>
    [
        new("wgs84", "WGS-84"), new("cgcs2000", "CGCS2000"), new("gcj02", Bilingual.T("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)")), new("bd09", Bilingual.T("BD-09（百度）", "BD-09 (Baidu)")),
    ];
}
