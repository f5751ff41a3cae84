using System.Text;
using Linli.Mqtt.Wire;
using Linli.Platform.Text;

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

    /// <summary>In binary mode the attributes are user properties and the payload is the data.</summary>
    public static bool IsBinary(in Properties properties) => !properties.User("specversion"u8).IsEmpty;

    /// <summary>Reads the attributes of binary mode.</summary>
    /// <param name="properties">Of the message.</param>
    /// <param name="at">The event's time, when it has one.</param>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public static Phrase? Check(in Properties properties, ref DateTimeOffset at)
    {
        if (!properties.User("specversion"u8).SequenceEqual("1.0"u8) || properties.User("id"u8).IsEmpty
            || properties.User("source"u8).IsEmpty || properties.User("type"u8).IsEmpty)
            return Faults.NoEvent;
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
