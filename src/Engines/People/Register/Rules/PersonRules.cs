using Linli.People.Me;
using Linli.Platform.Identity;
using Linli.Platform.Results;

namespace Linli.People.Register.Rules;

/// <summary>What a list or a form says of a person, as it was typed.</summary>
internal sealed record PersonFacts
{
    public string? Name { get; init; }

    /// <summary>Mobile number of the person's own.</summary>
    public string? Phone { get; init; }

    /// <summary>Where to ring for somebody without a phone of their own.</summary>
    public string? ContactPhone { get; init; }

    public string? IdentityNumber { get; init; }

    public DateOnly? BirthDate { get; init; }

    public Sex? Sex { get; init; }
}

/// <summary>The same, read and found to agree with itself.</summary>
internal sealed record PersonRead(
    string Name, MobileNumber? Phone, MobileNumber? ContactPhone, IdentityNumber? Identity, DateOnly? BirthDate, Sex? Sex);

/// <summary>What may be written of a person into the register: the same by hand, by import and by registration.</summary>
internal static class PersonRules
{
    /// <summary>Nobody of the register is older.</summary>
    public const int OldestYears = 130;

    /// <summary>Every problem found, or the person as read. Birth date and sex come from the number where it tells.</summary>
    public static Result<PersonRead> Read(PersonFacts facts, DateOnly today)
    {
        var problems = new List<Problem>();
        if (PersonNames.Check(facts.Name) is { } name)
            problems.Add(name);
        var phone = Phone(facts.Phone, "phone", problems);
        var contact = Phone(facts.ContactPhone, "contactPhone", problems);
        var identity = Identity(facts.IdentityNumber, today, problems);
        if (BirthDate(facts.BirthDate, identity, today) is { } birth)
            problems.Add(birth);
        if (identity?.BirthDate < today.AddYears(-OldestYears))
            problems.Add(Problem.Invalid("identityNumber", "register.birth_range", "证件号码中的出生日期已超过 130 年，请核对。", "The document says a birth more than 130 years ago: check it."));
        if (facts.Sex is { } said && identity?.Sex is { } written && said != written)
            problems.Add(Problem.Invalid("sex", "register.sex_disagrees", "性别与证件号码不一致，请核对。", "The sex does not agree with the document's number: check both."));
        return problems.Count > 0
            ? Result<PersonRead>.Fail(problems)
            : new PersonRead(facts.Name!.Trim(), phone, contact, identity, identity?.BirthDate ?? facts.BirthDate, identity?.Sex ?? facts.Sex);
    }

    /// <summary>What is wrong with a birth date: later than today, too long ago, or another than the document's.</summary>
    public static Problem? BirthDate(DateOnly? birth, IdentityNumber? identity, DateOnly today) => birth switch
    {
        null => null,
        { } date when date > today || date < today.AddYears(-OldestYears) => Problem.Invalid("birthDate", "register.birth_range",
            "出生日期应在今天以前、130 年之内。", "A birth date lies before today, within 130 years."),
        { } date when identity?.BirthDate is { } written && written != date => Problem.Invalid("birthDate", "register.birth_disagrees",
            "出生日期与证件号码不一致，请核对。", "The birth date does not agree with the document's number: check both."),
        _ => null,
    };

    private static MobileNumber? Phone(string? text, string field, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (MobileNumber.TryParse(text, out var number, out var problem))
            return number;
        problems.Add(new("phone_invalid", PhoneNumbers.Describe(problem), ProblemKind.Invalid, field));
        return null;
    }

    private static IdentityNumber? Identity(string? text, DateOnly today, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (IdentityNumber.TryParse(text, out var number, out var problem, today))
            return number;
        problems.Add(new("register.identity_invalid", IdentityNumber.Describe(problem), ProblemKind.Invalid, "identityNumber"));
        return null;
    }
}
