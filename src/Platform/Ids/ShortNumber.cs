using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Linli.Platform.Ids;

/// <summary>
/// The number people read out and type (短编号): <c>HF-2611-0042</c> is the 42nd of November 2026 under the prefix HF.
/// Sequences past 9999 simply grow longer.
/// </summary>
public sealed record ShortNumber : IParsable<ShortNumber>
{
    private ShortNumber(string prefix, int year, int month, int sequence) =>
        (Prefix, Year, Month, Sequence) = (prefix, year, month, sequence);

    /// <summary>One to eight capital Latin letters.</summary>
    public string Prefix { get; }

    /// <summary>Year, 2000–2099.</summary>
    public int Year { get; }

    /// <summary>Month, 1–12, of the local calendar.</summary>
    public int Month { get; }

    /// <summary>Place in the month, from 1.</summary>
    public int Sequence { get; }

    /// <summary>Makes the number of something that began on a local date.</summary>
    /// <param name="prefix">One to eight Latin letters.</param>
    /// <param name="date">Local date (Asia/Shanghai), 2000–2099; only year and month are kept.</param>
    /// <param name="sequence">From 1.</param>
    /// <exception cref="ArgumentException">A part lies outside its range.</exception>
    public static ShortNumber For(string prefix, DateOnly date, int sequence)
    {
        if (!IsPrefix(prefix))
            throw new ArgumentException("A prefix is one to eight Latin letters.", nameof(prefix));
        ArgumentOutOfRangeException.ThrowIfNotEqual(date.Year / 100, 20, nameof(date));
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        return new ShortNumber(prefix.ToUpperInvariant(), date.Year, date.Month, sequence);
    }

    /// <summary>The number as people see it, such as <c>HF-2611-0042</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Year % 100:00}{Month:00}-{Sequence:0000}");

    /// <summary>
    /// Reads a number back as people type it: any case, full-width characters and surrounding spaces are forgiven,
    /// the hyphens are not, for without them the parts cannot be told apart.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ShortNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 64)
            return false;

        var parts = text.Normalize(NormalizationForm.FormKC).Trim().Split('-');
        if (parts is not [var prefix, { Length: 4 } yearMonth, { Length: >= 4 and <= 10 } digits]
            || !IsPrefix(prefix)
            || !int.TryParse(yearMonth, NumberStyles.None, CultureInfo.InvariantCulture, out var ym)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || ym % 100 is < 1 or > 12
            || sequence < 1
            || (digits.Length > 4 && digits[0] == '0'))
            return false;

        number = new ShortNumber(prefix.ToUpperInvariant(), 2000 + (ym / 100), ym % 100, sequence);
        return true;
    }

    static ShortNumber IParsable<ShortNumber>.Parse(string s, IFormatProvider? provider) =>
        TryParse(s, out var number) ? number : throw new FormatException("A number such as HF-2611-0042 is expected.");

    static bool IParsable<ShortNumber>.TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ShortNumber result) =>
        TryParse(s, out result);

    private static bool IsPrefix(string prefix) => prefix.Length is >= 1 and <= 8 && prefix.All(char.IsAsciiLetter);
}
