using System.Collections.Frozen;
using System.Text;
using Linli.Platform.Tables;

namespace Linli.Platform.Text;

/// <summary>
/// Names as they sound (拼音), without tones: by it staff find 沈桂芳 typing <c>sgf</c> or <c>shen gui</c>. Knows the 6,763
/// characters of GB 2312, each with its most usual reading, and surnames that are read otherwise than the character.
/// </summary>
public static class Pinyin
{
    private static readonly Lazy<FrozenDictionary<char, string>> syllables = new(Read);

    // What a character is read like at the beginning of a name.
    private static readonly FrozenDictionary<string, string> surnames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["万俟"] = "mo qi", ["尉迟"] = "yu chi", ["长孙"] = "zhang sun", ["澹台"] = "tan tai", ["单于"] = "chan yu",
        ["单"] = "shan", ["曾"] = "zeng", ["解"] = "xie", ["仇"] = "qiu", ["区"] = "ou", ["查"] = "zha", ["朴"] = "piao",
        ["任"] = "ren", ["盖"] = "ge", ["乐"] = "yue", ["缪"] = "miao", ["秘"] = "bi", ["种"] = "chong", ["重"] = "chong",
        ["覃"] = "qin", ["翟"] = "zhai", ["召"] = "shao", ["员"] = "yun", ["尹"] = "yin", ["折"] = "she", ["冼"] = "xian",
        ["黑"] = "he", ["繁"] = "po", ["逄"] = "pang", ["晁"] = "chao", ["牟"] = "mou", ["都"] = "du", ["石"] = "shi",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// What a name is found by: all syllables without gaps, then the initials, <c>shenguifang sgf</c>. Latin names are kept in
    /// small letters. Empty for names of characters that are not known.
    /// </summary>
    /// <param name="name">A name in Chinese or Latin letters.</param>
    public static string KeyOf(string? name)
    {
        var read = Syllables(name ?? "").ToList();
        return read.Count == 0 ? "" : $"{string.Concat(read)} {string.Concat(read.Select(s => s[0]))}";
    }

    /// <summary>The syllables of a name, in small letters and without tones.</summary>
    /// <param name="name">A name in Chinese or Latin letters.</param>
    public static IEnumerable<string> Syllables(string name)
    {
        name = name.Trim();
        var word = new StringBuilder();
        var start = 0;
        foreach (var length in (int[])[2, 1])
            if (name.Length > length && surnames.TryGetValue(name[..length], out var surname))
            {
                foreach (var syllable in surname.Split(' '))
                    yield return syllable;
                start = length;
                break;
            }

        foreach (var c in name.AsSpan(start).ToArray())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            if (word.Length > 0)
                yield return Taken(word);
            if (syllables.Value.TryGetValue(c, out var syllable))
                yield return syllable;
        }

        if (word.Length > 0)
            yield return Taken(word);
    }

    private static string Taken(StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        return text;
    }

    private static FrozenDictionary<char, string> Read()
    {
        using var stream = typeof(Pinyin).Assembly.GetManifestResourceStream("pinyin.csv")
            ?? throw new InvalidOperationException("The table of syllables is missing.");
        using var table = TableReader.Open(stream);
        return table.Rows().SelectMany(row => row["characters"].Select(c => (c, Syllable: row["syllable"])))
            .ToFrozenDictionary(pair => pair.c, pair => pair.Syllable);
    }
}
