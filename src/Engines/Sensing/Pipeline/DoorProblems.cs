using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Sensing.Pipeline;

/// <summary>Why a reading is not taken, and what to do.</summary>
internal static class DoorProblems
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);
    private static readonly TimeSpan AboutZone = TimeSpan.FromMinutes(30);

    public static readonly Problem UnknownDevice = Problem.Invalid("device", "sensing.device_unknown",
        "没有这台设备，或它已停用：请先登记，或核对编码。", "There is no such device, or it was taken out of service: enter it first, or check its code.");

    public static readonly Problem MeasureMalformed = Problem.Invalid("measure", "sensing.measure_malformed",
        "测项编码应为 1–60 个小写字母、数字、点、横线或下划线。", "The code of a measure has 1 to 60 small letters, digits, dots, hyphens or underscores.");

    public static readonly Problem TooManyMeasures = Problem.Invalid("measure", "sensing.too_many_measures",
        "这台设备的测项太多：请为该类设备登记测项。", "This device has too many measures: enter the measures of its kind.");

    public static readonly Problem NotANumber = Problem.Invalid("value", "sensing.value_not_a_number",
        "数值不是有限的数：请检查传感器。", "The value is not a finite number: check the sensor.");

    public static readonly Problem DoesNotMove = Problem.Invalid("measure", "sensing.position_not_expected",
        "该类设备固定安装，不上报位置：请检查设备类型。", "Devices of this kind are mounted and tell no position: check the kind of the device.");

    public static readonly Problem NoPlaceOnEarth = Problem.Invalid("latitude", "sensing.position_out_of_range",
        "经纬度无效：纬度在 ±90、经度在 ±180 之间，且不能同时为 0（未定位时请不要上报位置）。",
        "These are no degrees of a place: latitude lies within ±90, longitude within ±180, and not both are 0. Send no position while there is no fix.");

    public static readonly Problem Flood = new("sensing.flood",
        ("这台设备发得太快，超出部分未收：请降低上报频率。", "This device sends too fast; what was too much was not taken. Let it send less often."), ProblemKind.TooMany, "device");

    public static readonly Problem LostTwin = new("sensing.sent_twice",
        ("同一条消息正由另一连接上报而未能收下：请稍后重发。", "The same message was under way elsewhere and was not taken: send it again in a while."), ProblemKind.TooMany);

    public static readonly Problem NotYours = new("sensing.not_your_device",
        ("这把密钥不能代这台设备上报。", "This key may not speak for this device."), ProblemKind.Forbidden, "device");

    public static Problem UnknownMeasure(DeviceKind kind, string measure) => Problem.Invalid("measure", "sensing.measure_unknown",
        $"“{kind.Name.Zh}”没有测项 {measure}：可用 {Codes(kind)}。", $"“{kind.Name.En}” has no measure {measure}: use {Codes(kind)}.");

    public static Problem OutOfRange(Measure measure, double value) => Problem.Invalid("value", "sensing.value_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"“{measure.Name.Zh}”应在 {measure.Least} 与 {measure.Most}{measure.Unit} 之间，收到 {value}：请检查单位和传感器。"),
        string.Create(CultureInfo.InvariantCulture, $"{measure.Name.En} lies between {measure.Least} and {measure.Most}{measure.Unit}, not at {value}: check the unit and the sensor."));

    /// <summary>In the future; a clock that is eight hours ahead tells local time and calls it UTC (R52).</summary>
    public static Problem Ahead(TimeSpan by) => LooksLikeZone(by)
        ? Problem.Invalid("at", "sensing.clock_eight_hours_ahead",
            "时间快了约 8 小时：设备把北京时间当作 UTC 上报。请改用 UTC，或注明 +08:00。",
            "The time is about 8 hours ahead: the device sends local time and calls it UTC. Let it send UTC, or say +08:00.")
        : Problem.Invalid("at", "sensing.clock_ahead",
            string.Create(CultureInfo.InvariantCulture, $"时间在未来（快 {by.TotalMinutes:0} 分钟）：请校准设备时钟，时间按 UTC 或注明时区。"),
            string.Create(CultureInfo.InvariantCulture, $"The time lies {by.TotalMinutes:0} minutes in the future: set the device's clock; times are UTC or name their zone."));

    public static Problem TooOld(DateTimeOffset at) => Problem.Invalid("at", "sensing.too_old",
        $"{LocalTime.ToLocal(at):yyyy-MM-dd HH:mm} 的数据太旧，不再收：请校准设备时钟。",
        $"A reading of {LocalTime.ToLocal(at):yyyy-MM-dd HH:mm} is too old to be taken: check the device's clock.");

    public static bool LooksLikeZone(TimeSpan ahead) => (ahead - Zone).Duration() <= AboutZone;

    private static string Codes(DeviceKind kind) => string.Join(", ", (kind.Moves ? [Reading.Position] : Array.Empty<string>()).Concat(kind.Measures.Select(m => m.Code)));
}
