using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Health.ChildCare;

/// <summary>What the law asks of a group (R33), and what of the fee (S48). Each decision is a sentence without I/O.</summary>
internal static class NurseryRules
{
    /// <summary>Most people who may fetch one child.</summary>
    public const int MostCollectors = 8;

    /// <summary>So often a wrong code or name is answered in a day; then a guardian makes a new code first.</summary>
    public const int MostAttempts = 5;

    /// <summary>The longest term in days: the places are a series, and one is at most 200 meetings.</summary>
    public const int LongestTermDays = 275;

    public static Problem? TooMany(AgeRule rule, int places) =>
        places >= 1 && places <= rule.MostChildren ? null
        : Problem.Invalid("places", "health.nursery_group_size", $"{Name(rule.Kind).Zh}每班最多 {rule.MostChildren} 人（{rule.Source}）。", $"A {Name(rule.Kind).En} has 1 to {rule.MostChildren} children.");

    public static Problem? TooFewCarers(AgeRule rule, int places, int carers) =>
        carers >= CarersFor(rule, places) && carers <= 100 ? null
        : Problem.Invalid("carers", "health.nursery_ratio",
            $"{Name(rule.Kind).Zh} {places} 人至少要 {CarersFor(rule, places)} 名保育人员（1:{rule.ChildrenPerCarer}）。", $"{places} children of a {Name(rule.Kind).En} need {CarersFor(rule, places)} carers (1 to {rule.ChildrenPerCarer}).");

    /// <summary>A family care point is one group of at most five, and nothing beside it (R33): not three groups of five at one door.</summary>
    /// <param name="rule">Of the group that is opened.</param>
    /// <param name="places">Its places.</param>
    /// <param name="others">Groups of the same nursery whose terms overlap.</param>
    public static Problem? NotOneFamilyPoint(AgeRule rule, int places, IReadOnlyCollection<NurseryGroup> others)
    {
        if (others.Any(g => (g.Kind == GroupKind.Family) != (rule.Kind == GroupKind.Family)))
            return Problem.Conflict("health.nursery_family_alone", "家庭托育点不能和其他班型开在同一处，请另建托育园。", "A family care point stands alone: enter another nursery for other groups.");
        return rule.Kind == GroupKind.Family && places + others.Sum(g => g.Places) > rule.MostChildren
            ? Problem.Invalid("places", "health.nursery_family_point", $"一个家庭托育点同时最多 {rule.MostChildren} 个孩子（{rule.Source}），已开 {others.Sum(g => g.Places)} 个。", $"A family care point has {rule.MostChildren} children at a time at most; it has {others.Sum(g => g.Places)} places.")
            : null;
    }

    /// <summary>A local rule goes beyond the national one, never below it (R33).</summary>
    public static Problem? Looser(AgeRule national, AgeRule local) =>
        local.LeastMonths >= national.LeastMonths && local.UnderMonths <= national.UnderMonths && local.MostChildren <= national.MostChildren && local.ChildrenPerCarer <= national.ChildrenPerCarer ? null
        : Problem.Invalid("mostChildren", "health.rule_looser",
            $"本地标准只能更严：{national.LeastMonths}–{national.UnderMonths} 个月，最多 {national.MostChildren} 人，1:{national.ChildrenPerCarer}（{national.Source}）。",
            $"A local rule may only be stricter than {national.LeastMonths} to {national.UnderMonths} months, {national.MostChildren} children, 1 to {national.ChildrenPerCarer}.");

    /// <summary>A cap is at most that of the place around it (S48).</summary>
    public static Problem? CapTooHigh(FeeRule above, long capFen) => capFen <= above.CapFen ? null
        : Problem.Invalid("capFen", "health.fee_looser", $"限价不能高于上级的 {Yuan.Short(above.CapFen)} 元（{above.Source}）。", $"A cap is at most ¥{Yuan.Short(above.CapFen)}, that of the place around it.");

    /// <summary>Whether a month had not begun for a child when its place ended: its fee comes back.</summary>
    /// <param name="month">First day of the month.</param>
    /// <param name="from">First day of the term.</param>
    /// <param name="ended">Local day on which the place ended.</param>
    public static bool ComesBack(DateOnly month, DateOnly from, DateOnly ended) => (month > from ? month : from) > ended;

    /// <summary>Carers that so many children need.</summary>
    public static int CarersFor(AgeRule rule, int children) => (children + rule.ChildrenPerCarer - 1) / rule.ChildrenPerCarer;

    public static Problem? FeeTooHigh(FeeRule rule, long fen) =>
        fen >= 0 && fen < rule.CapFen ? null
        : Problem.Invalid("feeFen", "health.nursery_fee_cap", $"普惠托育每月要低于 {Yuan.Short(rule.CapFen)} 元（{rule.Source}）。", $"Inclusive child-care costs less than ¥{Yuan.Short(rule.CapFen)} a month.");

    // Months from which somebody forgot to choose the child, and asks for themselves.
    private const int Adult = 18 * 12;

    /// <summary>Whether a child of so many completed months may enter.</summary>
    public static Problem? WrongAge(AgeRule rule, int? months) => months switch
    {
        null => Problem.Conflict("health.nursery_age_unknown", "名册里没有孩子的出生日期，请到服务台登记。", "The register has no birth date of the child: have it entered at the desk."),
        { } m when m < rule.LeastMonths => Problem.Forbidden("health.nursery_too_young",
            $"{Name(rule.Kind).Zh}收满 {rule.LeastMonths} 个月的孩子（入托当天 {m} 个月），可以先看月龄更小的班。", $"A {Name(rule.Kind).En} takes children from {rule.LeastMonths} months (is {m} on the day of entering)."),
        >= Adult => Problem.Forbidden("health.nursery_too_old", "托育是给孩子报名的：请在“为谁预约”里选择孩子。没有孩子可选，先在“我的家”登记。", "It is for a child: choose your child under “for whom”. Is there none, enter it under My home first."),
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
