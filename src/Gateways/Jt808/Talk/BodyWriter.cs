using System.Buffers.Binary;

namespace Linli.Jt808.Talk;

/// <summary>Writes the fields of a body, big-endian.</summary>
internal sealed class BodyWriter
{
    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public BodyWriter Byte(int value)
    {
        bytes.Add((byte)value);
        return this;
    }

    public BodyWriter Word(int value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)value);
        bytes.AddRange(two);
        return this;
    }

    public BodyWriter Dword(long value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, (uint)value);
        bytes.AddRange(four);
        return this;
    }

    public BodyWriter Degrees(double value) => Dword((long)Math.Round(Math.Abs(value) * 1e6));

    public BodyWriter Bytes(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }

    public BodyWriter Text(string value) => Bytes(JtText.Encoding.GetBytes(value));

    /// <summary>Text of a fixed length, padded with zeros.</summary>
    public BodyWriter Text(string value, int size)
    {
        var text = JtText.Encoding.GetBytes(value);
        return Bytes(text.AsSpan(0, Math.Min(size, text.Length))).Bytes(new byte[Math.Max(0, size - text.Length)]);
    }

    public BodyWriter Time(DateTimeOffset at)
    {
        Span<byte> bcd = stackalloc byte[6];
        JtPosition.WriteTime(bcd, at);
        return Bytes(bcd);
    }
}
