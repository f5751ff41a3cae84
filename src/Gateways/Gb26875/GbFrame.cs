using System.Buffers.Binary;

namespace Linli.Gb26875;

/// <summary>What a message does (命令字节).</summary>
public enum GbCommand : byte
{
    /// <summary>控制命令.</summary>
    Control = 1,

    /// <summary>发送数据.</summary>
    Send = 2,

    /// <summary>确认.</summary>
    Confirm = 3,

    /// <summary>请求.</summary>
    Request = 4,

    /// <summary>应答.</summary>
    Answer = 5,

    /// <summary>否认.</summary>
    Deny = 6,
}

/// <summary>A message of GB 26875.3: the control unit of 25 bytes and the data after it.</summary>
/// <param name="Serial">业务流水号; an answer carries that of its question.</param>
/// <param name="Version">协议版本号, main version in the low byte.</param>
/// <param name="Source">源地址, as a number.</param>
/// <param name="Target">目的地址, as a number.</param>
/// <param name="Command">命令字节; beside those of <see cref="GbCommand"/> makers use 128–255.</param>
/// <param name="Data">应用数据单元; empty for heartbeats, confirmations and denials.</param>
public sealed record GbMessage(ushort Serial, ushort Version, ulong Source, ulong Target, byte Command, byte[] Data);

/// <summary>Writes messages as they go over the wire: 40 40, control unit, data, sum, 23 23. Numbers are little-endian.</summary>
public static class GbFrame
{
    /// <summary>Bytes of the control unit.</summary>
    public const int ControlUnit = 25;

    /// <summary>Bytes around the data.</summary>
    public const int Around = 2 + ControlUnit + 1 + 2;

    /// <summary>The longest data unit.</summary>
    public const int LongestData = 1024;

    internal const byte Start = 0x40;
    internal const byte End = 0x23;

    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>One message.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="at">When it is sent; on the wire in UTC+8.</param>
    /// <exception cref="ArgumentException">There is too much data.</exception>
    public static byte[] Write(GbMessage message, DateTimeOffset at)
    {
        if (message.Data.Length > LongestData)
            throw new ArgumentException($"A message has at most {LongestData} bytes of data.", nameof(message));
        var frame = new byte[Around + message.Data.Length];
        frame[0] = frame[1] = Start;
        var unit = frame.AsSpan(2);
        BinaryPrimitives.WriteUInt16LittleEndian(unit, message.Serial);
        BinaryPrimitives.WriteUInt16LittleEndian(unit[2..], message.Version);
        WriteTime(unit[4..], at);
        WriteAddress(unit[10..], message.Source);
        WriteAddress(unit[16..], message.Target);
        BinaryPrimitives.WriteUInt16LittleEndian(unit[22..], (ushort)message.Data.Length);
        unit[24] = message.Command;
        message.Data.CopyTo(unit[ControlUnit..]);
        frame[^3] = Sum(frame.AsSpan(2, ControlUnit + message.Data.Length));
        frame[^2] = frame[^1] = End;
        return frame;
    }

    /// <summary>Writes a time: second, minute, hour, day, month, year of the century, in UTC+8.</summary>
    public static void WriteTime(Span<byte> target, DateTimeOffset at)
    {
        var local = at.ToOffset(Zone);
        (target[0], target[1], target[2]) = ((byte)local.Second, (byte)local.Minute, (byte)local.Hour);
        (target[3], target[4], target[5]) = ((byte)local.Day, (byte)local.Month, (byte)(local.Year % 100));
    }

    /// <summary>An address as it is entered for a device: hexadecimal, without leading zeros.</summary>
    public static string AddressText(ulong address) => address.ToString("X", System.Globalization.CultureInfo.InvariantCulture);

    internal static byte Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var b in bytes)
            sum += b;
        return (byte)sum;
    }

    internal static ulong ReadAddress(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes) | (ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) << 32;

    private static void WriteAddress(Span<byte> target, ulong address)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)address);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], (ushort)(address >> 32));
    }
}
