using System.Buffers.Binary;

namespace Linli.Jt808;

/// <summary>A position as a terminal reports it (位置信息汇报, 0x0200): the 28 bytes of the standard and the items after them.</summary>
public readonly record struct JtPosition
{
    /// <summary>Bytes of the fixed part.</summary>
    public const int Size = 28;

    /// <summary>Bit of <see cref="Status"/>: located.</summary>
    public const uint Located = 1 << 1;

    /// <summary>Bit of <see cref="Status"/>: south latitude.</summary>
    public const uint South = 1 << 2;

    /// <summary>Bit of <see cref="Status"/>: west longitude.</summary>
    public const uint West = 1 << 3;

    /// <summary>Bit of <see cref="Alarms"/>: call for help (紧急报警).</summary>
    public const uint Emergency = 1;

    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>报警标志.</summary>
    public uint Alarms { get; init; }

    /// <summary>状态.</summary>
    public uint Status { get; init; }

    /// <summary>Degrees north; south is negative.</summary>
    public double Latitude { get; init; }

    /// <summary>Degrees east; west is negative.</summary>
    public double Longitude { get; init; }

    /// <summary>高程 in metres.</summary>
    public short Altitude { get; init; }

    /// <summary>Kilometres an hour.</summary>
    public double Speed { get; init; }

    /// <summary>Degrees from north, clockwise.</summary>
    public int Heading { get; init; }

    /// <summary>When, UTC; on the wire it is BCD in UTC+8.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether the terminal knew where it was.</summary>
    public bool IsLocated => (Status & Located) != 0;

    /// <summary>Reads the fixed part.</summary>
    /// <returns>Whether there are enough bytes and the time is one; degrees may still be impossible.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out JtPosition position)
    {
        position = default;
        if (body.Length < Size || !TryReadTime(body[22..28], out var at))
            return false;
        var status = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        var latitude = BinaryPrimitives.ReadUInt32BigEndian(body[8..]) / 1e6;
        var longitude = BinaryPrimitives.ReadUInt32BigEndian(body[12..]) / 1e6;
        position = new()
        {
            Alarms = BinaryPrimitives.ReadUInt32BigEndian(body),
            Status = status,
            Latitude = (status & South) != 0 ? -latitude : latitude,
            Longitude = (status & West) != 0 ? -longitude : longitude,
            Altitude = BinaryPrimitives.ReadInt16BigEndian(body[16..]),
            Speed = BinaryPrimitives.ReadUInt16BigEndian(body[18..]) / 10.0,
            Heading = BinaryPrimitives.ReadUInt16BigEndian(body[20..]),
            At = at,
        };
        return true;
    }

    /// <summary>Writes the fixed part; <paramref name="target"/> has room for <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, Alarms);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], Status | (Latitude < 0 ? South : 0) | (Longitude < 0 ? West : 0));
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], (uint)Math.Round(Math.Abs(Latitude) * 1e6));
        BinaryPrimitives.WriteUInt32BigEndian(target[12..], (uint)Math.Round(Math.Abs(Longitude) * 1e6));
        BinaryPrimitives.WriteInt16BigEndian(target[16..], Altitude);
        BinaryPrimitives.WriteUInt16BigEndian(target[18..], (ushort)Math.Round(Speed * 10));
        BinaryPrimitives.WriteUInt16BigEndian(target[20..], (ushort)Heading);
        WriteTime(target[22..], At);
    }

    internal static void WriteTime(Span<byte> target, DateTimeOffset at)
    {
        var local = at.ToOffset(Zone);
        ReadOnlySpan<int> parts = [local.Year % 100, local.Month, local.Day, local.Hour, local.Minute, local.Second];
        for (var i = 0; i < parts.Length; i++)
            target[i] = (byte)((parts[i] / 10 << 4) | (parts[i] % 10));
    }

    internal static bool TryReadTime(ReadOnlySpan<byte> bcd, out DateTimeOffset at)
    {
        at = default;
        Span<int> parts = stackalloc int[6];
        for (var i = 0; i < 6; i++)
        {
            var (tens, ones) = (bcd[i] >> 4, bcd[i] & 15);
            if (tens > 9 || ones > 9)
                return false;
            parts[i] = tens * 10 + ones;
        }

        var year = 2000 + parts[0];
        if (parts[1] is < 1 or > 12 || parts[2] < 1 || parts[2] > DateTime.DaysInMonth(year, parts[1]) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
            return false;
        at = new DateTimeOffset(year, parts[1], parts[2], parts[3], parts[4], parts[5], Zone).ToUniversalTime();
        return true;
    }
}
