using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Linli.Mqtt.Messages;

/// <summary>Codes of measures as strings, each made once, however many readings name it.</summary>
internal sealed class MeasureNames
{
    public const int Longest = 60;

    // Devices of unknown kinds may name anything; what is beyond this is not kept.
    private const int MostKept = 4096;

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);

    private readonly ConcurrentDictionary<string, string> kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> byText;

    public MeasureNames() => byText = kept.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The code in these bytes, or <c>null</c> when they are none.</summary>
    public string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > Longest || bytes.ContainsAnyExcept(Allowed))
            return null;
        Span<char> text = stackalloc char[Longest];
        text = text[..Encoding.ASCII.GetChars(bytes, text)];
        if (byText.TryGetValue(text, out var known))
            return known;
        var name = text.ToString();
        if (kept.Count < MostKept)
            kept.TryAdd(name, name);
        return name;
    }
}
