using System.Globalization;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Sensing.Rules;

/// <summary>
/// Why a rule fired or is over, as people read it: what was measured and what it was held against. Distances to borders, never
/// coordinates.
/// </summary>
internal static class RuleWords
{
    private static readonly CultureInfo plain = CultureInfo.InvariantCulture;

    /// <summary>The rule that fired is gone.</summary>
    public static Phrase NoLongerHeard { get; } = ("设备已暂停或停止使用，不再监测。", "The device rests or is no longer used: nothing is watched any more.");

    public static Phrase RuleGone { get; } = ("规则已停用、修改或不再适用于该设备。", "The rule was switched off, changed, or no longer looks at this device.");

    public static Phrase Crossed(ReadyRule rule, Fence fence, bool inside, double metres, float accuracy, bool assumed, long at)
    {
        var (zhSide, enSide) = inside ? ("内", "inside") : ("外", "outside");
        var fixes = inside ? rule.Policy.Enter : rule.Policy.Leave;
        var time = Time(at);
        var (zhAccuracy, enAccuracy) = assumed ? (string.Create(plain, $"未报精度，按 {accuracy:0} 米计"), string.Create(plain, $"accuracy not said, taken as {accuracy:0} m")) : (string.Create(plain, $"精度 {accuracy:0} 米"), string.Create(plain, $"accuracy {accuracy:0} m"));
        var clear = inside ? "" : string.Create(plain, $"，且整个精度圆离边界超过缓冲带 {rule.Policy.Band:0.#} 米");
        var clearEn = inside ? "" : string.Create(plain, $", and the whole circle of accuracy clear of the border by the band of {rule.Policy.Band:0.#} m");
        return (
            string.Create(plain, $"{time} 定位在“{fence.Name.Zh}”{zhSide}，距边界 {metres:0} 米（{zhAccuracy}）。判定条件：至少连续 {fixes} 个精度不超过 {rule.Policy.MostAccuracy:0.#} 米的定位在围栏{zhSide}{clear}。"),
            string.Create(plain, $"{time}: {enSide} “{fence.Name.En}”, {metres:0} m from its border ({enAccuracy}). Held against: at least {fixes} position(s) in a row {enSide} it with an accuracy of {rule.Policy.MostAccuracy:0.#} m or better{clearEn}."));
    }

    public static Phrase Dwell(ReadyRule rule, Fence fence, long since, long until) => (
        string.Create(plain, $"自 {Time(since)} 起一直在“{fence.Name.Zh}”内，到 {Time(until)} 已满 {Zh(rule.For)}。"),
        string.Create(plain, $"Within “{fence.Name.En}” since {Time(since)}; at {Time(until)} that made {En(rule.For)}."));

    public static Phrase Home(Fence fence, long at) => (
        string.Create(plain, $"{Time(at)} 已进入自己的“{fence.Name.Zh}”，行程正常结束。"), string.Create(plain, $"{Time(at)}: came into the own “{fence.Name.En}”; the way ended well."));

    public static Phrase Beyond(ReadyRule rule, DeviceKind? kind, double value, long since)
    {
        var (zh, en) = rule.Rule.Side == LimitSide.Above ? ("不低于", "at or above") : ("不高于", "at or below");
        var measure = Name(kind, rule.Rule.Measure);
        var unit = kind?.Find(rule.Rule.Measure!)?.Unit;
        var (holdZh, holdEn) = rule.For == 0 ? ("", "") : (string.Create(plain, $"，已持续 {Zh(rule.For)}"), string.Create(plain, $", lasting {En(rule.For)}"));
        return (
            string.Create(plain, $"{measure.Zh} {value:0.###}{unit}，自 {Time(since)} 起{zh}限值 {rule.Rule.Limit:0.###}{unit}{holdZh}。"),
            string.Create(plain, $"{measure.En} {value:0.###}{unit}: since {Time(since)} {en} the limit of {rule.Rule.Limit:0.###}{unit}{holdEn}."));
    }

    public static Phrase BackWithin(ReadyRule rule, DeviceKind? kind, double value, long at)
    {
        var measure = Name(kind, rule.Rule.Measure);
        var unit = kind?.Find(rule.Rule.Measure!)?.Unit;
        return (
            string.Create(plain, $"{Time(at)} {measure.Zh}回到 {value:0.###}{unit}（限值 {rule.Rule.Limit:0.###}{unit}，回差 {rule.Rule.Hysteresis:0.###}{unit}）。"),
            string.Create(plain, $"{Time(at)}: {measure.En} back at {value:0.###}{unit} (limit {rule.Rule.Limit:0.###}{unit}, hysteresis {rule.Rule.Hysteresis:0.###}{unit})."));
    }

    public static Phrase Changed(ReadyRule rule, DeviceKind? kind, double from, long fromAt, double value, long at)
    {
        var measure = Name(kind, rule.Rule.Measure);
        var unit = kind?.Find(rule.Rule.Measure!)?.Unit;
        var (zh, en) = rule.Rule.Side == LimitSide.Above ? ("上升", "rose") : ("下降", "fell");
        return (
            string.Create(plain, $"{measure.Zh}从 {Time(fromAt)} 的 {from:0.###}{unit} {zh}到 {Time(at)} 的 {value:0.###}{unit}，变化 {Math.Abs(value - from):0.###}{unit}；限值：{Zh(rule.For)}内 {rule.Rule.Limit:0.###}{unit}。"),
            string.Create(plain, $"{measure.En} {en} from {from:0.###}{unit} at {Time(fromAt)} to {value:0.###}{unit} at {Time(at)}, by {Math.Abs(value - from):0.###}{unit}; the limit is {rule.Rule.Limit:0.###}{unit} within {En(rule.For)}."));
    }

    public static Phrase Steady(ReadyRule rule, DeviceKind? kind, double change, long at)
    {
        var measure = Name(kind, rule.Rule.Measure);
        var unit = kind?.Find(rule.Rule.Measure!)?.Unit;
        return (
            string.Create(plain, $"{Time(at)} {measure.Zh}趋于平稳：{Zh(rule.For)}内变化 {change:0.###}{unit}（限值 {rule.Rule.Limit:0.###}{unit}）。"),
            string.Create(plain, $"{Time(at)}: {measure.En} is steady again, changing by {change:0.###}{unit} within {En(rule.For)} (limit {rule.Rule.Limit:0.###}{unit})."));
    }

    public static Phrase CountersApart(ReadyRule rule, double value, double other, long since) => (
        string.Create(plain, $"自 {Time(since)} 起“{rule.Rule.Measure}”{value:0.###} 与“{rule.Rule.OtherMeasure}”{other:0.###} 相差 {Math.Abs(value - other):0.###}，超过允许的 {rule.Rule.Limit:0.###}{(rule.For == 0 ? "" : string.Create(plain, $"，已持续 {Zh(rule.For)}"))}。"),
        string.Create(plain, $"Since {Time(since)} {rule.Rule.Measure} {value:0.###} and {rule.Rule.OtherMeasure} {other:0.###} differ by {Math.Abs(value - other):0.###}, more than the {rule.Rule.Limit:0.###} allowed{(rule.For == 0 ? "" : string.Create(plain, $", lasting {En(rule.For)}"))}."));

    public static Phrase CountersAgree(ReadyRule rule, double value, double other, long at) => (
        string.Create(plain, $"{Time(at)} “{rule.Rule.Measure}”{value:0.###} 与“{rule.Rule.OtherMeasure}”{other:0.###} 相差回到 {Math.Abs(value - other):0.###}。"),
        string.Create(plain, $"{Time(at)}: {rule.Rule.Measure} {value:0.###} and {rule.Rule.OtherMeasure} {other:0.###} differ by {Math.Abs(value - other):0.###} again."));

    public static Phrase NotStirred(ReadyRule rule, DeviceKind? kind, bool everStirred, long since, long until)
    {
        var measure = Name(kind, rule.Rule.Measure);
        return everStirred
            ? (string.Create(plain, $"{measure.Zh}最近一次动静在 {Time(since)}；到 {Time(until)} 在值守时段内已满 {Zh(rule.For)}没有动静。"),
                string.Create(plain, $"{measure.En} last stirred at {Time(since)}; at {Time(until)} nothing had stirred for {En(rule.For)} of the hours watched."))
            : (string.Create(plain, $"自 {Time(since)} 起没有收到{measure.Zh}的动静；到 {Time(until)} 在值守时段内已满 {Zh(rule.For)}。"),
                string.Create(plain, $"No {measure.En} has stirred since {Time(since)}; at {Time(until)} that made {En(rule.For)} of the hours watched."));
    }

    public static Phrase Stirred(ReadyRule rule, DeviceKind? kind, double value, long at)
    {
        var measure = Name(kind, rule.Rule.Measure);
        return (string.Create(plain, $"{Time(at)} 又有动静：{measure.Zh} {value:0.###}。"), string.Create(plain, $"{Time(at)}: stirring again: {measure.En} {value:0.###}."));
    }

    public static Phrase Silent(long heardAt, long lasting, bool never) => never
        ? (string.Create(plain, $"{Time(heardAt)} 启用后从未有过通信，已超过 {Zh(lasting)}。"), string.Create(plain, $"In service since {Time(heardAt)} and never heard of: no word for {En(lasting)}."))
        : (
        string.Create(plain, $"最后一次通信在 {Time(heardAt)}，已超过 {Zh(lasting)}没有任何消息。"), string.Create(plain, $"Last heard of at {Time(heardAt)}: no word for {En(lasting)}."));

    public static Phrase Lost(long at) => (string.Create(plain, $"{Time(at)} 连接中断，设备没有正常告别。"), string.Create(plain, $"{Time(at)}: the connection was lost without a word."));

    public static Phrase HeardAgain(long at) => (string.Create(plain, $"{Time(at)} 设备恢复通信。"), string.Create(plain, $"{Time(at)}: heard of again."));

    /// <summary>A length of time, as people say it.</summary>
    internal static string Zh(long ticks) => TimeSpan.FromTicks(ticks) switch
    {
        { TotalDays: >= 2 } t when t.Hours == 0 && t.Minutes == 0 => string.Create(plain, $"{t.TotalDays:0} 天"),
        { TotalHours: >= 1 } t when t.Seconds == 0 => string.Create(plain, $"{(int)t.TotalHours} 小时{(t.Minutes == 0 ? "" : string.Create(plain, $" {t.Minutes} 分钟"))}"),
        { TotalMinutes: >= 1 } t => string.Create(plain, $"{(int)t.TotalMinutes} 分钟{(t.Seconds == 0 ? "" : string.Create(plain, $" {t.Seconds} 秒"))}"),
        var t => string.Create(plain, $"{t.TotalSeconds:0.#} 秒"),
    };

    /// <summary>The same in English.</summary>
    internal static string En(long ticks) => TimeSpan.FromTicks(ticks) switch
    {
        { TotalDays: >= 2 } t when t.Hours == 0 && t.Minutes == 0 => string.Create(plain, $"{t.TotalDays:0} days"),
        { TotalHours: >= 1 } t when t.Seconds == 0 => string.Create(plain, $"{(int)t.TotalHours} h{(t.Minutes == 0 ? "" : string.Create(plain, $" {t.Minutes} min"))}"),
        { TotalMinutes: >= 1 } t => string.Create(plain, $"{(int)t.TotalMinutes} min{(t.Seconds == 0 ? "" : string.Create(plain, $" {t.Seconds} s"))}"),
        var t => string.Create(plain, $"{t.TotalSeconds:0.#} s"),
    };

    private static Phrase Name(DeviceKind? kind, string? measure) => kind?.Find(measure ?? "")?.Name ?? new Phrase(measure ?? "", measure ?? "");

    private static string Time(long ticks) => LocalTime.ToLocal(new DateTimeOffset(ticks, TimeSpan.Zero)).ToString("MM-dd HH:mm:ss", plain);
}
