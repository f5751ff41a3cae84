using System.Diagnostics.CodeAnalysis;
using Linli.Platform.Text;

namespace Linli.Platform.Identity;

/// <summary>
/// A mobile number of mainland China (手机号; R49): eleven digits beginning with 13 to 19.
/// </summary>
/// <remarks><see cref="ToString"/> is masked, as a phone number must not slip into a log.</remarks>
public sealed record MobileNumber
{
    private MobileNumber(string value) => Value = value;

    /// <summary>The eleven digits, without country code: the form that is stored and searched.</summary>
    public string Value { get; }

    /// <summary>The last four digits, by which people look for a phone.</summary>
    public string Tail => Value[^4..];

    /// <summary>With the country code, <c>+8613812345678</c>, as message providers want it (E.164).</summary>
    public string E164 => "+86" + Value;

    /// <summary>
    /// Reads a number as people type it: +86, 0086 or 86 before it, spaces, hyphens and full-width digits are forgiven.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="number">The number, when it is one.</param>
    /// <param name="problem">Why not; <see cref="PhoneNumbers.Describe"/> puts it in words.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MobileNumber? number, out PhoneProblem problem)
    {
        number = null;
        problem = PhoneNumbers.National(text, out var digits, out _);
        if (problem != PhoneProblem.None)
            return false;

        if (digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal))
            digits = digits[2..];
        if (digits is not ['1', >= '3' and <= '9', ..] || digits.Length != 11)
        {
            problem = PhoneProblem.Shape;
            return false;
        }

        number = new MobileNumber(digits);
        return true;
    }

    /// <summary>The masked number, <c>138****5678</c>.</summary>
    public override string ToString() => Masked.Phone(Value);
}
