using Linli.People;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Services.Matters;

/// <summary>The decisions about a form.</summary>
internal static class MatterRules
{
    private const int Longest = 200;

    // What the desk has to know at a glance to send the case on. Everything else — marriage, expecting a child, insurance, work —
    // stands in the form alone, which is opened with a reason and a line in the applicant's log.
    private static readonly HashSet<string> OnTheCase = new(["delivery", "living_since"], StringComparer.Ordinal);

    /// <summary>What says in plain words who somebody is: not asked of whoever shows the network identity (R43).</summary>
    public static readonly IReadOnlySet<string> Identity = new HashSet<string>(["name", "id_number"], StringComparer.Ordinal);

    /// <summary>What is wrong with what was filled in.</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="values">By field.</param>
    /// <param name="today">Local day.</param>
    /// <param name="verified">Whether the network identity was shown.</param>
    public static IEnumerable<Problem> Problems(Matter matter, IReadOnlyDictionary<string, string> values, DateOnly today, bool verified = false)
    {
        foreach (var field in matter.Fields)
        {
            var value = values.GetValueOrDefault(field.Code, "").Trim();
            if (value.Length == 0 && verified && Identity.Contains(field.Code))
                continue;
            if (value.Length > 0 && verified && field.Kind == MatterFieldKind.IdentityNumber)
                yield return Wrong(field, "either", "出示了网证就不用填证件号码，请清空。", "Who shows the network identity gives no number: leave it empty.");
            else if (value.Length == 0 && field.Required)
                yield return Wrong(field, "missing", $"请填写{field.Label.Zh}。", $"Fill in: {field.Label.En}.");
            else if (value.Length > 0 && Refuse(field, value, today) is { } problem)
                yield return problem;
        }

        if (matter.FromAge is { } age && DateOnly.TryParse(values.GetValueOrDefault("birth_date"), out var born) && born.AddYears(age) > today)
            yield return Problem.Invalid("birth_date", "services.matter_too_young", $"年满 {age} 周岁才能申请。", $"One may apply from {age} years of age.");
    }

    /// <summary>Papers that need not be brought: another office has shared what they would show, and it stands in the form as it came; or the network identity was shown.</summary>
    public static IReadOnlyList<MatterPaper> Spared(Matter matter, IReadOnlyDictionary<string, string> values, SharedDataAnswer? shared, bool verified = false)
    {
        var proven = verified ? matter.Papers.Where(p => p.CoveredBy.All(Identity.Contains)) : [];
        if (shared is null)
            return [.. proven];
        var came = shared.Fields.ToDictionary(f => f.Code, f => f.Value);
        var asked = matter.Fields.Select(f => f.Code).ToHashSet();
        return [.. matter.Papers.Where(p => p.CoveredBy.All(c => came.TryGetValue(c, out var value) && (!asked.Contains(c) || values.GetValueOrDefault(c)?.Trim() == value))).Union(proven)];
    }

    /// <summary>A value as it may stand on a case: nothing by which somebody could be found or robbed.</summary>
    public static string Masked(MatterField field, string value) => field.Kind == MatterFieldKind.IdentityNumber ? Platform.Text.Masked.IdNumber(value)
        : field.Code == "name" ? Platform.Text.Masked.Name(value)
        : field.Code is "registered_address" or "living_at" ? Platform.Text.Masked.Address(value)
        : field.Code == "birth_date" ? value[..Math.Min(4, value.Length)] + "-**-**"
        : OnTheCase.Contains(field.Code) ? value : "已填写，见申请表";

    private static Problem? Refuse(MatterField field, string value, DateOnly today) => field.Kind switch
    {
        MatterFieldKind.Date when !DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day) || day.Year < 1900 || day > today.AddYears(1) =>
            Wrong(field, "date", $"{field.Label.Zh}请写成 2026-11-22 这样的日期。", $"{field.Label.En}: write a date such as 2026-11-22."),
        MatterFieldKind.IdentityNumber when !IdentityNumber.TryParse(value, out _, out var problem, today) =>
            new("services.matter_identity", IdentityNumber.Describe(problem), ProblemKind.Invalid, field.Code),
        _ when !PlainText.TryCleanLine(value, Longest, out _) => Wrong(field, "length", $"{field.Label.Zh}不超过 {Longest} 个字。", $"{field.Label.En}: at most {Longest} characters."),
        _ => null,
    };

    private static Problem Wrong(MatterField field, string code, string zh, string en) => Problem.Invalid(field.Code, "services.matter_" + code, zh, en);
}
