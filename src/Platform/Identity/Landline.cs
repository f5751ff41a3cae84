using System.Diagnostics.CodeAnalysis;
using Linli.Platform.Text;

namespace Linli.Platform.Identity;

/// <summary>
/// A landline of mainland China (固定电话; R49): area code of three or four digits and seven or eight digits.
/// Extensions are not part of it.
/// </summary>
/// <remarks><see cref="ToString"/> is masked.</remarks>
public sealed record Landline
{
    private Landline(string areaCode, string local) => (AreaCode, Local) = (areaCode, local);

    /// <summary>With its leading zero: 010, 02x, or four digits.</summary>
    public string AreaCode { get; }

    /// <summary>Seven or eight digits.</summary>
    public string Local { get; }

    /// <summary>The normal form, <c>0571-87654321</c>.</summary>
    public string Value => $"{AreaCode}-{Local}";

    /// <summary>
    /// Reads a number as people type it, with or without hyphen, brackets or country code. The area code is told by its
    /// digits, not by where the hyphen stands: only 010 and 02x have three.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="number">The number, when it is one.</param>
    /// <param name="problem">Why not; <see cref="PhoneNumbers.Describe"/> puts it in words.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Landline? number, out PhoneProblem problem)
    {
        number = null;
        problem = PhoneNumbers.National(text, out var digits, out var hadCountryCode);
        if (problem != PhoneProblem.None)
            return false;

        // Behind a country code the zero of the area code is left out.
        if (hadCountryCode && !digits.StartsWith('0'))
            digits = "0" + digits;

        var areaLength = digits switch
        {
            ['0', '1', '0', ..] or ['0', '2', ..] => 3,
            ['0', >= '3' and <= '9', ..] => 4,
            _ => 0,
        };
        if (areaLength == 0 || digits.Length - areaLength is not (7 or 8))
        {
            problem = PhoneProblem.Shape;
            return false;
        }

        number = new Landline(digits[..areaLength], digits[areaLength..]);
        return true;
    }

    /// <summary>The masked number, <c>0571-****4321</c>.</summary>
    public override string ToString() => Masked.Phone(Value);
}
