using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Linli.Platform.Text;

namespace Linli.Platform.Identity;

/// <summary>What kind of document a number belongs to.</summary>
public enum IdentityDocument
{
    /// <summary>居民身份证 of the mainland.</summary>
    ResidentCard,

    /// <summary>港澳台居民居住证 (81 Hong Kong, 82 Macao, 83 Taiwan).</summary>
    HongKongMacaoTaiwanPermit,

    /// <summary>外国人永久居留身份证, both the 18 digits since 2023 and the letters with digits before.</summary>
    ForeignPermanentResident,

    /// <summary>A passport, or another travel document whose number looks the same (回乡证, 台胞证).</summary>
    Passport,
}

/// <summary>As the document says.</summary>
public enum Sex
{
    /// <summary>男.</summary>
    Male,

    /// <summary>女.</summary>
    Female,
}

/// <summary>Why a text is no identity number.</summary>
public enum IdentityNumberProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Nothing was given.</summary>
    Empty,

    /// <summary>No document has a number of this length and these characters.</summary>
    Shape,

    /// <summary>Fifteen digits, as cards had until 2013: the card of today has eighteen.</summary>
    FifteenDigits,

    /// <summary>The first two digits are no province.</summary>
    Region,

    /// <summary>Digits 7–14 are no date, or one that cannot be a birth.</summary>
    BirthDate,

    /// <summary>The last character does not fit the others: a digit is wrong or two are swapped.</summary>
    Checksum,
}

/// <summary>
/// The number of an identity document (证件号码; R48, GB 11643-1999), in its normal form: no spaces, half-width, capitals.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> is masked so that the number cannot slip into a log or a link; <see cref="Value"/> gives it
/// whole, to be stored encrypted. The number before 2023 of a foreign permanent resident carries only two digits of
/// the birth year and a passport number nothing, so both give no birth date and no sex.
/// </remarks>
public sealed record IdentityNumber
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    // GB/T 2260, first two digits.
    private static readonly int[] provinces =
    [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
        50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71,
    ];

    private IdentityNumber(string value, IdentityDocument document, DateOnly? birthDate = null, Sex? sex = null) =>
        (Value, Document, BirthDate, Sex) = (value, document, birthDate, sex);

    /// <summary>The whole number. Never log it or put it into a link (R48).</summary>
    public string Value { get; }

    /// <summary>The kind of document.</summary>
    public IdentityDocument Document { get; }

    /// <summary>Date of birth, where the number tells.</summary>
    public DateOnly? BirthDate { get; }

    /// <summary>Sex, where the number tells: the 17th digit is odd for men.</summary>
    public Sex? Sex { get; }

    /// <summary>Reads a number as people type it: spaces, hyphens, full-width characters and small letters are forgiven.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="number">The number, when it is one.</param>
    /// <param name="problem">Why not, else <see cref="IdentityNumberProblem.None"/>; <see cref="Describe"/> puts it in words.</param>
    /// <param name="today">The local date; when given, a birth after it is refused.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out IdentityNumber? number,
        out IdentityNumberProblem problem,
        DateOnly? today = null)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = IdentityNumberProblem.Empty;
            return false;
        }

        var value = text.Length > 64 ? "" : Normalised(text);
        problem = value.Length switch
        {
            18 when IsDigits(value.AsSpan(0, 17)) && (char.IsAsciiDigit(value[17]) || value[17] == 'X') =>
                ReadEighteen(value, today, out number),
            15 when IsDigits(value) => IdentityNumberProblem.FifteenDigits,
            15 when value.AsSpan(0, 3).IndexOfAnyExceptInRange('A', 'Z') < 0 && IsDigits(value.AsSpan(3)) =>
                Accept(new IdentityNumber(value, IdentityDocument.ForeignPermanentResident), out number),
            >= 6 and <= 9 when value.All(char.IsAsciiLetterOrDigit) && value.Any(char.IsAsciiDigit) =>
                Accept(new IdentityNumber(value, IdentityDocument.Passport), out number),
            _ => IdentityNumberProblem.Shape,
        };
        return problem == IdentityNumberProblem.None;
    }

    /// <summary>A sentence that a person who mistyped can act on.</summary>
    public static Phrase Describe(IdentityNumberProblem problem) => problem switch
    {
        IdentityNumberProblem.None => ("证件号码正确", "The number is right"),
        IdentityNumberProblem.Empty => ("请填写证件号码", "Please enter the number of the document"),
        IdentityNumberProblem.FifteenDigits => ("15 位旧号码已停用，请填写 18 位号码", "The old 15-digit number is no longer used; please enter all 18 characters"),
        IdentityNumberProblem.Region => ("号码前两位不是有效的地区代码，请核对", "The first two digits are no region; please check them"),
        IdentityNumberProblem.BirthDate => ("号码第 7 至 14 位不是有效的出生日期，请核对", "Digits 7 to 14 are no date of birth; please check them"),
        IdentityNumberProblem.Checksum => ("号码校验不符，可能有一位写错或两位颠倒，请核对", "One digit is wrong or two are swapped; please check the number"),
        _ => ("这不是可识别的证件号码，请核对位数和字符", "This is not the number of a document we know; please check its length and characters"),
    };

    /// <summary>The masked number, such as <c>3301**********0026</c>.</summary>
    public override string ToString() => Masked.IdNumber(Value);

    // Two prefixes stand outside the provinces: 81–83 for the permits, and 9 for foreign permanent residents, whose
    // digits 2–3 are the province and 4–6 the country. Birth date, order and check sit in the same places.
    private static IdentityNumberProblem ReadEighteen(string value, DateOnly? today, out IdentityNumber? number)
    {
        number = null;
        IdentityDocument document;
        if (value.StartsWith("81", StringComparison.Ordinal) || value.StartsWith("82", StringComparison.Ordinal) || value.StartsWith("83", StringComparison.Ordinal))
            document = IdentityDocument.HongKongMacaoTaiwanPermit;
        else if (value[0] == '9')
            document = IdentityDocument.ForeignPermanentResident;
        else if (provinces.Contains(int.Parse(value.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture)))
            document = IdentityDocument.ResidentCard;
        else
            return IdentityNumberProblem.Region;

        if (!DateOnly.TryParseExact(value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            || birth.Year < 1850
            || birth > today)
            return IdentityNumberProblem.BirthDate;
        if (CheckCharacter(value) != value[17])
            return IdentityNumberProblem.Checksum;

        var sex = (value[16] - '0') % 2 == 1 ? Identity.Sex.Male : Identity.Sex.Female;
        return Accept(new IdentityNumber(value, document, birth, sex), out number);
    }

    private static char CheckCharacter(string value)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (value[i] - '0') * weights[i];
        return CheckCharacters[sum % 11];
    }

    private static IdentityNumberProblem Accept(IdentityNumber read, out IdentityNumber? number)
    {
        number = read;
        return IdentityNumberProblem.None;
    }

    private static string Normalised(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(c) && c != '-')
                plain.Append(char.ToUpperInvariant(c));
        return plain.ToString();
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
