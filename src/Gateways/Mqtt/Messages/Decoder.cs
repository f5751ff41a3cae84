using System.Buffers.Text;
using System.Text.Unicode;
using Linli.Mqtt.Wire;
using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Mqtt.Messages;

/// <summary>Turns messages of devices into readings.</summary>
internal sealed class Decoder(MeasureNames names)
{
    private readonly ReadingsJson json = new(names);

    /// <summary>Adds the readings of a message to the batch.</summary>
    /// <param name="kind">What its topic is.</param>
    /// <param name="rest">The code of the measure.</param>
    /// <param name="packet">The message.</param>
    /// <param name="device">Who sent it.</param>
    /// <param name="arrived">When it came, UTC; a plain number counts from here, unless the user property <c>time</c> says otherwise.</param>
    /// <param name="batch">Where readings go.</param>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public Phrase? Read(TopicKind kind, ReadOnlySpan<byte> rest, in PublishPacket packet, Device device, DateTimeOffset arrived, Batch batch)
    {
        var properties = packet.Properties;
        if (properties.IsText && !Utf8.IsValid(packet.Payload))
            return Faults.NotText;
        var at = arrived;
        if (properties.HasUserProperties)
        {
            Guid? key = null;
            var fault = CloudEvents.IsBinary(properties) ? CloudEvents.Check(properties, device, ref at, out key) : Timed(properties, ref at);
            if (fault is not null)
                return fault;
            batch.Event = key;
        }

        return kind == TopicKind.Measure && !IsStructured(properties)
            ? Plain(rest, packet.Payload, device, at, batch)
            : json.Read(packet.Payload, device, at, batch);
    }

    private static bool IsStructured(in Properties properties) => properties.ContentType.StartsWith("application/cloudevents"u8);

    private static Phrase? Timed(in Properties properties, ref DateTimeOffset at)
    {
        var time = properties.User("time"u8);
        if (time.IsEmpty)
            return null;
        if (!Instants.TryRead(time, out var said))
            return Faults.BadInstant;
        at = said;
        return null;
    }

    private Phrase? Plain(ReadOnlySpan<byte> measure, ReadOnlySpan<byte> payload, Device device, DateTimeOffset at, Batch batch)
    {
        if (names.Of(measure) is not { } name)
            return Faults.NoMeasure;
        payload = payload.Trim(" \t\r\n"u8);
        if (!Utf8Parser.TryParse(payload, out double value, out var used) || used != payload.Length || !double.IsFinite(value))
        {
            if (payload.SequenceEqual("true"u8) || payload.SequenceEqual("false"u8))
                value = payload[0] == (byte)'t' ? 1 : 0;
            else
                return Faults.NoNumber;
        }

        batch.Add(new(device.Id, name, at, value));
        return null;
    }
}
