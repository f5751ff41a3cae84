using System.Globalization;
using System.Text.RegularExpressions;

namespace Linli.Platform.Text;

/// <summary>
/// Personal data as it is shown to those who need only to recognise it (脱敏). An empty text stays empty; when in doubt
/// more is hidden rather than less.
/// </summary>
public static partial class Masked
{
    /// <summary>
    /// A name: its first character and a star for each of the rest, <c>沈小芳 → 沈**</c>. Names longer than four
    /// characters, such as Latin ones, show three stars whatever their length.
    /// </summary>
    public static string Name(string? name)
    {
        var text = name?.Trim() ?? "";
        if (text.Length == 0)
            return "";

        // By text element: a family name outside the basic plane is two chars and must not be cut in half.
        var first = StringInfo.GetNextTextElement(text);
        var rest = new StringInfo(text).LengthInTextElements - 1;
        // A single character has nothing to hide behind; it becomes a star itself.
        return rest == 0 ? "*" : first + new string('*', rest <= 3 ? rest : 3);
    }

    /// <summary>
    /// A phone number: <c>138****5678</c>, <c>0571-****4321</c>, and without area code <c>****4321</c>. Of anything
    /// shorter than seven digits nothing is shown.
    /// </summary>
    public static string Phone(string? phone)
    {
        var text = phone?.Trim() ?? "";
        if (text.Count(char.IsAsciiDigit) < 7)
            return new string('*', text.Length);

        var areaEnd = text.StartsWith('0') ? text.IndexOf('-', StringComparison.Ordinal) + 1 : 0;
        var head = areaEnd > 0 ? areaEnd : text.Length >= 11 ? 3 : 0;
        return string.Concat(text.AsSpan(0, head), new string('*', text.Length - head - 4), text.AsSpan(text.Length - 4));
    }

    /// <summary>
    /// A document's number: four characters at either end of fifteen or more, <c>3301**********0026</c>; one and three
    /// of a shorter one, <c>E*****678</c>; nothing of fewer than seven.
    /// </summary>
    public static string IdNumber(string? number)
    {
        var text = number?.Trim() ?? "";
        var (head, tail) = text.Length switch
        {
            >= 15 => (4, 4),
            >= 7 => (1, 3),
            _ => (0, 0),
        };
        return string.Concat(text.AsSpan(0, head), new string('*', text.Length - head - tail), text.AsSpan(text.Length - tail));
    }

    /// <summary>
    /// An address down to its street or compound: everything from the first number on is hidden,
    /// <c>江南大道588号3幢501室 → 江南大道***</c>. Without a number the second half is.
    /// </summary>
    public static string Address(string? address)
    {
        var text = address?.Trim() ?? "";
        if (text.Length == 0)
            return "";

        var number = HouseNumber().Match(text);
        var shown = number.Success ? text[..number.Index] : text[..(text.Length / 2)];
        return shown + "***";
    }

    // Digits of any width; Chinese numerals only before a counter, or 三里屯 and 五一村 would be cut.
    [GeneratedRegex(@"\p{Nd}|[一二三四五六七八九十百零〇两甲乙丙丁东南西北]+(幢|栋|座|号|弄|单元|室|层|楼|户|组)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HouseNumber();
}
