using Linli.Platform.Text;

namespace Linli.Mqtt.Messages;

/// <summary>What can be wrong with a message, as a developer of devices reads it in the reason string.</summary>
internal static class Faults
{
    public static readonly Phrase NotJson = ("内容不是可读取的 JSON。", "The payload is no JSON that can be read.");
    public static readonly Phrase NotText = ("内容声明为 UTF-8 文本，但不是。", "The payload is said to be UTF-8 text and is not.");
    public static readonly Phrase NoNumber = ("主题 linli/{编号}/{测项} 的内容须为一个数字。", "A message to linli/{code}/{measure} is a plain number.");
    public static readonly Phrase NoMeasure = ("每条读数须写明 measure，由字母、数字、点、横线组成，最长 60 个字符。", "Each reading names its measure: letters, digits, dots and dashes, at most 60.");
    public static readonly Phrase NoValue = ("每条读数须有数值 value，或 latitude 与 longitude。", "Each reading has a number as value, or latitude and longitude.");
    public static readonly Phrase BadInstant = ("at 须为带时区的 ISO 8601 时间或 Unix 毫秒数。", "The instant at is ISO 8601 with its zone, or Unix milliseconds.");
    public static readonly Phrase TooMany = ("一条消息最多 1000 条读数。", "A message holds at most 1,000 readings.");
    public static readonly Phrase NoEvent = ("CloudEvents 须有 id、source、type 且 specversion 为 1.0。", "A CloudEvent has id, source and type, and specversion 1.0.");
    public static readonly Phrase NotJsonEvent = ("CloudEvents 的数据须为 JSON。", "The data of a CloudEvent is JSON.");
    public static readonly Phrase Foreign = ("只能发布到本设备自己的主题 linli/{编号}/…。", "A device publishes to its own topics linli/{code}/… only.");
    public static readonly Phrase Busy = ("服务器忙，请稍后重发。", "The server is busy: send it again after a while.");

    /// <summary>Both languages: nobody knows which one a device's developer reads.</summary>
    public static string Say(Phrase phrase) => $"{phrase.Zh} {phrase.En}";
}
