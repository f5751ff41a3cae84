using System.Text.Json;

namespace Linli.Sensing.Send;

/// <summary>Texts as strings, the last few of them without making them anew: bodies name the same devices and measures over and over.</summary>
internal sealed class WordBook
{
    private readonly string?[] words = new string?[8];
    private int next;

    /// <summary>The text or name the reader stands on.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        foreach (var word in words)
            if (word is not null && reader.ValueTextEquals(word))
                return word;
        var made = reader.GetString()!;
        words[next++ % words.Length] = made;
        return made;
    }
}
