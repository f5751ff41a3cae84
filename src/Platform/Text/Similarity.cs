using System.Globalization;
using System.Text;
using CsvHelper;

namespace Linli.Platform.Text;

/// <summary>
/// How alike two short texts are, from 0 (nothing in common) to 1 (the same), such as two reports of one broken lamp:
/// <c>3幢门口路灯坏了</c> and <c>三幢楼下路灯不亮</c>.
/// </summary>
/// <remarks>
/// <para>
/// Both texts are cut into marks, words and pairs. A mark is a number with its counter (三幢, 3栋 and 3号楼 are one
/// mark). Words come from a table of synonyms, each with a weight; what remains becomes pairs of characters or whole
/// Latin words. The score is Dice's: twice the weight in common over the weight of both.
/// </para>
/// <para>
/// Two things halve the score, each once: the same counter with different numbers (3幢 against 5幢), and different
/// things (电梯 against 路灯). Whoever merges duplicates looks at place and time as well; this is one hint of three.
/// </para>
/// Immutable and safe to share between threads.
/// </remarks>
public sealed class Similarity
{
    /// <summary>From here on two reports are worth showing side by side as possible duplicates.</summary>
    public const double Alike = 0.6;

    private const double MarkWeight = 3;
    private const double WordWeight = 1;
    private const double LoneCharacterWeight = 0.5;
    private const string Digits = "零一二三四五六七八九";
    private static readonly Lazy<Similarity> standard = new(LoadStandard);

    private readonly Dictionary<string, Word> words = new(StringComparer.Ordinal);
    private readonly int longestVariant;

    /// <summary>Makes a measure from a table of words; of a variant listed twice the first row counts.</summary>
    public Similarity(IEnumerable<SimilarWord> table)
    {
        foreach (var row in table)
            foreach (var variant in row.Variants)
                words.TryAdd(Bigrams.Normalise(variant), new Word(row.Canonical, row.Weight, row.Kind));
        longestVariant = words.Count == 0 ? 0 : words.Keys.Max(variant => variant.Length);
    }

    /// <summary>The measure with the table that ships with Linli, made for what residents report.</summary>
    public static Similarity Standard => standard.Value;

    /// <summary>How alike two texts are, 0 to 1; symmetric. A text with nothing in it is like nothing.</summary>
    public double Of(string? one, string? other)
    {
        var (a, b) = (Parts(one), Parts(other));
        var total = a.Weights.Values.Sum() + b.Weights.Values.Sum();
        if (a.Weights.Count == 0 || b.Weights.Count == 0)
            return 0;

        var common = a.Weights.Where(part => b.Weights.ContainsKey(part.Key)).Sum(part => part.Value + b.Weights[part.Key]);
        var score = common / total;
        if (a.Marks.Any(mark => b.Marks.TryGetValue(mark.Key, out var numbers) && !numbers.Overlaps(mark.Value)))
            score /= 2;
        if (a.Things.Count > 0 && b.Things.Count > 0 && !a.Things.Overlaps(b.Things))
            score /= 2;
        return score;
    }

    /// <summary>Reads a table from CSV with the columns word, weight, kind and variants (separated by <c>|</c>).</summary>
    /// <exception cref="FormatException">A row cannot be read.</exception>
    public static IReadOnlyList<SimilarWord> ReadTable(TextReader csv)
    {
        using var reader = CsvReader.Create(
            csv, CsvReaderOptions.Default with { Separator = ',', TrackLineNumbers = true }, leaveOpen: true);
        var rows = new List<SimilarWord>();
        while (reader.Read())
        {
            if (!double.TryParse(reader.GetString(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
                || !Enum.TryParse<SimilarWordKind>(reader.GetString(2), ignoreCase: true, out var kind))
                throw new FormatException($"Line {reader.LineNumber}: expected word, weight, kind, variants.");
            rows.Add(new SimilarWord(reader.GetString(0), weight, kind, reader.GetString(3).Split('|')));
        }

        return rows;
    }

    private TextParts Parts(string? text)
    {
        var parts = new TextParts();
        var plain = Arabic(Bigrams.Normalise(text));
        var rest = new StringBuilder();
        for (var i = 0; i < plain.Length;)
        {
            var digits = DigitsAt(plain, i);
            if (digits > 0 && WordAt(plain, i + digits) is { Word.Kind: SimilarWordKind.Counter } counter)
            {
                parts.AddMark(counter.Word.Canonical, plain.Substring(i, digits));
                Flush(rest, parts);
                i += digits + counter.Length;
            }
            else if (digits == 0 && WordAt(plain, i) is { } found && found.Word.Kind != SimilarWordKind.Counter)
            {
                parts.AddWord(found.Word);
                Flush(rest, parts);
                i += found.Length;
            }
            else
            {
                var length = Math.Max(1, digits);
                rest.Append(plain, i, length);
                i += length;
            }
        }

        Flush(rest, parts);
        return parts;
    }

    // What no table knows: pairs of characters and whole Latin words. A lone character says little.
    private static void Flush(StringBuilder rest, TextParts parts)
    {
        var units = Bigrams.Units(rest.ToString());
        rest.Clear();
        for (var i = 0; i < units.Count; i++)
        {
            var (unit, isHan) = units[i];
            if (!isHan)
                parts.Weights.TryAdd(unit, WordWeight);
            else if (i + 1 < units.Count && units[i + 1].IsHan)
                parts.Weights.TryAdd(unit + units[i + 1].Text, WordWeight);
            else if (i == 0 || !units[i - 1].IsHan)
                parts.Weights.TryAdd(unit, LoneCharacterWeight);
        }
    }

    private (Word Word, int Length)? WordAt(string text, int start)
    {
        for (var length = Math.Min(longestVariant, text.Length - start); length > 0; length--)
            if (words.TryGetValue(text.Substring(start, length), out var word))
                return (word, length);
        return null;
    }

    private static int DigitsAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - start;
    }

    // 三幢 → 3幢, 十二 → 12, 二十一 → 21, 三〇一 → 301. Hundreds do not occur in what people call a building.
    // Every numeral is turned, also in words such as 一直: both texts are treated alike, so nothing is lost.
    private static string Arabic(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '十')
            {
                var tensBefore = i > 0 && Digit(text[i - 1]) > 0;
                var onesAfter = i + 1 < text.Length && Digit(text[i + 1]) > 0;
                plain.Append(tensBefore ? "" : "1").Append(onesAfter ? "" : "0");
            }
            else if (Digit(c) is >= 0 and var digit)
            {
                plain.Append((char)('0' + digit));
            }
            else
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static int Digit(char c) => c switch
    {
        '〇' => 0,
        '两' => 2,
        _ => Digits.IndexOf(c, StringComparison.Ordinal),
    };

    private static Similarity LoadStandard()
    {
        using var stream = typeof(Similarity).Assembly.GetManifestResourceStream("report-words.csv")
            ?? throw new InvalidOperationException("The table of report words is missing from the program.");
        using var csv = new StreamReader(stream);
        return new Similarity(ReadTable(csv));
    }

    private sealed record Word(string Canonical, double Weight, SimilarWordKind Kind);

    private sealed class TextParts
    {
        public Dictionary<string, double> Weights { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, HashSet<string>> Marks { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Things { get; } = new(StringComparer.Ordinal);

        public void AddMark(string counter, string number)
        {
            number = number.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
            if (!Marks.TryGetValue(counter, out var numbers))
                Marks[counter] = numbers = new HashSet<string>(StringComparer.Ordinal);
            numbers.Add(number);
            Weights.TryAdd(number + counter, MarkWeight);
        }

        public void AddWord(Word word)
        {
            if (word.Kind == SimilarWordKind.Noise)
                return;
            if (word.Kind == SimilarWordKind.Thing)
                Things.Add(word.Canonical);
            Weights.TryAdd(word.Canonical, word.Weight);
        }
    }
}

/// <summary>What a word of the table does in a comparison.</summary>
public enum SimilarWordKind
{
    /// <summary>Follows a number and makes it a mark, such as 幢.</summary>
    Counter,

    /// <summary>Where something is, such as 门口.</summary>
    Place,

    /// <summary>What it is about, such as 路灯; different things make texts unlike.</summary>
    Thing,

    /// <summary>What is wrong with it, such as 坏.</summary>
    Fault,

    /// <summary>Says nothing, such as 的.</summary>
    Noise,
}

/// <summary>One row of the table of <see cref="Similarity"/>.</summary>
/// <param name="Canonical">What all variants stand for.</param>
/// <param name="Weight">How much it tells, beside 1 for a pair of characters that no table knows.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Variants">How people say it; of two that fit, the longer is taken.</param>
public sealed record SimilarWord(string Canonical, double Weight, SimilarWordKind Kind, IReadOnlyList<string> Variants);
