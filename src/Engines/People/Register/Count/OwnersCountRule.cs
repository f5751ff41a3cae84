using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Count;

/// <summary>How owners are counted somewhere from a date on (R02).</summary>
internal sealed class OwnersCountRule
{
    public required Guid Id { get; init; }

    /// <summary>Where it holds; the longest matching path wins.</summary>
    public required string Jurisdiction { get; init; }

    public required bool DeveloperIsOneHead { get; init; }

    public required bool BuyerIsOneHead { get; init; }

    /// <summary>Sources of an area, the strongest first, separated by blanks: <c>Register Survey Contract</c>.</summary>
    public required string Sources { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; set; }

    /// <summary>The norm it is taken from.</summary>
    public required string Source { get; init; }
}

/// <summary>Finds the way of counting that holds at a place.</summary>
internal static class OwnersCountRules
{
    private const string Default = "杭州市物业管理条例（2021）第十七条";

    public static async Task<(CountingRule Rule, string Source)> For(LinliDb db, ScopePath place, DateOnly date, CancellationToken cancel)
    {
        var above = place.SelfAndAncestors().Select(p => p.Value).ToArray();
        var rules = await db.Records<OwnersCountRule>().AsNoTracking()
            .Where(r => above.Contains(r.Jurisdiction) && r.EffectiveFrom <= date && (r.EffectiveTo == null || r.EffectiveTo >= date)).ToListAsync(cancel);
        return rules.OrderByDescending(r => r.Jurisdiction.Length).ThenByDescending(r => r.EffectiveFrom).FirstOrDefault() is { } found
            ? (new(found.DeveloperIsOneHead, found.BuyerIsOneHead, [.. found.Sources.Split(' ').Select(Enum.Parse<AreaSource>)]), found.Source)
            : (CountingRule.Hangzhou, Default);
    }
}
