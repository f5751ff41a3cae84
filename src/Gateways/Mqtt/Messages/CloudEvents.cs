using System.Text;
using Linli.Mqtt.Wire;
using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Mqtt.Messages;

/// <summary>The MQTT binding of CloudEvents (T06).</summary>
internal static class CloudEvents
{
    /// <summary>Whether a content type is JSON.</summary>
    public static bool IsJson(ReadOnlySpan<byte> type)
    {
        var end = type.IndexOf((byte)';');
        type = (end < 0 ? type : type[..end]).Trim((byte)' ');
        return Ascii.EqualsIgnoreCase(type, "application/json"u8) || Ascii.EqualsIgnoreCase(type, "text/json"u8)
            || (type.Length > 5 && Ascii.EqualsIgnoreCase(type[^5..], "+json"u8));
    }

    /// <summary>The key of an event of a device: nobody else can use up the ids of its source.</summary>
    public static Guid KeyOf(Device device, string source, string id) => SentMessage.KeyOf(device.Code + "\n" + source, id);

    /// <summary>In binary mode the attributes are user properties and the payload is the data.</summary>
    public static bool IsBinary(in Properties properties) => !properties.User("specversion"u8).IsEmpty;

    /// <summary>Reads the attributes of binary mode.</summary>
    /// <param name="properties">Of the message.</param>
    /// <param name="device">Who sent it.</param>
    /// <param name="at">The event's time, when it has one.</param>
    /// <param name="key">Its key.</param>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public static Phrase? Check(in Properties properties, Device device, ref DateTimeOffset at, out Guid? key)
    {
        key = null;
        var id = properties.User("id"u8);
        var source = properties.User("source"u8);
        if (!properties.User("specversion"u8).SequenceEqual("1.0"u8) || id.IsEmpty || source.IsEmpty || properties.User("type"u8).IsEmpty)
            return Faults.NoEvent;
        key = KeyOf(device, Encoding.UTF8.GetString(source), Encoding.UTF8.GetString(id));
        if (!properties.ContentType.IsEmpty && !IsJson(properties.ContentType))
            return Faults.NotJsonEvent;
        var time = properties.User("time"u8);
        if (time.IsEmpty)
            return null;
        if (!Instants.TryRead(time, out var said))
            return Faults.BadInstant;
        at = said;
        return null;
    }
}
