using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>What of a person may be seen in full.</summary>
public enum PersonalField
{
    /// <summary>手机号.</summary>
    Phone,

    /// <summary>联系电话: where to ring for somebody without a phone of their own.</summary>
    ContactPhone,

    /// <summary>证件号码.</summary>
    Identity,

    /// <summary>出生日期.</summary>
    BirthDate,

    /// <summary>住址.</summary>
    Home,

    /// <summary>家庭与监护关系.</summary>
    Family,

    /// <summary>健康与照护.</summary>
    Health,

    /// <summary>行踪.</summary>
    Whereabouts,

    /// <summary>咨询事项: what somebody asked advice about.</summary>
    Consultation,

    /// <summary>姓名: masked of children under 14 until somebody approves.</summary>
    Name,
}

/// <summary>
/// Somebody other than the person wants to see data of theirs in full.
/// </summary>
/// <param name="Person">Id of the person, not of an account.</param>
/// <param name="Fields">What.</param>
/// <param name="Reason">Why, 4–200 characters; the person reads it.</param>
/// <param name="Permission">
/// The permission by which the caller reaches the person: it must hold where the person lives, asks to be registered or works.
/// <c>null</c> where the use case has already asked whether the caller may, such as for the reporter of one's own case.
/// </param>
public sealed record DisclosureWish(Guid Person, IReadOnlyCollection<PersonalField> Fields, string Reason, string? Permission)
{
    /// <summary>
    /// To look after somebody of a special-care list. Of a child under 14 it counts as approved where another person, who answers
    /// for the lists of the place, has put exactly this child into the caller's care, for as long as they said.
    /// </summary>
    public bool InCare { get; init; }
}

/// <summary>What was asked for, in full; <c>null</c> where it was not asked for or is not known.</summary>
public sealed record DisclosedPerson(
    Guid Person, string? Name, string? Phone, string? ContactPhone, string? Identity, DateOnly? BirthDate);

/// <summary>
/// The one way in which staff see personal data unmasked (查看完整信息). Each view, each refusal too, is written where the person
/// reads it; data of children under 14 need an approval that another person gave (R37, R38).
/// </summary>
public interface IDisclosure
{
    /// <summary>Opens what the register keeps sealed, in the current command.</summary>
    Task<Result<DisclosedPerson>> Show(DisclosureWish wish, CancellationToken cancel);

    /// <summary>
    /// The same question and the same record for data that another module keeps itself, such as notes of visits: it opens
    /// them only when this says yes. In the current command, or in one of its own when a query asks.
    /// </summary>
    Task<Result<Done>> Allow(DisclosureWish wish, CancellationToken cancel);

    /// <summary>
    /// Writes down that the caller was refused for a reason that the module itself knows, such as not being the one who looks
    /// after the person; answers with that problem, and a command that asked has to end in it.
    /// </summary>
    Task<Problem> Refuse(DisclosureWish wish, Problem why, CancellationToken cancel);

    /// <summary>Whether <see cref="Allow"/> would say yes; writes nothing, so that a list does not fill the log with refusals.</summary>
    Task<bool> Would(DisclosureWish wish, CancellationToken cancel);

    /// <summary>The same of the person behind an account, where the use case has asked itself whether the caller may.</summary>
    Task<Result<Done>> AllowOf(Guid account, IReadOnlyCollection<PersonalField> fields, string reason, CancellationToken cancel);
}

/// <summary>What people call the fields.</summary>
public static class PersonalFields
{
    /// <summary>The name of a field.</summary>
    public static Phrase NameOf(PersonalField field) => field switch
    {
        PersonalField.Phone => ("手机号", "Phone number"),
        PersonalField.ContactPhone => ("联系电话", "Contact phone"),
        PersonalField.Identity => ("证件号码", "Document number"),
        PersonalField.BirthDate => ("出生日期", "Birth date"),
        PersonalField.Home => ("住址", "Address"),
        PersonalField.Family => ("家庭与监护关系", "Family and guardians"),
        PersonalField.Health => ("健康与照护", "Health and care"),
        PersonalField.Name => ("姓名", "Full name"),
        PersonalField.Consultation => ("咨询事项", "What advice was asked about"),
        _ => ("行踪", "Whereabouts"),
    };

    /// <summary>As the access log keeps them: codes with blanks between, in the order of the list.</summary>
    public static string Codes(IEnumerable<PersonalField> fields) =>
        string.Join(' ', fields.Distinct().Order().Select(f => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.ToString())));

    /// <summary>The fields behind codes; unknown ones are left out.</summary>
    public static IReadOnlyList<PersonalField> Parse(string? codes) =>
        [.. (codes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(c => !char.IsAsciiDigit(c[0]) && Enum.TryParse<PersonalField>(c, ignoreCase: true, out _))
            .Select(c => Enum.Parse<PersonalField>(c, ignoreCase: true)).Distinct().Order()];
}
