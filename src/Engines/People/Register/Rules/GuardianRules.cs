using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.People.Register.Rules;

/// <summary>Who may be whose guardian (监护人).</summary>
internal static class GuardianRules
{
    /// <summary>From this age on people decide for themselves (Civil Code art. 17).</summary>
    public const int AdultAge = 18;

    /// <summary>Whether somebody is under age on a date; unknown birth dates are taken for grown-ups.</summary>
    public static bool IsChild(DateOnly? birth, DateOnly date) => birth is { } born && born <= date && LocalTime.AgeOn(born, date) < AdultAge;

    /// <summary>The day on which somebody comes of age and every guardianship ends; of those born on 29 February it is 1 March (R52).</summary>
    public static DateOnly OfAgeOn(DateOnly birth)
    {
        var day = birth.AddYears(AdultAge);
        return day.Day == birth.Day ? day : day.AddDays(1);
    }

    /// <summary>The problem of a guardianship; <c>null</c> when it may be entered.</summary>
    /// <param name="guardian">Who decides: id and birth date.</param>
    /// <param name="child">For whom.</param>
    /// <param name="kind">Why.</param>
    /// <param name="today">The local date.</param>
    public static Problem? Check((Guid Id, DateOnly? Birth) guardian, (Guid Id, DateOnly? Birth) child, GuardianKind kind, DateOnly today)
    {
        if (guardian.Id == child.Id)
            return Problem.Invalid("guardian", "register.own_guardian", "不能登记为自己的监护人。", "Nobody is their own guardian.");
        if (child.Birth is null)
            return Problem.Invalid("child", "register.child_birth_unknown", "请先登记被监护人的出生日期。", "Enter the child's birth date first.");
        if (!IsChild(child.Birth, today))
            return Problem.Invalid("child", "register.child_of_age", "已满 18 周岁，不需要监护人。", "Somebody of 18 or more has no guardian.");
        if (guardian.Birth is null)
            return Problem.Invalid("guardian", "register.guardian_birth_unknown", "请先登记监护人的出生日期。", "Enter the guardian's birth date first.");
        if (IsChild(guardian.Birth, today))
            return Problem.Invalid("guardian", "register.guardian_under_age", "监护人应年满 18 周岁。", "A guardian is 18 or older.");
        return kind is GuardianKind.Parent or GuardianKind.Grandparent ? Older(guardian.Birth, child.Birth) : null;
    }

    /// <summary>The problem of a parent who is not older than the child; unknown dates say nothing.</summary>
    public static Problem? Older(DateOnly? parent, DateOnly? child) =>
        parent is { } old && child is { } young && young <= old
            ? Problem.Invalid("child", "register.child_older",
                "孩子的出生日期不能早于父母，请核对双方出生日期。", "A child cannot be older than the parent: check both birth dates.")
            : null;
}
