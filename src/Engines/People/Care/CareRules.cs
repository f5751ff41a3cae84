using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.People.Care;

/// <summary>What holds for special-care lists; decided on values, without a database.</summary>
internal static class CareRules
{
    /// <summary>Below this age a person's data needs a guardian's consent and a second pair of eyes (R38, PIPL art. 31).</summary>
    public const int ChildAge = 14;

    /// <summary>
    /// Whether entering needs the approval of the responsible of the place. Where the birth date is unknown it is not asked
    /// for: groups of children carry it as evidence.
    /// </summary>
    public static bool NeedsApproval(DateOnly? born, DateOnly today) => IsChild(born, today);

    /// <summary>Whether the person is under 14 on the local day.</summary>
    public static bool IsChild(DateOnly? born, DateOnly today) =>
        born is { } day && day <= today && LocalTime.AgeOn(day, today) < ChildAge;

    /// <summary>Completed years on the local day; <c>null</c> where the register knows no birth date that can be one.</summary>
    public static int? Age(DateOnly? born, DateOnly today) => born is { } day && day <= today ? LocalTime.AgeOn(day, today) : null;

    /// <summary>Whether the register suggests the person for a group today.</summary>
    public static bool Suggests(CareHint hint, int? minAge, DateOnly? born, bool alone, DateOnly today) =>
        hint != CareHint.None && Age(born, today) is { } age && age >= (minAge ?? 0) && (hint != CareHint.LivingAlone || alone);

    /// <summary>The latest birth date that can be of that age today; a day generous, since 29 February is settled by <see cref="Suggests"/>.</summary>
    public static DateOnly BornBy(int minAge, DateOnly today) => today.AddYears(-minAge).AddDays(1);

    /// <summary>Whether an entry counts on a day.</summary>
    public static bool Holds(CareState state, DateOnly from, DateOnly? to, DateOnly today) =>
        state == CareState.Listed && from <= today && (to is null || to >= today);

    /// <summary>Why an entry's dates cannot be, or <c>null</c>.</summary>
    public static Problem? Dates(DateOnly from, DateOnly? to, DateOnly reviewOn, DateOnly today)
    {
        if (from > today.AddDays(60) || from < today.AddYears(-30))
            return Problem.Invalid("from", "care.from", "开始日期不合理：最早 30 年前，最晚 60 天后。", "The first day cannot be: at most 30 years ago and 60 days ahead.");
        if (to < from)
            return Problem.Invalid("to", "care.to_before_from", "结束日期不能早于开始日期。", "The last day lies before the first.");
        return reviewOn <= today || reviewOn > today.AddYears(3)
            ? Problem.Invalid("reviewOn", "care.review", "复核日期须在明天到 3 年之内。", "The day to look again lies between tomorrow and three years from now.")
            : null;
    }

    /// <summary>A text that must be there.</summary>
    public static Problem? Text(string? text, int most, string field, string zh, string en) =>
        PlainText.TryClean(text, most, out var clean) && clean.Length >= 2
            ? null
            : Problem.Invalid(field, $"care.{field}_length", $"{zh}（2–{most} 个字）。", $"{en} (2 to {most} characters).");

    /// <summary>A text as it is kept.</summary>
    public static string Clean(string? text, int most)
    {
        PlainText.TryClean(text, most, out var clean);
        return clean;
    }
}
