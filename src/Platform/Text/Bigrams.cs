using System.Text;

namespace Linli.Platform.Text;

/// <summary>
/// Makes Chinese text searchable by the word indexes of SQLite (FTS5, <c>unicode61</c>) and PostgreSQL
/// (<c>to_tsvector('simple', …)</c>), which know no Chinese words: Chinese becomes overlapping pairs of characters,
/// so that a phrase of pairs is a substring; Latin words and numbers stay whole.
/// </summary>
/// <remarks>
/// <c>3幢门口LED坏了</c> is indexed as <c>3 幢门 门口 口 led 坏了 了</c>. The last character of each stretch stands
/// alone once more, so that a search for it, or from it on into the next word, finds it too. Width, case and
/// punctuation never matter.
/// </remarks>
public static class Bigrams
{
    /// <summary>The tokens of a text for the index, separated by single spaces; empty when there is nothing to find.</summary>
    public static string Index(string? text)
    {
        var tokens = new List<string>();
        var units = Units(text);
        for (var i = 0; i < units.Count; i++)
            tokens.Add(units[i].IsHan && i + 1 < units.Count && units[i + 1].IsHan
                ? units[i].Text + units[i + 1].Text
                : units[i].Text);
        return string.Join(' ', tokens);
    }

    /// <summary>
    /// A search in the language of SQLite FTS5, for <c>MATCH</c>: each part between spaces must occur as a substring, its
    /// last word at least as a beginning. Safe whatever was typed. Empty when there is nothing to search for, which
    /// <c>MATCH</c> does not accept: leave the condition out.
    /// </summary>
    public static string Fts5Query(string? search) =>
        string.Join(" AND ", Phrases(search).Select(phrase => $"\"{string.Join(' ', phrase)}\" *"));

    /// <summary>
    /// The same search in the language of PostgreSQL, for <c>to_tsquery('simple', …)</c>. Empty when there is nothing
    /// to search for.
    /// </summary>
    public static string TsQuery(string? search) =>
        string.Join(" & ", Phrases(search).Select(phrase => $"({string.Join(" <-> ", phrase.Select(token => $"'{token}'"))}:*)"));

    /// <summary>
    /// What two texts must share for one to be found in the other: half-width, small letters, without punctuation, one
    /// space between words that would otherwise run together.
    /// </summary>
    public static string Normalise(string? text)
    {
        var plain = new StringBuilder();
        var wordBefore = false;
        foreach (var unit in Units(text))
        {
            if (wordBefore && !unit.IsHan)
                plain.Append(' ');
            plain.Append(unit.Text);
            wordBefore = !unit.IsHan;
        }

        return plain.ToString();
    }

    // The tokens of a search leave out the lone last character of its last stretch: the prefix match of the last token
    // covers it, and in the index something else may follow.
    private static IEnumerable<List<string>> Phrases(string? search)
    {
        foreach (var part in (search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var units = Units(part);
            var tokens = new List<string>();
            for (var i = 0; i < units.Count; i++)
            {
                var joinsNext = units[i].IsHan && i + 1 < units.Count && units[i + 1].IsHan;
                var endsLastStretch = units[i].IsHan && i + 1 == units.Count && i > 0 && units[i - 1].IsHan;
                if (!endsLastStretch)
                    tokens.Add(joinsNext ? units[i].Text + units[i + 1].Text : units[i].Text);
            }

            if (tokens.Count > 0)
                yield return tokens;
        }
    }

    // A unit is one Chinese character, or one run of other letters and digits.
    internal static List<(string Text, bool IsHan)> Units(string? text)
    {
        var units = new List<(string Text, bool IsHan)>();
        var word = new StringBuilder();
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            var isHan = IsHan(rune);
            if (Rune.IsLetterOrDigit(rune) && !isHan)
            {
                word.Append(rune);
                continue;
            }

            if (word.Length > 0)
                units.Add((word.ToString(), false));
            word.Clear();
            if (isHan)
                units.Add((rune.ToString(), true));
        }

        if (word.Length > 0)
            units.Add((word.ToString(), false));
        return units;
    }

    // Broken surrogates would make Normalize throw; a round trip over runes replaces them.
    internal static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune);
        return sound.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
    }

    // Han, and the Japanese syllables, which are written without gaps as well.
    internal static bool IsHan(Rune rune) => rune.Value is
        0x3007 or (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD);
}
