using System.Buffers.Text;
using System.Text.Json;

namespace Linli.Mqtt.Messages;

/// <summary>Instants as devices write them; one without its zone is none, as it would be eight hours off for half of them.</summary>
internal static class Instants
{
    // 1970 to 2100: beyond, somebody counts in another unit.
    private const long MostMilliseconds = 4_102_444_800_000;

    /// <summary>Reads the value the reader stands on: ISO 8601 with its zone, or Unix milliseconds.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset at)
    {
        at = default;
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var milliseconds) && TryMilliseconds(milliseconds, out at);
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped || !HasZone(reader.ValueSpan))
            return false;
        if (!reader.TryGetDateTimeOffset(out at))
            return false;
        at = at.ToUniversalTime();
        return true;
    }

    /// <summary>Reads text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        at = default;
        if (Utf8Parser.TryParse(text, out long milliseconds, out var used) && used == text.Length)
            return TryMilliseconds(milliseconds, out at);
        if (!HasZone(text) || text.Length > 40)
            return false;
        Span<byte> quoted = stackalloc byte[42];
        quoted[0] = (byte)'"';
        text.CopyTo(quoted[1..]);
        quoted[text.Length + 1] = (byte)'"';
        if (text.ContainsAnyInRange((byte)0, (byte)31) || text.ContainsAny((byte)'"', (byte)'\\'))
            return false;
        var reader = new Utf8JsonReader(quoted[..(text.Length + 2)]);
        return reader.Read() && TryRead(ref reader, out at);
    }

    private static bool TryMilliseconds(long milliseconds, out DateTimeOffset at)
    {
        var fits = milliseconds is > 0 and < MostMilliseconds;
        at = fits ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return fits;
    }

    // Z, or +08:00 behind the time of day.
    private static bool HasZone(ReadOnlySpan<byte> text) =>
        text.Length > 16 && (text[^1] is (byte)'Z' || text[^6] is (byte)'+' or (byte)'-');
}
