using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Sensing.Rules;

/// <summary>What is wrong with a rule: it could never fire, or say nothing clear.</summary>
internal static class RuleCheck
{
    private const int MostFixes = 10;
    private const int MostHours = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>All that is wrong, by field of <see cref="SensingRule"/>.</summary>
    public static IEnumerable<Problem> Problems(SensingRule rule)
    {
        if (!SensingCode.IsValid(rule.Code))
            yield return SensingCode.Wrong("code");
        if (!PlainText.TryCleanLine(rule.Name.Zh, 100, out var name) || name.Length == 0)
            yield return Problem.Invalid("nameZh", "sensing.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (!PlainText.TryCleanLine(rule.Name.En, 200, out _))
            yield return Problem.Invalid("nameEn", "sensing.name_length", "英文名称最多 200 个字符。", "The English name has at most 200 characters.");
        foreach (var problem in IsOfPlace(rule.Kind) ? OfPlace(rule) : OfValue(rule))
            yield return problem;
        foreach (var problem in Times(rule))
            yield return problem;
        if (rule.EscalateAfter < TimeSpan.Zero || rule.EscalateAfter > Longest)
            yield return Problem.Invalid("escalateAfterSeconds", "sensing.rule_escalation", "升级时限应为 0 到 30 天。", "It goes up after 0 seconds (never) to 30 days.");
    }

    /// <summary>What is wrong with what a rule names, given what there is.</summary>
    public static IEnumerable<Problem> Unknown(SensingRule rule, IReadOnlyCollection<DeviceKind> kinds, bool fenceKnown)
    {
        if (rule.Fence is not null && !fenceKnown)
            yield return Problem.Invalid("fence", "sensing.unknown_fence", $"没有围栏“{rule.Fence}”，请先画围栏。", $"There is no fence '{rule.Fence}': draw it first.");
        var kind = kinds.FirstOrDefault(k => k.Code == rule.DeviceKind);
        if (rule.DeviceKind is not null && kind is null)
            yield return Problem.Invalid("deviceKind", "sensing.unknown_kind", "没有这种设备类型，请从列表中选择。", "There is no such kind of device: choose from the list.");
        if (IsOfPlace(rule.Kind) && kind is { Moves: false })
            yield return Problem.Invalid("deviceKind", "sensing.kind_stands", "这种设备不报告位置，围栏规则对它不起作用。", "Devices of this kind do not say where they are: a fence means nothing to them.");
        foreach (var (field, code) in new[] { ("measure", rule.Measure), ("otherMeasure", rule.OtherMeasure) })
        {
            if (code is null || (rule.DeviceKind is not null && kind is null))
                continue;
            var measure = kind is null ? kinds.Select(k => k.Find(code)).FirstOrDefault(m => m is not null) : kind.Find(code);
            if (measure is null)
                yield return Problem.Invalid(field, "sensing.unknown_measure", $"设备不测“{code}”，请从列表中选择测项。", $"Nothing of the kind measures '{code}': choose from the list.");
            else if (field == "measure" && rule.Kind == RuleKind.Threshold && (rule.Limit < measure.Least || rule.Limit > measure.Most))
                yield return Problem.Invalid("limit", "sensing.limit_out_of_measure",
                    $"限值超出测项的量程 {measure.Least}–{measure.Most}{measure.Unit}，规则永远不会触发。", $"The limit lies outside what is measured, {measure.Least} to {measure.Most}{measure.Unit}: the rule would never fire.");
        }
    }

    internal static bool IsOfPlace(RuleKind kind) => kind is RuleKind.ZoneEnter or RuleKind.ZoneExit or RuleKind.ZoneDwell or RuleKind.Corridor;

    private static IEnumerable<Problem> OfPlace(SensingRule rule)
    {
        if (string.IsNullOrEmpty(rule.Fence))
            yield return Problem.Invalid("fence", "sensing.fence_missing", "围栏规则需要选择一个围栏。", "A rule of a place needs a fence.");
        if (rule.Measure is not null || rule.OtherMeasure is not null)
            yield return Problem.Invalid("measure", "sensing.measure_unused", "围栏规则不看测项，请留空。", "A rule of a place looks at no measure: leave it empty.");
        if (rule.Fixes is < 1 or > MostFixes)
            yield return Problem.Invalid("fixes", "sensing.rule_fixes", "连续定位次数应为 1–10。", "It takes 1 to 10 positions in a row.");
        if (!(rule.MostAccuracy is > 0 and <= 500))
            yield return Problem.Invalid("mostAccuracy", "sensing.rule_accuracy", "精度要求应为 1–500 米。", "The accuracy asked for is 1 to 500 m.");
        if (!(rule.Band is >= 0 and <= 500))
            yield return Problem.Invalid("band", "sensing.rule_band", "缓冲带宽度应为 0–500 米。", "The band is 0 to 500 m wide.");
        if (rule.Kind == RuleKind.ZoneDwell && rule.For <= TimeSpan.Zero)
            yield return Problem.Invalid("forSeconds", "sensing.rule_for_missing", "滞留规则需要填写时长。", "A rule of staying needs a time.");
    }

    private static IEnumerable<Problem> OfValue(SensingRule rule)
    {
        if (rule.Fence is not null)
            yield return Problem.Invalid("fence", "sensing.fence_unused", "这类规则不看围栏，请留空。", "This kind of rule looks at no fence: leave it empty.");
        if (rule.Kind == RuleKind.Offline)
        {
            if (rule.Measure is not null)
                yield return Problem.Invalid("measure", "sensing.measure_unused", "离线规则不看测项，请留空。", "A rule of silence looks at no measure: leave it empty.");
            yield break;
        }

        if (string.IsNullOrEmpty(rule.Measure))
            yield return Problem.Invalid("measure", "sensing.measure_missing", "设了限值，请选择测项。", "There is a limit but no measure: choose one.");
        if (!double.IsFinite(rule.Limit))
            yield return Problem.Invalid("limit", "sensing.rule_limit", "限值必须是数字。", "The limit is a number.");
        if (!(rule.Hysteresis >= 0 && double.IsFinite(rule.Hysteresis)))
            yield return Problem.Invalid("hysteresis", "sensing.rule_hysteresis", "回差不能为负。", "The hysteresis is not negative.");
        if (rule.Kind == RuleKind.CounterMismatch && (string.IsNullOrEmpty(rule.OtherMeasure) || rule.OtherMeasure == rule.Measure))
            yield return Problem.Invalid("otherMeasure", "sensing.other_measure", "请选择要对比的另一个计数。", "Choose the other counter to compare with.");
        if (rule.Kind == RuleKind.CounterMismatch && rule.Limit < 0)
            yield return Problem.Invalid("limit", "sensing.rule_limit", "允许的差不能为负。", "The difference allowed is not negative.");
        if (rule.Kind == RuleKind.RateOfChange && !(rule.Limit > 0))
            yield return Problem.Invalid("limit", "sensing.rule_limit", "变化限值必须大于 0。", "The change is greater than 0.");
        if (rule.Kind is RuleKind.RateOfChange or RuleKind.Absence && rule.For <= TimeSpan.Zero)
            yield return Problem.Invalid("forSeconds", "sensing.rule_for_missing", "这类规则需要填写时长。", "This kind of rule needs a time.");
    }

    private static IEnumerable<Problem> Times(SensingRule rule)
    {
        if (rule.For < TimeSpan.Zero || rule.For > Longest)
            yield return Problem.Invalid("forSeconds", "sensing.rule_for", "时长应为 0 到 30 天。", "The time is 0 seconds to 30 days.");
        if (rule.Hours.Count > MostHours || rule.Hours.Any(h => h.From == h.To))
            yield return Problem.Invalid("hours", "sensing.rule_hours", "时段最多 12 个，起止时间不能相同；全天请留空。", "At most 12 times of day, each with an end other than its beginning; leave it empty for all day.");
        // A stillness that no window can hold would wait for ever.
        else if (rule.Kind == RuleKind.Absence && rule.Hours.Count > 0 && rule.Hours.All(h => Length(h) < rule.For) && !Joined(rule.Hours))
            yield return Problem.Invalid("forSeconds", "sensing.rule_never", "时长比任何一个时段都长，规则永远不会触发。", "The time is longer than each time of day: the rule would never fire.");
    }

    private static TimeSpan Length(WatchHours hours) => hours.To - hours.From;

    private static bool Joined(IReadOnlyList<WatchHours> hours) => hours.Any(h => hours.Any(o => o != h && o.From == h.To));
}

/// <summary>Codes of rules and fences.</summary>
internal static class SensingCode
{
    public static bool IsValid(string? code) => code is { Length: > 0 and <= 60 } && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    public static Problem Wrong(string field) => Problem.Invalid(field, "sensing.code",
        "代码只能用小写字母、数字、连字符和下划线，最多 60 个。", "A code has small letters, digits, hyphens and underscores, at most 60.");
}
