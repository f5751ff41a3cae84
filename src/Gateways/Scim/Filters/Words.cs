using System.Text.Json;
using System.Text.Json.Nodes;

namespace Linli.Scim.Filters;

/// <summary>A filter in words: names, brackets, quoted texts.</summary>
internal sealed class Words
{
    private readonly List<string> all = [];
    private int at;

    public Words(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var end = text[i] is '(' or ')' or '[' or ']' ? i + 1 : text[i] == '"' ? EndOfText(text, i) : EndOfWord(text, i);
            all.Add(text[i..end]);
            i = end;
        }
    }

    public string? Next => at < all.Count ? all[at] : null;

    public string? Take() => at < all.Count ? all[at++] : null;

    public bool Skip(string word)
    {
        if (Next?.Equals(word, StringComparison.OrdinalIgnoreCase) != true)
            return false;
        at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Skip(word))
            throw new GrammarException($"应为“{word}”。", $"'{word}' is expected.");
    }

    /// <summary>A value as JSON writes it.</summary>
    public JsonNode? Value()
    {
        var word = Take() ?? throw new GrammarException("缺少比较的值。", "the value is missing.");
        if (word.ToLowerInvariant() is "true" or "false" or "null")
            word = word.ToLowerInvariant();
        try
        {
            return JsonNode.Parse(word) is JsonValue or null ? JsonNode.Parse(word) : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new GrammarException("值应为带双引号的文字、true、false、数字或 null。", "a value is a text in double quotes, true, false, a number or null.");
        }
    }

    private static int EndOfText(string text, int from)
    {
        for (var i = from + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i + 1;
        }

        throw new GrammarException("引号没有结束。", "a quoted text does not end.");
    }

    private static int EndOfWord(string text, int from)
    {
        var i = from;
        while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or '[' or ']' or '"'))
            i++;
        return i;
    }
}
