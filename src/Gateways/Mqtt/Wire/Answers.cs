using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Linli.Mqtt.Wire;

/// <summary>What this side says in a CONNACK of MQTT 5 about what it can do.</summary>
/// <param name="ReceiveMaximum">QoS 1 messages under way.</param>
/// <param name="MaximumPacketSize">Largest packet.</param>
/// <param name="TopicAliases">Topic aliases.</param>
/// <param name="KeepAlive">Seconds that hold instead of those asked for, or <c>null</c>.</param>
/// <param name="ClientId">The name given to a client without one, or <c>null</c>.</param>
internal sealed record Offer(ushort ReceiveMaximum, int MaximumPacketSize, ushort TopicAliases, ushort? KeepAlive, string? ClientId);

/// <summary>Packets to devices, collected and sent in one go.</summary>
internal sealed class Answers
{
    private readonly ArrayBufferWriter<byte> bytes = new(256);

    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    public bool IsEmpty => bytes.WrittenCount == 0;

    public void Clear() => bytes.ResetWrittenCount();

    /// <summary>CONNACK that says no.</summary>
    public void Refuse(int version, byte reason)
    {
        if (version == 5)
            Put([0x20, 3, 0, reason, 0]);
        else
            Put([0x20, 2, 0, Reason.Before5(reason)]);
    }

    /// <summary>CONNACK that says yes; there is never a session from before.</summary>
    public void Accept(int version, Offer offer)
    {
        if (version != 5)
        {
            Put([0x20, 2, 0, 0]);
            return;
        }

        var properties = new ArrayBufferWriter<byte>(96);
        Span<byte> fixedOnes =
        [
            0x11, 0, 0, 0, 0, // the session ends with the connection
            0x21, 0, 0, // receive maximum
            0x24, 1, // QoS 2 is not taken
            0x25, 0, // nothing is retained
            0x27, 0, 0, 0, 0, // maximum packet size
            0x22, 0, 0, // topic aliases
            0x28, 0, // no wildcards
            0x29, 0, // no subscription identifiers
            0x2A, 0, // no shared subscriptions
        ];
        BinaryPrimitives.WriteUInt16BigEndian(fixedOnes[6..], offer.ReceiveMaximum);
        BinaryPrimitives.WriteUInt32BigEndian(fixedOnes[13..], (uint)offer.MaximumPacketSize);
        BinaryPrimitives.WriteUInt16BigEndian(fixedOnes[18..], offer.TopicAliases);
        properties.Write(fixedOnes);
        if (offer.KeepAlive is { } keepAlive)
            Put(properties, [0x13, (byte)(keepAlive >> 8), (byte)keepAlive]);
        if (offer.ClientId is { } given)
        {
            Put(properties, [0x12]);
            Text(properties, given);
        }

        Head(0x20, 2 + LengthOfVariable(properties.WrittenCount) + properties.WrittenCount);
        Put([0, Reason.Success]);
        Variable(bytes, properties.WrittenCount);
        Put(properties.WrittenSpan);
    }

    /// <summary>PUBACK; before MQTT 5 it can only say yes.</summary>
    public void Acknowledge(ushort id) => Put([0x40, 2, (byte)(id >> 8), (byte)id]);

    /// <summary>PUBACK of MQTT 5 with a reason.</summary>
    /// <param name="id">Of the message.</param>
    /// <param name="reason">How it went.</param>
    /// <param name="why">In words, or <c>null</c>.</param>
    /// <param name="refused">How many readings of the message were not taken; said as a user property when there are some.</param>
    /// <param name="most">Largest packet the device takes; words that do not fit are left out.</param>
    public void Acknowledge(ushort id, byte reason, string? why, int refused, uint most)
    {
        var properties = new ArrayBufferWriter<byte>();
        if (why is not null)
        {
            Put(properties, [0x1F]);
            Text(properties, why);
        }

        if (refused > 0)
        {
            Put(properties, [Properties.UserProperty]);
            Text(properties, "refused");
            Text(properties, refused.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var length = 3 + LengthOfVariable(properties.WrittenCount) + properties.WrittenCount;
        if (properties.WrittenCount == 0 || length + 5 > most)
        {
            Put([0x40, 3, (byte)(id >> 8), (byte)id, reason]);
            return;
        }

        Head(0x40, length);
        Put([(byte)(id >> 8), (byte)id, reason]);
        Variable(bytes, properties.WrittenCount);
        Put(properties.WrittenSpan);
    }

    /// <summary>SUBACK or UNSUBACK with a reason for each topic filter.</summary>
    public void Granted(byte kind, int version, ushort id, ReadOnlySpan<byte> reasons)
    {
        Head((byte)(kind << 4), 2 + (version == 5 ? 1 : 0) + reasons.Length);
        Put([(byte)(id >> 8), (byte)id]);
        if (version == 5)
            Put([0]);
        Put(reasons);
    }

    public void Pong() => Put([0xD0, 0]);

    /// <summary>DISCONNECT of MQTT 5; the versions before have none from the server.</summary>
    public void Leave(byte reason) => Put([0xE0, 1, reason]);

    /// <summary>A message to the device.</summary>
    public void Publish(int version, string topic, ushort id, string answerTopic, ReadOnlySpan<byte> correlation, ReadOnlySpan<byte> payload)
    {
        var properties = new ArrayBufferWriter<byte>();
        if (version == 5)
        {
            Put(properties, [0x01, 1, 0x03]);
            Text(properties, "application/json");
            Put(properties, [0x08]);
            Text(properties, answerTopic);
            Put(properties, [0x09, (byte)(correlation.Length >> 8), (byte)correlation.Length]);
            properties.Write(correlation);
        }

        var topicLength = Encoding.UTF8.GetByteCount(topic);
        var propertiesLength = version == 5 ? LengthOfVariable(properties.WrittenCount) + properties.WrittenCount : 0;
        Head((byte)(id == 0 ? 0x30 : 0x32), 2 + topicLength + (id == 0 ? 0 : 2) + propertiesLength + payload.Length);
        Text(bytes, topic);
        if (id != 0)
            Put([(byte)(id >> 8), (byte)id]);
        if (version == 5)
        {
            Variable(bytes, properties.WrittenCount);
            Put(properties.WrittenSpan);
        }

        Put(payload);
    }

    private void Put(ReadOnlySpan<byte> few) => bytes.Write(few);

    private static void Put(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> few) => to.Write(few);

    private void Head(byte first, int length)
    {
        Put([first]);
        Variable(bytes, length);
    }

    private static void Variable(ArrayBufferWriter<byte> to, int value)
    {
        do
        {
            var more = value >= 0x80;
            Put(to, [(byte)((value & 0x7F) | (more ? 0x80 : 0))]);
            value >>= 7;
        }
        while (value > 0);
    }

    private static int LengthOfVariable(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;

    private static void Text(ArrayBufferWriter<byte> to, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var span = to.GetSpan(2 + length);
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)length);
        Encoding.UTF8.GetBytes(text, span[2..]);
        to.Advance(2 + length);
    }
}
