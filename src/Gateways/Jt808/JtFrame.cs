using System.Buffers;

namespace Linli.Jt808;

/// <summary>Writes messages as they go over the wire: header, body and check byte, escaped, between 7E.</summary>
public static class JtFrame
{
    /// <summary>The longest body of one frame; longer ones go in parts.</summary>
    public const int LongestBody = 1023;

    /// <summary>The longest frame: header with parts, body and check byte, all escaped, and both marks.</summary>
    public const int Longest = 2 * (21 + LongestBody + 1) + 2;

    internal const byte Mark = 0x7E;
    internal const byte Escape = 0x7D;

    /// <summary>One frame.</summary>
    /// <param name="id">Message id.</param>
    /// <param name="phone">The terminal's number, up to 12 digits, in 2019 up to 20.</param>
    /// <param name="serial">消息流水号.</param>
    /// <param name="body">At most <see cref="LongestBody"/> bytes.</param>
    /// <param name="is2019">Whether by the 2019 edition.</param>
    /// <param name="parts">消息总包数, 0 for a whole message.</param>
    /// <param name="part">包序号 from 1.</param>
    public static byte[] Write(ushort id, string phone, ushort serial, ReadOnlySpan<byte> body, bool is2019 = false, int parts = 0, int part = 0)
    {
        var writer = new ArrayBufferWriter<byte>(body.Length + 40);
        Write(writer, id, phone, serial, body, is2019, parts, part);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>One frame, appended to others.</summary>
    /// <exception cref="ArgumentException">The body or the number is too long.</exception>
    public static void Write(IBufferWriter<byte> writer, ushort id, string phone, ushort serial, ReadOnlySpan<byte> body, bool is2019, int parts = 0, int part = 0)
    {
        if (body.Length > LongestBody)
            throw new ArgumentException($"A body has at most {LongestBody} bytes; {body.Length} go in parts.", nameof(body));
        if (phone.Length > (is2019 ? 20 : 12))
            throw new ArgumentException($"The number '{phone}' is too long.", nameof(phone));
        Span<byte> header = stackalloc byte[21];
        header = header[..JtHeader.Write(header, id, phone, serial, body.Length, is2019, parts, part)];
        var target = writer.GetSpan(2 * (header.Length + body.Length + 1) + 2);
        target[0] = Mark;
        var at = 1;
        var check = (byte)0;
        Put(header, target, ref at, ref check);
        Put(body, target, ref at, ref check);
        var last = check;
        Put([last], target, ref at, ref check);
        target[at++] = Mark;
        writer.Advance(at);
    }

    /// <summary>All frames of a message, in parts when its body is long; parts have serials in a row.</summary>
    public static List<byte[]> WriteAll(ushort id, string phone, ushort firstSerial, ReadOnlySpan<byte> body, bool is2019)
    {
        if (body.Length <= LongestBody)
            return [Write(id, phone, firstSerial, body, is2019)];
        var parts = (body.Length + LongestBody - 1) / LongestBody;
        var frames = new List<byte[]>(parts);
        for (var i = 0; i < parts; i++)
        {
            var piece = body.Slice(i * LongestBody, Math.Min(LongestBody, body.Length - i * LongestBody));
            frames.Add(Write(id, phone, (ushort)(firstSerial + i), piece, is2019, parts, i + 1));
        }

        return frames;
    }

    private static void Put(ReadOnlySpan<byte> bytes, Span<byte> target, ref int at, ref byte check)
    {
        foreach (var b in bytes)
        {
            check ^= b;
            if (b is Mark or Escape)
            {
                target[at++] = Escape;
                target[at++] = (byte)(b == Mark ? 2 : 1);
            }
            else
            {
                target[at++] = b;
            }
        }
    }
}
