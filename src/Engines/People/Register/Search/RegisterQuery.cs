using System.Text;
using Linli.Platform.Identity;
using Linli.Platform.Results;

namespace Linli.People.Register.Search;

/// <summary>By what somebody is looked for.</summary>
internal enum QueryKind
{
    /// <summary>The beginning of a name; compounds begin so too.</summary>
    Name,

    /// <summary>The beginning of a name as it sounds, whole or its initials.</summary>
    Pinyin,

    /// <summary>The last four digits of a phone.</summary>
    PhoneTail,

    /// <summary>A whole phone, found by its hash.</summary>
    Phone,

    /// <summary>A whole document number, found by its hash.</summary>
    Identity,

    /// <summary>The beginning of a home's label.</summary>
    Home,
}

/// <summary>What was typed into the search of the register, understood. Pure.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Text">In the form it is compared in.</param>
internal sealed record RegisterQuery(QueryKind Kind, string Text)
{
    /// <summary>Understands what was typed, or says what may be.</summary>
    public static Result<RegisterQuery> Of(string? typed)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim();
        var dense = text.Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        if (dense.Length is 0 or > 60)
            return NotUnderstood;
        if (MobileNumber.TryParse(dense, out var phone, out _))
            return new RegisterQuery(QueryKind.Phone, phone.Value);
        if (dense.Length == 4 && dense.All(char.IsAsciiDigit))
            return new RegisterQuery(QueryKind.PhoneTail, dense);
        if (dense.All(char.IsAsciiLetter))
            return dense.Length < 2 ? NotUnderstood : new RegisterQuery(QueryKind.Pinyin, dense.ToLowerInvariant());
        if (dense.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && dense.Length >= 6)
            return IdentityNumber.TryParse(dense, out var number, out var problem)
                ? new RegisterQuery(QueryKind.Identity, number.Value)
                : new Problem("register.identity_invalid", IdentityNumber.Describe(problem), ProblemKind.Invalid, "q");
        if (!dense.Any(c => c > '\u2e7f'))
            return NotUnderstood;
        return dense.Any(c => char.IsAsciiDigit(c) || c == '-') ? new RegisterQuery(QueryKind.Home, text) : new RegisterQuery(QueryKind.Name, dense);
    }

    private static Problem NotUnderstood => Problem.Invalid("q", "register.search_text",
        "请输入姓名、拼音或首字母、手机尾号 4 位或全号、完整证件号码，或门牌（如 和二-7-502）。",
        "Type a name, its pinyin or initials, the last four digits or the whole of a phone, a whole document number, or a door such as 和二-7-502.");
}
