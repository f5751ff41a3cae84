using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Health.ChildCare;

/// <summary>What the law asks of a group (R33), and what of the fee (S48). Each decision is a sentence without I/O.</summary>
internal static class NurseryRules
{
    /// <summary>Most people who may fetch one child.</summary>
    public const int MostCollectors = 8;

    /// <summary>The longest term in days: the places are a series, and one is at most 200 meetings.</summary>
    public const int LongestTermDays = 275;

    public static Problem? TooMany(AgeRule rule, int places) =>
        places >= 1 && places <= rule.MostChildren ? null
        : Problem.Invalid("places", "health.nursery_group_size", $"{Name(rule.Kind).Zh}每班最多 {rule.MostChildren} 人（{rule.Source}）。", $"A {Name(rule.Kind).En} has 1 to {rule.MostChildren} children.");

    public static Problem? TooFewCarers(AgeRule rule, int places, int carers) =>
        carers >= CarersFor(rule, places) && carers <= 100 ? null
        : Problem.Invalid("carers", "health.nursery_ratio",
            $"{Name(rule.Kind).Zh} {places} 人至少要 {CarersFor(rule, places)} 名保育人员（1:{rule.ChildrenPerCarer}）。", $"{places} children of a {Name(rule.Kind).En} need {CarersFor(rule, places)} carers (1 to {rule.ChildrenPerCarer}).");

    /// <summary>Carers that so many children need.</summary>
    public static int CarersFor(AgeRule rule, int children) => (children + rule.ChildrenPerCarer - 1) / rule.ChildrenPerCarer;

    public static Problem? FeeTooHigh(FeeRule rule, long fen) =>
        fen >= 0 && fen < rule.CapFen ? null
        : Problem.Invalid("feeFen", "health.nursery_fee_cap", $"普惠托育每月要低于 {Yuan.Short(rule.CapFen)} 元（{rule.Source}）。", $"Inclusive child-care costs less than ¥{Yuan.Short(rule.CapFen)} a month.");

    /// <summary>Whether a child of so many completed months may enter.</summary>
    public static Problem? WrongAge(AgeRule rule, int? months) => months switch
    {
        null => Problem.Conflict("health.nursery_age_unknown", "名册里没有孩子的出生日期，请到服务台登记。", "The register has no birth date of the child: have it entered at the desk."),
        { } m when m < rule.LeastMonths => Problem.Forbidden("health.nursery_too_young",
            $"{Name(rule.Kind).Zh}收满 {rule.LeastMonths} 个月的孩子（入托当天 {m} 个月），可以先看月龄更小的班。", $"A {Name(rule.Kind).En} takes children from {rule.LeastMonths} months (is {m} on the day of entering)."),
        { } m when m >= rule.UnderMonths => Problem.Forbidden("health.nursery_too_old",
            $"{Name(rule.Kind).Zh}收不满 {rule.UnderMonths} 个月的孩子（入托当天 {m} 个月）；满 3 周岁请报幼儿园。", $"A {Name(rule.Kind).En} takes children below {rule.UnderMonths} months (is {m} on the day of entering)."),
        _ => null,
    };

    /// <summary>The months of a term that a child who came on a day pays, first days of months.</summary>
    public static IEnumerable<DateOnly> Months(DateOnly from, DateOnly until)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= until; month = month.AddMonths(1))
            yield return month;
    }

    /// <summary>Below how many tenths of the lowest price of the market a fee is (不到几成); <c>null</c> where it is not below nine.</summary>
    public static int? BelowTenths(long feeFen, long marketLowFen) => marketLowFen > 0 && (feeFen * 10 / marketLowFen) + 1 is < 10 and var tenths ? (int)tenths : null;

    public static Phrase Name(GroupKind kind) => kind switch
    {
        GroupKind.Baby => ("乳儿班", "baby group"),
        GroupKind.Toddler => ("托小班", "toddler group"),
        GroupKind.Junior => ("托大班", "junior group"),
        GroupKind.Mixed => ("混合班", "mixed group"),
        _ => ("家庭托育点", "family care point"),
    };
}
