using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Health.ElderWatch;

/// <summary>What an alert of the watch is about.</summary>
internal enum AlertKind
{
    /// <summary>一键求助.</summary>
    Sos,

    /// <summary>跌倒.</summary>
    Fall,

    /// <summary>夜间离床过久.</summary>
    OutOfBed,

    /// <summary>夜间开门.</summary>
    DoorAtNight,

    /// <summary>门长时间未关.</summary>
    DoorOpen,

    /// <summary>晨起后无活动.</summary>
    NoMovement,

    /// <summary>设备没有消息.</summary>
    Offline,

    /// <summary>电量低.</summary>
    Battery,
}

/// <summary>A kind of device that may stand in an elder's home, and what its consent says.</summary>
/// <param name="Kind">Code of the kind of device, as the engine knows it.</param>
/// <param name="Purpose">Code of the purpose that is agreed to for it alone.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Measures">What it measures.</param>
/// <param name="For">To what end.</param>
internal sealed record WatchedKind(string Kind, string Purpose, Phrase Name, Phrase Measures, Phrase For);

/// <summary>
/// Devices at an elder's home (智能养老照护, S39): one consent for each kind, given by the elder alone; the rules over them; and the sensors
/// of nursing beds.
/// </summary>
internal static class WatchDevices
{
    /// <summary>How long alerts are kept.</summary>
    public const int KeepAlertsDays = 180;

    public static readonly WatchedKind[] Kinds =
    [
        new("sos-button", "elder-sos", ("一键求助按钮", "Call button"), ("是否按下、电量", "whether it was pressed, and its battery"), ("按下后马上通知家人和护理员", "to tell family and carers at once when it is pressed")),
        new("fall-detector", "elder-fall", ("跌倒探测器", "Fall detector"), ("是否跌倒、有无活动、电量，不拍画面、不录声音", "falls, movement and its battery; no picture and no sound"), ("跌倒后马上通知家人和护理员", "to tell family and carers at once after a fall")),
        new("bed-sensor", "elder-bed", ("床垫监测", "Bed sensor"), ("在床、心率、呼吸、电量", "whether one is in bed, heart and breath rate, battery"), ("夜里离床 45 分钟没有回来时提醒", "to tell when one is out of bed for 45 minutes at night")),
        new("door-sensor", "elder-door", ("门磁", "Door sensor"), ("门开关、电量", "whether the door is open, and its battery"), ("夜里开门或门 30 分钟没关时提醒", "to tell when the door opens at night, or stands open for 30 minutes")),
        new("motion-sensor", "elder-motion", ("活动感应", "Motion sensor"), ("有无活动、电量", "whether somebody moves, and its battery"), ("早上 6 点到 12 点之间 4 小时没有活动时提醒", "to tell when nothing moves for four hours between 6 and 12 in the morning")),
    ];

    /// <summary>护理床监测: whether a bed of a home is taken. No rule looks at it; an empty bed is no alarm.</summary>
    public static readonly DeviceKind NursingBed = new(
        "nursing-bed", ("护理床在床监测", "Nursing bed sensor"), "bed", new Measure("in-bed", ("在床", "In bed"), "", 0, 1, MeasureUse.Switch), Measures.Battery)
    {
        Personal = true, OfflineAfter = TimeSpan.FromHours(2), KeepReadings = TimeSpan.FromDays(7),
    };

    /// <summary>The kind with a code, or <c>null</c>.</summary>
    public static WatchedKind? Find(string? kind) => Kinds.FirstOrDefault(k => k.Kind == kind);

    /// <summary>The consent for a kind: the elder gives it for themselves, kind by kind.</summary>
    public static Purpose ConsentOf(WatchedKind kind) => new(
        kind.Purpose, ($"居家监测：{kind.Name.Zh}", $"Watch at home: {kind.Name.En}"), LegalBasis.Consent,
        ($"{kind.Name.Zh}采集：{kind.Measures.Zh}。用途只有一个：{kind.For.Zh}。看得到的人：您本人、您授权联系照护的家人、您选的养老中心的护理员；值守中心看到告警和楼栋，看不到姓名，没人接手时由它跟进。",
         $"The {kind.Name.En.ToLowerInvariant()} measures {kind.Measures.En}. It serves one end: {kind.For.En}. Seen by you, by family you let speak with carers, and by carers of the centre you choose; the duty room sees the alert and the building, not your name, and follows it up when nobody takes it."),
        ("没有这些数据就不知道家里出了事。", "Without it nobody would know that something has happened at home."),
        ("家里的活动和健康情况属于敏感个人信息：不用于积分、评价和广告，不公开展示；护理员查看姓名和住址都会留下记录，您能看到。",
         "What happens at home is sensitive. It is not used for points, ratings or advertising and never shown in public; each look of a carer at your name and home is recorded where you read it."),
        ("读数保存 30 天，提醒保存 180 天。撤回同意后马上停止使用，已有读数和提醒一并删除；也可以先暂停几小时或几天。",
         "Readings are kept for 30 days, alerts for 180. Withdrawing ends the use at once and deletes both; you can also pause for hours or days."),
        ("不同意也可以享受上门探访、电话问候和养老中心的全部服务。", "Who does not agree gets visits, calls and every service of the centre as before."))
    {
        Sensitive = true,
    };

    /// <summary>What an alarm of a rule is about; <c>null</c> for rules of others.</summary>
    public static AlertKind? AlertOf(string rule) => rule switch
    {
        "elder-sos" => AlertKind.Sos,
        "elder-fall" => AlertKind.Fall,
        "elder-bed-night" => AlertKind.OutOfBed,
        "elder-door-night" => AlertKind.DoorAtNight,
        "elder-door-open" => AlertKind.DoorOpen,
        "elder-still" => AlertKind.NoMovement,
        _ when rule.StartsWith("elder-silent-", StringComparison.Ordinal) => AlertKind.Offline,
        _ when rule.StartsWith("elder-battery-", StringComparison.Ordinal) => AlertKind.Battery,
        _ => null,
    };

    /// <summary>The rules over the devices. They hold everywhere: only devices whose elder agreed are listened to at all.</summary>
    public static IEnumerable<SensingRule> Rules()
    {
        IReadOnlyList<WatchHours> night = [new(new(22, 0), new(6, 0))];
        yield return Over("elder-sos", ("一键求助", "Call for help"), "sos-button", "sos", AlarmSeverity.Critical, 2);
        yield return Over("elder-fall", ("疑似跌倒", "A fall"), "fall-detector", "fall", AlarmSeverity.Critical, 2);
        yield return Over("elder-bed-night", ("夜间离床过久", "Out of bed for long at night"), "bed-sensor", "in-bed", AlarmSeverity.Major, 15) with
        {
            Limit = 0,
            Side = LimitSide.Below,
            For = TimeSpan.FromMinutes(45),
            Hours = night,
        };
        yield return Over("elder-door-night", ("夜间开门", "The door opened at night"), "door-sensor", "open", AlarmSeverity.Major, 5) with { Hours = night };
        yield return Over("elder-door-open", ("门长时间未关", "The door stands open"), "door-sensor", "open", AlarmSeverity.Minor, 0) with { For = TimeSpan.FromMinutes(30) };
        yield return Over("elder-still", ("晨起后无活动", "No movement since the morning"), "motion-sensor", "motion", AlarmSeverity.Major, 30) with
        {
            Kind = RuleKind.Absence,
            Limit = 0.5,
            For = TimeSpan.FromHours(4),
            Hours = [new(new(6, 0), new(12, 0))],
        };
        foreach (var kind in Kinds)
        {
            yield return Over("elder-silent-" + kind.Kind, ($"{kind.Name.Zh}没有消息", $"{kind.Name.En}: silent"), kind.Kind, null, AlarmSeverity.Minor, 0) with { Kind = RuleKind.Offline };
            yield return Over("elder-battery-" + kind.Kind, ($"{kind.Name.Zh}电量低", $"{kind.Name.En}: battery low"), kind.Kind, Measures.Battery.Code, AlarmSeverity.Notice, 0) with
            {
                Limit = 15,
                Side = LimitSide.Below,
                Hysteresis = 10,
            };
        }
    }

    private static SensingRule Over(string code, Phrase name, string kind, string? measure, AlarmSeverity severity, int escalateMinutes) => new()
    {
        Code = code, Name = name, Scope = ScopePath.Root, Kind = RuleKind.Threshold, Severity = severity, DeviceKind = kind, Measure = measure, Limit = 1, Side = LimitSide.Above,
        EscalateAfter = TimeSpan.FromMinutes(escalateMinutes),
    };
}
