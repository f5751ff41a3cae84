using System.Buffers;

namespace Linli.Mqtt.Wire;

/// <summary>Whether bytes hold a packet.</summary>
internal enum FrameStatus
{
    /// <summary>More bytes are needed.</summary>
    Partial,

    /// <summary>There is a whole packet.</summary>
    Whole,

    /// <summary>The length is written as no length can be.</summary>
    Malformed,

    /// <summary>The packet is longer than is taken; known before its bytes are there.</summary>
    TooLarge,
}

/// <summary>Cuts a stream of bytes into packets.</summary>
internal static class Frame
{
    private const int LongestHead = 5;

    /// <summary>Looks for a packet at the start of the bytes.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="most">Largest packet that is taken, its head included.</param>
    /// <param name="first">First byte: kind and flags.</param>
    /// <param name="head">Bytes before the body.</param>
    /// <param name="length">Bytes of the body.</param>
    public static FrameStatus Read(in ReadOnlySequence<byte> bytes, int most, out byte first, out int head, out int length)
    {
        first = 0;
        head = 0;
        length = 0;
        Span<byte> copied = stackalloc byte[LongestHead];
        scoped var start = bytes.FirstSpan;
        if (start.Length < LongestHead && bytes.Length > start.Length)
        {
            var few = (int)Math.Min(LongestHead, bytes.Length);
            bytes.Slice(0, few).CopyTo(copied);
            start = copied[..few];
        }

        if (start.Length < 2)
            return FrameStatus.Partial;
        first = start[0];
        for (var i = 1; i < LongestHead; i++)
        {
            if (i >= start.Length)
                return FrameStatus.Partial;
            length |= (start[i] & 0x7F) << (7 * (i - 1));
            if (start[i] >= 0x80)
                continue;
            head = i + 1;
            if (head + length > most)
                return FrameStatus.TooLarge;
            return bytes.Length >= head + length ? FrameStatus.Whole : FrameStatus.Partial;
        }

        return FrameStatus.Malformed;
    }
}
