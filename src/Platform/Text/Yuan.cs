using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Linli.Platform.Text;

/// <summary>Amounts in fen (1/100 yuan) as people read and type them.</summary>
public static partial class Yuan
{
    /// <summary>Nobody types more than ten billion yuan.</summary>
    private const decimal Most = 10_000_000_000m;

    /// <summary>12.50 元, ¥12.50; −3.00 元, −¥3.00.</summary>
    public static Phrase Words(long fen) => ($"{Figure(fen)} 元", Signed(fen));

    /// <summary>The same, and 免费 for nothing.</summary>
    public static Phrase WordsOrFree(long fen) => fen == 0 ? ("免费", "free") : ($"{Short(fen)} 元", $"¥{Short(fen)}");

    /// <summary>¥12.50 in either language, where there is little room.</summary>
    public static string Signed(long fen) => fen < 0 ? "−¥" + Grouped(-(decimal)fen) : "¥" + Grouped(fen);

    /// <summary>1,200.50, under a heading that names the unit.</summary>
    public static string Figure(long fen) => fen < 0 ? "−" + Grouped(-(decimal)fen) : Grouped(fen);

    /// <summary>3 where it is whole, 3.50 where it is not.</summary>
    public static string Short(long fen) => fen % 100 == 0 ? (fen / 100).ToString("#,0", CultureInfo.InvariantCulture) : Figure(fen);

    /// <summary>For the value of an input: 1200.50 has no comma.</summary>
    public static string Plain(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads yuan with at most two decimals; full-width digits, thousands, spaces around and a sign of the currency are forgiven.
    /// <c>null</c> for anything else, what is below zero or above ten billion included.
    /// </summary>
    public static long? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 30)
            return null;
        var typed = Typed().Match(text.Normalize(NormalizationForm.FormKC).Trim());
        return typed.Success && decimal.TryParse(typed.Groups["yuan"].ValueSpan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var yuan) && yuan <= Most
            ? (long)(yuan * 100) : null;
    }

    // A comma parts thousands and nothing else: "12,50" is no amount.
    [GeneratedRegex(@"^[¥￥]?\s*(?<yuan>([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?)\s*元?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Typed();

    private static string Grouped(decimal fen) => (fen / 100m).ToString("#,0.00", CultureInfo.InvariantCulture);
}
