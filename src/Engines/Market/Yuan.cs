using System.Globalization;
using System.Text;
using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>Fen as people read and write them.</summary>
internal static class Yuan
{
    /// <summary>12.50 元, ¥12.50.</summary>
    public static Phrase Words(long fen) => ($"{Figure(fen)} 元", $"¥{Figure(fen)}");

    /// <summary>12.50, under a heading that names the unit.</summary>
    public static string Figure(long fen) => (fen / 100m).ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>For the value of an input: 12.5 is 12.50, and 1200 has no comma.</summary>
    public static string Plain(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Reads yuan with at most two decimals, full-width digits and a sign of the currency forgiven; <c>null</c> for anything else.</summary>
    public static long? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 30)
            return null;
        var clean = text.Normalize(NormalizationForm.FormKC).Replace("元", "", StringComparison.Ordinal).Trim().TrimStart('¥', '￥');
        return decimal.TryParse(clean, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var yuan)
            && yuan < 10_000_000_000m && decimal.Truncate(yuan * 100) == yuan * 100 ? (long)(yuan * 100) : null;
    }
}
