using System.Text.RegularExpressions;
using Linli.Ledger;
using Linli.Platform.Results;

namespace Linli.Market.Tariffs;

/// <summary>What a tariff may say.</summary>
internal static partial class TariffRules
{
    private const long Most = 1_000_000;

    public static IEnumerable<Problem> Faults(TariffTerms terms)
    {
        if (terms.Steps.Count > 20 || terms.Payers.Count > 20 || terms.Trials.Count > 20 || terms.Limits.Count > 20)
            yield return Wrong("terms", "tariff_too_long", "步骤、补贴方、试用期和限制各不超过 20 条。", "At most 20 steps, payers, trials and limits each.");
        if (terms.Steps.GroupBy(s => s.Code).Any(g => g.Count() > 1) || terms.Payers.GroupBy(p => p.Code).Any(g => g.Count() > 1))
            yield return Wrong("steps", "tariff_code_twice", "代码不能重复。", "A code stands once.");
        foreach (var fault in terms.Payers.Select(FaultOf).OfType<Problem>())
            yield return fault;
        foreach (var fault in terms.Trials.Select(t => FaultOf(t, terms)).OfType<Problem>())
            yield return fault;
        foreach (var fault in terms.Steps.Select(s => FaultOf(s, terms)).OfType<Problem>())
            yield return fault;
        if (terms.Steps.SkipWhile(s => s.PaysFen is not null).Any(s => s.PaysFen is not null))
            yield return Wrong("steps", "tariff_order", "“每份付多少”的步骤应排在折扣和立减之前。", "Steps with a price for each come before discounts.");
        if (terms.Limits.Any(l => l.PerMeal is < 1 or > 99 || !Code().IsMatch(l.Tag ?? "")))
            yield return Wrong("limits", "tariff_limit", "每餐限量应为 1–99 份。", "A limit is 1 to 99 a meal.");
    }

    /// <summary>Whether a day lies within a version's days; it is open where <paramref name="until"/> is left out.</summary>
    public static bool Begins(DateOnly day, DateOnly from, DateOnly? until) => from <= day && (until is not { } last || day <= last);

    /// <summary>The field of a step's aid, in a request and in a form.</summary>
    public static string AidField(string step) => $"steps.{step}.aid";

    private static Problem? FaultOf(TariffPayer payer)
    {
        if (!Code().IsMatch(payer.Code ?? "") || payer.Key is not { Length: > 0 and <= 60 } || Missing(payer.Name))
            return Wrong("payers", "tariff_payer", "补贴方需要代码、账户和中英文名称。", "A payer has a code, a key, and a name in both languages.");
        return payer.Kind is OwnerKind.Person or OwnerKind.Household or OwnerKind.Issuer or OwnerKind.Outside or OwnerKind.Shop
            ? Wrong("payers", "tariff_payer_kind", "补贴方应是合作社、基金、项目或运营方，不能是个人、商户或外部账户。", "A cooperative, fund, programme or operator bears subsidies, not a person, a shop or an account outside.") : null;
    }

    private static Problem? FaultOf(TrialPeriod trial, TariffTerms terms) =>
        trial.Until < trial.From ? Wrong("trials", "tariff_trial", "试用期的结束日不能早于开始日。", "A trial does not end before it begins.")
        : Missing(trial.Name) ? Wrong("trials", "tariff_name", "请写明试用期的中英文名称。", "Name the trial in both languages.")
        : Unknown(trial.Payer, terms);

    private static Problem? FaultOf(TariffStep step, TariffTerms terms)
    {
        if (!Code().IsMatch(step.Code ?? "") || step.Code == "trial" || Missing(step.Name))
            return Wrong("steps", "tariff_name", "每个步骤需要代码和中英文名称。", "Each step has a code and a name in both languages.");
        if (new object?[] { step.PaysFen, step.OffBasisPoints, step.OffFen }.Count(a => a is not null) != 1)
            return Wrong("steps", "tariff_amount", "每个步骤只能写一种：每份付多少、折扣，或立减。", "A step says one of: a price for each, a discount, an amount off.");
        if (step.PaysFen is < 0 or > Most || step.OffFen is < 1 or > Most || step.OffBasisPoints is < 1 or > 10_000)
            return Wrong("steps", "tariff_range", "金额应为 0–10000 元，折扣应为 0.01%–100%。", "Amounts are 0 to 10,000 yuan, discounts 0.01 % to 100 %.");
        if (step.FromAge is < 0 or > 150 || step.BelowAge is < 1 or > 150 || step.BelowAge <= step.FromAge)
            return Wrong("steps", "tariff_age", "年龄段不对：起始年龄应小于截止年龄。", "The ages are wrong: the first is below the last.");
        if (step.PerMeal is < 1 or > 99 || (step.PerMeal is not null && step.OffBasisPoints is not null))
            return Wrong("steps", "tariff_per_meal", "每餐次数应为 1–99，折扣不限次数。", "A step is given 1 to 99 times a meal; percentages are not counted.");
        if (step.Aid is { } aid && !Code().IsMatch(aid))
            return Wrong(AidField(step.Code!), "tariff_aid", $"“{step.Name.Zh}”的补助名目用小写字母、数字和连字符，不超过 40 个字符，例如 elder-meal。", $"The aid of '{step.Name.En}' has lower-case letters, digits and hyphens, 40 at most, such as elder-meal.");
        return Unknown(step.Payer, terms);
    }

    private static Problem? Unknown(string? payer, TariffTerms terms) =>
        payer is not null && terms.Payers.All(p => p.Code != payer)
            ? Wrong("payers", "tariff_payer_unknown", $"补贴方“{payer}”没有定义。", $"The payer '{payer}' is not defined.") : null;

    private static bool Missing(Platform.Text.Phrase name) => name.Zh is null or { Length: 0 or > 40 } || name.En is null or { Length: 0 or > 80 };

    private static Problem Wrong(string field, string code, string zh, string en) => Problem.Invalid(field, "market." + code, zh, en);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$|^[a-z0-9]$", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Code();
}
