using System.Buffers;
using System.Globalization;

namespace Linli.Hj212.Frames;

/// <summary>What was found in the bytes of a station.</summary>
internal enum Found
{
    /// <summary>Nothing whole yet.</summary>
    Nothing,

    /// <summary>A packet whose check fits.</summary>
    Packet,

    /// <summary>Bytes that are no packet; they were passed over.</summary>
    Odd,
}

/// <summary>
/// Cuts the bytes of a station into packets. Stations count their length wrong, leave out the line's end or put spaces before the
/// next packet: then the packet ends at the end of its line, if its check fits there.
/// </summary>
internal sealed class Deframer
{
    private const int Head = 6;
    private const int CheckSize = 4;
    private const int Longest = Head + HjPacket.LongestSegment + CheckSize + 2;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>The last packet.</summary>
    public HjPacket Packet { get; private set; } = new("", "", "", "", "", null, "");

    /// <summary>Why the last bytes were odd, or the packet needed patience; empty when nothing was.</summary>
    public string Why { get; private set; } = "";

    /// <summary>The bytes that were odd.</summary>
    public ReadOnlySequence<byte> Odd { get; private set; }

    /// <summary>Takes the next packet off a buffer.</summary>
    public Found Next(ref ReadOnlySequence<byte> buffer)
    {
        Why = "";
        SkipLineEnds(ref buffer);
        if (buffer.IsEmpty)
            return Found.Nothing;
        var piece = buffer.Slice(0, Math.Min(buffer.Length, Longest));
        var bytes = piece.IsSingleSegment ? piece.FirstSpan : piece.ToArray();
        var start = bytes.IndexOf("##"u8);
        if (start != 0)
            return start < 0 && bytes[^1] == '#' ? SkipTo(ref buffer, bytes.Length - 1) : SkipTo(ref buffer, start < 0 ? bytes.Length : start);
        if (bytes.Length < Head)
            return Found.Nothing;
        if (bytes[2] == '#')
            return SkipTo(ref buffer, 1);
        if (int.TryParse(bytes.Slice(2, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            var size = Head + length + CheckSize;
            if (bytes.Length >= size && CheckFits(bytes.Slice(Head, length), bytes.Slice(Head + length, CheckSize)))
                return Take(ref buffer, bytes.Slice(Head, length), size, "");
            if (bytes.Length < size && bytes[Head..].IndexOfAny(LineEnds) < 0)
                return Found.Nothing;
        }

        return ByLine(ref buffer, bytes);
    }

    private Found ByLine(ref ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        // Without an end of line the beginning of the next packet is the end of this one.
        var (next, end) = (bytes[2..].IndexOf("##"u8) + 2, bytes[Head..].IndexOfAny(LineEnds) + Head);
        if (end < Head || (next >= Head && next < end))
            end = next;
        if (end < Head)
            return next < 2 && bytes.Length < Longest ? Found.Nothing : SkipTo(ref buffer, next < 2 ? bytes.Length : next, "a packet whose check does not fit");
        var line = bytes[Head..end].TrimEnd((byte)' ');
        if (line.Length > CheckSize && CheckFits(line[..^CheckSize], line[^CheckSize..]))
            return Take(ref buffer, line[..^CheckSize], end, "a length that does not fit");
        return SkipTo(ref buffer, end, "a packet whose check does not fit");
    }

    private Found Take(ref ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> segment, int size, string why)
    {
        var packet = HjPacket.Read(segment);
        if (packet is null)
            return SkipTo(ref buffer, size, "a packet without a command");
        (Packet, Why, Odd) = (packet, why, buffer.Slice(0, size));
        buffer = buffer.Slice(size);
        return Found.Packet;
    }

    private Found SkipTo(ref ReadOnlySequence<byte> buffer, int length, string why = "bytes outside a packet")
    {
        if (length == 0)
            return Found.Nothing;
        (Odd, Why) = (buffer.Slice(0, length), why);
        buffer = buffer.Slice(length);
        return Found.Odd;
    }

    private static void SkipLineEnds(ref ReadOnlySequence<byte> buffer)
    {
        while (!buffer.IsEmpty && buffer.FirstSpan[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or 0)
            buffer = buffer.Slice(1);
    }

    private static bool CheckFits(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> check) =>
        ushort.TryParse(check, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number == HjPacket.Check(segment);
}
