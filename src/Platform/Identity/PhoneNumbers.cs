using System.Text;
using Linli.Platform.Text;

namespace Linli.Platform.Identity;

/// <summary>Why a text is no phone number of the kind asked for (R49).</summary>
public enum PhoneProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Nothing was given.</summary>
    Empty,

    /// <summary>A public service number such as 110 or 12345, which nobody owns.</summary>
    Reserved,

    /// <summary>Not the right digits.</summary>
    Shape,
}

/// <summary>What <see cref="MobileNumber"/> and <see cref="Landline"/> share.</summary>
public static class PhoneNumbers
{
    private static readonly string[] reserved =
        ["110", "112", "114", "119", "120", "122", "12315", "12320", "12329", "12333", "12345", "12348", "12355", "12366", "12369", "12393"];

    /// <summary>A sentence that a person who mistyped can act on.</summary>
    public static Phrase Describe(PhoneProblem problem) => problem switch
    {
        PhoneProblem.None => ("号码正确", "The number is right"),
        PhoneProblem.Empty => ("请填写电话号码", "Please enter a phone number"),
        PhoneProblem.Reserved => ("这是公共服务号码，请填写本人号码", "This is a public service number; please enter your own"),
        _ => ("电话号码不正确，请核对", "This is not a phone number; please check it"),
    };

    /// <summary>Whether digits are a public service number such as 110 or 12345 (R49).</summary>
    public static bool IsReserved(string digits) => reserved.Contains(digits);

    // Digits without the country code; a '+', spaces, brackets and hyphens are how people write, anything else is not a number.
    internal static PhoneProblem National(string? text, out string digits, out bool hadCountryCode)
    {
        digits = "";
        hadCountryCode = false;
        if (string.IsNullOrWhiteSpace(text))
            return PhoneProblem.Empty;
        if (text.Length > 40)
            return PhoneProblem.Shape;

        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC).Trim())
            if (char.IsAsciiDigit(c) || (c == '+' && plain.Length == 0))
                plain.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '(' or ')' or '\u2010' or '\u2011' or '\u2013' or '\u2014'))
                return PhoneProblem.Shape;

        digits = plain.ToString();
        var prefix = digits.StartsWith("+86", StringComparison.Ordinal) ? 3
            : digits.StartsWith("0086", StringComparison.Ordinal) ? 4
            : 0;
        hadCountryCode = prefix > 0;
        digits = digits[prefix..];
        if (digits.StartsWith('+'))
            return PhoneProblem.Shape;

        return IsReserved(digits) ? PhoneProblem.Reserved : PhoneProblem.None;
    }
}
