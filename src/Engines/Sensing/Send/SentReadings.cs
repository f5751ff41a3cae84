using Linli.Platform.Results;

namespace Linli.Sensing.Send;

/// <summary>Readings as a body held them, with what could not be understood.</summary>
internal sealed class SentReadings
{
    /// <summary>The readings, in order.</summary>
    public List<Reading> Readings { get; } = [];

    /// <summary>For each reading, which item of the body it came from.</summary>
    public List<Item> Items { get; } = [];

    /// <summary>Items, or parts of one, that could not be understood.</summary>
    public List<(Item Item, Problem Problem)> Refused { get; } = [];

    /// <summary>The events that brought them.</summary>
    public List<SentMessage> Events { get; } = [];

    /// <summary>A place in a body.</summary>
    /// <param name="Index">Number of the item, or of the event.</param>
    /// <param name="Root">How it is reached, or the list that it stands in.</param>
    /// <param name="Number">Its number in that list; -1 for what stands in none.</param>
    public readonly record struct Item(int Index, string Root, int Number = -1)
    {
        /// <summary>How a field of it is reached, such as <c>readings[3].</c>; only the refused ones are asked.</summary>
        public string Path => Number < 0 ? Root : $"{Root}[{Number}].";
    }
}

/// <summary>Says whose readings somebody may send.</summary>
/// <param name="device">Code of the device; <c>null</c> when the reading names none.</param>
/// <param name="found">The device.</param>
/// <returns>What is wrong, or <c>null</c>.</returns>
internal delegate Problem? Speaker(string? device, out DeviceId found);

/// <summary>What is wrong with the form of a reading.</summary>
internal static class SendProblems
{
    public static readonly Problem DeviceMissing = Problem.Invalid("device", "sensing.device_missing", "请写明设备编码。", "Say the code of the device.");

    public static readonly Problem NothingMeasured = Problem.Invalid("measure", "sensing.measure_missing",
        "请写明 measure 和 value，或 values，或 latitude 和 longitude。", "Say measure and value, or values, or latitude and longitude.");

    public static readonly Problem TooFast = new("sensing.flood",
        ("这台设备发得太快，部分数据未收：请保留数据，稍后全部重发，已收的不会重复。", "This device sends too fast, and some of this was not taken: keep your readings and send all of them again in a while; what was taken is not taken twice."),
        ProblemKind.TooMany);

    public static readonly Problem NotAnObject = Problem.Invalid("", "sensing.reading_malformed", "每条数据应为一个对象。", "Each reading is an object.");

    public static readonly Problem AtUnreadable = Problem.Invalid("at", "sensing.at_unreadable",
        "时间无法读取：请用 ISO 8601，如 2026-11-23T08:38:00Z。", "The time cannot be read: write ISO 8601, such as 2026-11-23T08:38:00Z.");

    public static readonly Problem AtWithoutZone = Problem.Invalid("at", "sensing.at_without_zone",
        "时间没有注明时区：请加 Z（UTC）或 +08:00。", "The time names no zone: add Z for UTC, or +08:00.");

    public static readonly Problem EventVersion = Problem.Invalid("specversion", "sensing.event_version", "只接受 CloudEvents 1.0（specversion 为 1.0）。", "Only CloudEvents 1.0 is taken: specversion is 1.0.");

    public static readonly Problem EventIncomplete = Problem.Invalid("id", "sensing.event_incomplete", "CloudEvents 的 id、source、type 不能为空。", "A CloudEvent has id, source and type.");

    public static readonly Problem EventWithoutData = Problem.Invalid("data", "sensing.event_without_data",
        "事件没有 JSON 数据：请把读数放在 data 中。", "The event has no JSON data: put the readings into data.");

    public static readonly Problem Unreadable = Problem.Invalid("body", "sensing.body_unreadable",
        "内容不是有效的 JSON，什么都没有收下：请检查后重发。", "The body is no valid JSON; nothing of it was taken. Check it and send it again.");

    public static readonly Problem Empty = Problem.Invalid("readings", "sensing.nothing_sent", "没有读数：请在 readings 中写明。", "There are no readings: put them into readings.");

    public static readonly Problem Busy = new("sensing.busy",
        ("来的数据超过能保存的，本次一条未收：请保留数据，稍后重发。", "More comes than can be kept; nothing of this was taken. Keep your readings and send them again in a while."), (ProblemKind)503);

    public static Problem NotANumber(string field) => Problem.Invalid(field, "sensing.number_expected", "这里应为数字。", "A number belongs here.");

    public static Problem NotText(string field) => Problem.Invalid(field, "sensing.text_expected", "这里应为文字。", "Text belongs here.");
}
