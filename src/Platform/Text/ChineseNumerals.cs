using System.Text.RegularExpressions;

namespace Linli.Platform.Text;

/// <summary>Numbers below a hundred as addresses write them: 七, 十二, 二十三.</summary>
public static partial class ChineseNumerals
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>The number, or <c>null</c> when the text is none.</summary>
    public static int? Read(string text)
    {
        if (!Shape().IsMatch(text))
            return null;
        var ten = text.IndexOf('十', StringComparison.Ordinal);
        if (ten < 0)
            return Digits.IndexOf(text[0], StringComparison.Ordinal);
        var tens = ten == 0 ? 1 : Digits.IndexOf(text[0], StringComparison.Ordinal);
        return (tens * 10) + (ten + 1 < text.Length ? Digits.IndexOf(text[ten + 1], StringComparison.Ordinal) : 0);
    }

    [GeneratedRegex("^([一二三四五六七八九]?十[一二三四五六七八九]?|[零一二三四五六七八九])$")]
    private static partial Regex Shape();
}
