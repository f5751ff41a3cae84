using System.Buffers;
using System.Buffers.Binary;

namespace Linli.Gb26875.Frames;

/// <summary>What was found in the bytes of a unit.</summary>
internal enum Found
{
    /// <summary>Nothing whole yet.</summary>
    Nothing,

    /// <summary>A message whose sum fits.</summary>
    Message,

    /// <summary>A message between its marks whose sum does not fit: it is denied.</summary>
    WrongSum,

    /// <summary>Bytes that are no message; they were passed over.</summary>
    Odd,
}

/// <summary>
/// Cuts the bytes of a unit into messages. Makers write the length big-endian, or wrong: then the message ends at the first end
/// mark whose sum fits.
/// </summary>
internal sealed class Deframer
{
    private const int Longest = GbFrame.Around + GbFrame.LongestData;

    /// <summary>The last message.</summary>
    public GbMessage Message { get; private set; } = new(0, 0, 0, 0, 0, []);

    /// <summary>The clock of the unit as the last message bears it: six bytes.</summary>
    public byte[] Clock { get; private set; } = [];

    /// <summary>Why the last bytes were odd, or the message needed patience; empty when nothing was.</summary>
    public string Why { get; private set; } = "";

    /// <summary>The bytes that were odd.</summary>
    public ReadOnlySequence<byte> Odd { get; private set; }

    /// <summary>Takes the next message off a buffer.</summary>
    public Found Next(ref ReadOnlySequence<byte> buffer)
    {
        Why = "";
        if (buffer.IsEmpty)
            return Found.Nothing;
        // A message is short: what lies in pieces is brought together, at most one message long.
        var piece = buffer.Slice(0, Math.Min(buffer.Length, Longest));
        var bytes = piece.IsSingleSegment ? piece.FirstSpan : piece.ToArray();
        var start = bytes.IndexOf([GbFrame.Start, GbFrame.Start]);
        if (start != 0)
            return SkipTo(ref buffer, start > 0 ? start : bytes[^1] == GbFrame.Start ? bytes.Length - 1 : bytes.Length);
        if (bytes.Length < GbFrame.Around)
            return Found.Nothing;

        var little = BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]);
        var size = GbFrame.Around + little;
        if (little <= GbFrame.LongestData)
        {
            if (bytes.Length < size)
                return bytes.Length == Longest || IsWholeAlready(bytes) ? Scan(ref buffer, bytes) : Found.Nothing;
            if (Ends(bytes, size))
                return Take(ref buffer, bytes[..size], "");
        }

        return Scan(ref buffer, bytes);
    }

    // A length that is too long must not hold back what follows: a sum that fits at an end mark, with nothing or the next message behind it.
    private static bool IsWholeAlready(ReadOnlySpan<byte> bytes)
    {
        for (var size = GbFrame.Around; size <= bytes.Length; size++)
            if (Ends(bytes, size) && (size == bytes.Length || bytes[size..].StartsWith((ReadOnlySpan<byte>)[GbFrame.Start, GbFrame.Start])) && SumFits(bytes[..size]))
                return true;
        return false;
    }

    private Found Scan(ref ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        for (var size = GbFrame.Around; size <= bytes.Length; size++)
            if (Ends(bytes, size) && SumFits(bytes[..size]))
                return Take(ref buffer, bytes[..size], "a length that does not fit");
        if (bytes.Length < Longest && bytes[2..].IndexOf([GbFrame.End, GbFrame.End, GbFrame.Start, GbFrame.Start]) < 0)
            return Found.Nothing;
        Why = "a message without end";
        var next = bytes[2..].IndexOf([GbFrame.Start, GbFrame.Start]);
        return SkipTo(ref buffer, next < 0 ? bytes.Length : next + 2, Why);
    }

    private Found Take(ref ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> frame, string why)
    {
        Odd = buffer.Slice(0, frame.Length);
        buffer = buffer.Slice(frame.Length);
        var unit = frame[2..];
        Message = new(
            BinaryPrimitives.ReadUInt16LittleEndian(unit), BinaryPrimitives.ReadUInt16LittleEndian(unit[2..]), GbFrame.ReadAddress(unit[10..]), GbFrame.ReadAddress(unit[16..]),
            unit[24], frame[(2 + GbFrame.ControlUnit)..^3].ToArray());
        Clock = unit[4..10].ToArray();
        var fits = SumFits(frame);
        Why = fits ? why : "a sum that does not fit";
        return fits ? Found.Message : Found.WrongSum;
    }

    private Found SkipTo(ref ReadOnlySequence<byte> buffer, int length, string why = "bytes outside a message")
    {
        if (length == 0)
            return Found.Nothing;
        (Odd, Why) = (buffer.Slice(0, length), why);
        buffer = buffer.Slice(length);
        return Found.Odd;
    }

    private static bool Ends(ReadOnlySpan<byte> bytes, int size) => bytes[size - 1] == GbFrame.End && bytes[size - 2] == GbFrame.End;

    private static bool SumFits(ReadOnlySpan<byte> frame) => GbFrame.Sum(frame[2..^3]) == frame[^3];
}
