using System.Buffers;

namespace Linli.Jt808.Frames;

/// <summary>What was found in the bytes of a terminal.</summary>
internal enum Found
{
    /// <summary>Nothing whole yet.</summary>
    Nothing,

    /// <summary>A whole frame whose check byte fits.</summary>
    Frame,

    /// <summary>Bytes that are no frame; they were passed over.</summary>
    Odd,
}

/// <summary>
/// Cuts the bytes of a terminal into frames. A mark ends one frame and may begin the next: terminals share marks, lose them and
/// double them. Whatever is broken costs its own frame and nothing after it.
/// </summary>
internal sealed class Deframer
{
    private readonly byte[] frame = new byte[JtFrame.Longest];
    private int length;

    /// <summary>The last frame, unescaped, without marks and check byte; good until the next call.</summary>
    public ReadOnlySpan<byte> Frame => frame.AsSpan(0, length);

    /// <summary>Why the last bytes were odd.</summary>
    public string Why { get; private set; } = "";

    /// <summary>The bytes that were odd.</summary>
    public ReadOnlySequence<byte> Odd { get; private set; }

    /// <summary>Takes the next frame off a buffer.</summary>
    public Found Next(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            if (buffer.IsEmpty)
                return Found.Nothing;
            if (buffer.FirstSpan[0] != JtFrame.Mark)
                return SkipToMark(ref buffer);
            var rest = buffer.Slice(1);
            if (rest.PositionOf(JtFrame.Mark) is not { } end)
                return Unended(ref buffer);
            var content = rest.Slice(0, end);
            // The mark stays: it may be the first of the next frame.
            buffer = rest.Slice(end);
            if (content.IsEmpty)
                continue;
            if (Unescape(content))
                return Found.Frame;
            Odd = content;
            return Found.Odd;
        }
    }

    private Found SkipToMark(ref ReadOnlySequence<byte> buffer)
    {
        var start = buffer.PositionOf(JtFrame.Mark) ?? buffer.End;
        (Odd, Why) = (buffer.Slice(0, start), "bytes outside a frame");
        buffer = buffer.Slice(start);
        return Found.Odd;
    }

    private Found Unended(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length <= JtFrame.Longest)
            return Found.Nothing;
        (Odd, Why) = (buffer, "a frame without end");
        buffer = buffer.Slice(buffer.End);
        return Found.Odd;
    }

    private bool Unescape(ReadOnlySequence<byte> content)
    {
        if (content.Length > JtFrame.Longest)
        {
            Why = "a frame that is too long";
            return false;
        }

        var (at, check, escaped) = (0, (byte)0, false);
        foreach (var segment in content)
        {
            foreach (var b in segment.Span)
            {
                var plain = b;
                if (escaped)
                {
                    if (b is not (1 or 2))
                    {
                        Why = "an escape that is none";
                        return false;
                    }

                    plain = b == 1 ? JtFrame.Escape : JtFrame.Mark;
                    escaped = false;
                }
                else if (b == JtFrame.Escape)
                {
                    escaped = true;
                    continue;
                }

                frame[at++] = plain;
                check ^= plain;
            }
        }

        Why = escaped ? "an escape cut off" : at < 13 ? "a frame that is too short" : check != 0 ? "a check byte that does not fit" : "";
        length = at - 1;
        return Why.Length == 0;
    }
}
