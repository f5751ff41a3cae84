using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Enterprise.Settling;

/// <summary>What the rules say of somebody and of a rent. Pure.</summary>
internal static class TalentRules
{
    /// <summary>Whether an appeal is against the decision that holds: the refusal, or the last end of eligibility.</summary>
    public static bool IsAgainst(TalentAppeal appeal, TalentApplication application) =>
        appeal.OfEnd == application.EndedAt is not null && (application.EndedAt is not { } ended || appeal.At >= ended);

    /// <summary>Since when the days to appeal run: of a refusal or an end of eligibility; <c>null</c> where there is nothing to appeal against.</summary>
    public static DateTimeOffset? AppealFrom(TalentApplication application) => application.State switch
    {
        TalentState.Refused => application.DecidedAt,
        TalentState.Ended => application.EndedAt,
        _ => null,
    };

    /// <summary>Name of what an applicant says of themselves and does not meet the category, one problem each.</summary>
    public static IEnumerable<Problem> Gaps(TalentCategory category, int months, bool ownsHome)
    {
        if (months < category.MinMonths)
            yield return Problem.Invalid(
                "months", "enterprise.talent_months", $"“{category.NameZh}”要求在本地缴纳社保满 {category.MinMonths} 个月。",
                $"“{category.NameEn}” asks for {category.MinMonths} months of social insurance here.");
        if (category.NoHome && ownsHome)
            yield return Problem.Invalid(
                "ownsHome", "enterprise.talent_home", $"“{category.NameZh}”要求在本地没有自有住房。", $"“{category.NameEn}” asks that you own no home here.");
    }

    /// <summary>The highest monthly rent of a flat in fen: the lower of the cap for a square metre and of the share of the market rent, rounded down.</summary>
    /// <param name="rule">The rules of the day.</param>
    /// <param name="areaDm2">Square decimetres: 100 are a square metre.</param>
    public static long Cap(TalentRule rule, int areaDm2) =>
        Math.Min(rule.CapFen * areaDm2 / 100, rule.MarketFen * rule.CapPercent * areaDm2 / 10_000);

    /// <summary>Which version holds at a place on a day: that of the nearest place, the latest of it.</summary>
    public static TalentRule? InForce(IEnumerable<TalentRule> rules, string place, DateOnly day) =>
        rules.Where(r => place.StartsWith(r.Scope, StringComparison.Ordinal) && r.From <= day && (r.To is null || r.To >= day))
            .OrderByDescending(r => r.Scope.Length).ThenByDescending(r => r.From).FirstOrDefault();

    /// <summary>A line of text with this many characters; <c>null</c> where it has not.</summary>
    public static string? Line(string? text, int min, int max) => PlainText.TryCleanLine(text, max, out var clean) && clean.Length >= min ? clean : null;

    /// <summary>The problem with a text that has to be there.</summary>
    public static Problem? Missing(string? text, int min, int max, string field, string zh, string en) =>
        PlainText.TryClean(text, max, out var clean) && clean.Length >= min ? null : Problem.Invalid(field, "enterprise.text", $"{zh}（{min}–{max} 个字）。", $"{en} ({min} to {max} characters).");

    /// <summary>A text of several lines as it is kept.</summary>
    public static string Clean(string? text, int max)
    {
        PlainText.TryClean(text, max, out var clean);
        return clean;
    }
}
