using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.People.Privacy.Consents;

/// <summary>Who may answer for whom (R38; Civil Code arts. 19–20).</summary>
internal static class ConsentRules
{
    /// <summary>Below it a guardian answers (PIPL art. 31).</summary>
    public const int GuardianAge = 14;

    /// <summary>Below it nobody can consent to anything themselves.</summary>
    public const int NoWillAge = 8;

    public static bool IsChild(DateOnly? birth, DateOnly today) => AgeOn(birth, today) < GuardianAge;

    /// <summary>The day on which somebody turns 14: of those born on 29 February 1 March, unless the year has a 29th.</summary>
    public static DateOnly FourteenthBirthday(DateOnly birth)
    {
        var year = birth.Year + GuardianAge;
        return birth is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? new(year, 3, 1) : new(year, birth.Month, birth.Day);
    }

    /// <summary>The age on a day; <c>null</c> while no birth date is known.</summary>
    public static int? AgeOn(DateOnly? birth, DateOnly today) => birth is { } born && born <= today ? LocalTime.AgeOn(born, today) : birth is null ? null : 0;

    /// <summary>
    /// The lowest version of a text to which a consent still counts: each version that lets older consents lapse draws the line
    /// anew. <c>null</c> without any version.
    /// </summary>
    /// <param name="begun">The versions that have begun, with what each does to older consents.</param>
    public static int? Lowest(IReadOnlyCollection<(int Version, OlderConsents Older)> begun) =>
        begun.Count == 0 ? null : begun.Where(t => t.Older == OlderConsents.Lapse).Select(t => t.Version).DefaultIfEmpty(1).Max();

    /// <summary>
    /// The text that an answer is given to, or <c>null</c> when it cannot be: on screen the one that holds now or the one
    /// announced to follow; on paper any that held on the day of the signature, as long as a consent to it still counts.
    /// </summary>
    /// <param name="versions">All versions, oldest first.</param>
    /// <param name="version">The one that was read.</param>
    /// <param name="signedOn">Day of the signature; <c>null</c> on screen.</param>
    /// <param name="now">The instant.</param>
    public static PurposeText? Answerable(IReadOnlyList<PurposeText> versions, int version, DateOnly? signedOn, DateTimeOffset now)
    {
        var at = versions.FirstOrDefault(t => t.Version == version);
        var begun = versions.Where(t => t.From <= now).ToList();
        if (at is null || begun.Count == 0)
            return null;
        if (signedOn is null)
            return at.Version >= begun[^1].Version ? at : null;
        var next = versions.FirstOrDefault(t => t.Version > version);
        var heldThen = LocalTime.DateOf(at.From) <= signedOn && (next is null || LocalTime.DateOf(next.From) >= signedOn);
        return heldThen && version >= Lowest([.. begun.Select(t => (t.Version, t.Older))]) ? at : null;
    }

    /// <summary>Why somebody may not agree for a person; <c>null</c> when they may.</summary>
    /// <param name="birth">The person's date of birth; people without one are taken for grown-ups: they signed in by themselves.</param>
    /// <param name="isSelf">Whether the person answers.</param>
    /// <param name="isGuardian">Whether a guardian answers.</param>
    /// <param name="today">Local date.</param>
    public static Problem? MayGive(DateOnly? birth, bool isSelf, bool isGuardian, DateOnly today)
    {
        if (!IsChild(birth, today))
            return isSelf ? null : isGuardian ? AnswersAlone : Nobody;
        if (isGuardian)
            return null;
        if (!isSelf)
            return Nobody;
        return AgeOn(birth, today) < NoWillAge ? TooYoung : NeedsGuardian;
    }

    /// <summary>Why somebody may not take an agreement back. A child may: taking back only protects.</summary>
    public static Problem? MayWithdraw(DateOnly? birth, bool isSelf, bool isGuardian, DateOnly today) =>
        isSelf || (isGuardian && IsChild(birth, today)) ? null : isGuardian ? AnswersAlone : Nobody;

    public static Problem Nobody => Problem.NotFound("person_not_found", "没有找到此人。", "This person was not found.");

    private static Problem AnswersAlone => Problem.Forbidden("answers_alone",
        "年满 14 周岁后由本人决定，请让本人登录后选择。", "From the age of 14 the person decides: let them sign in and choose.");

    private static Problem TooYoung => Problem.Forbidden("too_young_to_consent",
        "未满 8 周岁不能自己同意，请由监护人在“孩子的信息”里决定。", "A child under 8 cannot consent: a guardian decides, under “my child's data”.");

    private static Problem NeedsGuardian => Problem.Forbidden("guardian_consents",
        "未满 14 周岁须由监护人同意，请让监护人在“孩子的信息”里决定。", "Under 14 a guardian consents: let them decide, under “my child's data”.");
}
