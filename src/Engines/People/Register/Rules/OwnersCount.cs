using Linli.Places;

namespace Linli.People.Register.Rules;

/// <summary>How owners are counted in a city (R02); data, because cities differ.</summary>
/// <param name="DeveloperIsOneHead">The developer's unsold and undelivered units count together as one head.</param>
/// <param name="BuyerIsOneHead">One buyer of several units counts as one head.</param>
/// <param name="Sources">Sources of an area, the strongest first.</param>
internal sealed record CountingRule(bool DeveloperIsOneHead, bool BuyerIsOneHead, IReadOnlyList<AreaSource> Sources)
{
    /// <summary>杭州市物业管理条例（2021）第十七条, and the national practice it follows.</summary>
    public static readonly CountingRule Hangzhou = new(true, true, [AreaSource.Register, AreaSource.Survey, AreaSource.Contract]);
}

/// <summary>One exclusive unit (专有部分) as it is counted.</summary>
/// <param name="Home">Which.</param>
/// <param name="Areas">Its area in square decimetres by source; several where the sources disagree.</param>
/// <param name="Owners">Ids of the people and companies that own it together; none where the register knows nobody.</param>
/// <param name="Developer">The developer, while it is unsold or not handed over.</param>
internal sealed record ExclusiveUnit(Guid Home, IReadOnlyDictionary<AreaSource, int> Areas, IReadOnlyCollection<Guid> Owners, Guid? Developer = null);

/// <summary>Who counts, and how much.</summary>
/// <param name="Heads">Heads (业主人数).</param>
/// <param name="AreaDm2">Exclusive area in square decimetres.</param>
/// <param name="Units">Exclusive units.</param>
/// <param name="WithoutArea">Units whose area is not known: they count as heads, and their area is missing in the sum.</param>
/// <param name="WithoutOwner">Units whose owner is not known: each counts as one head.</param>
/// <param name="MergedHeads">How many heads fewer than units, because a developer or one buyer has several.</param>
internal sealed record OwnersCounted(int Heads, long AreaDm2, int Units, int WithoutArea, int WithoutOwner, int MergedHeads);

/// <summary>Counts the owners of a compound or community by heads and by exclusive area (R02). Pure.</summary>
internal static class OwnersCount
{
    public static OwnersCounted Of(IReadOnlyCollection<ExclusiveUnit> units, CountingRule rule)
    {
        var heads = units.Select(u => Head(u, rule)).Distinct().Count();
        return new(
            heads, units.Sum(u => (long)(Area(u.Areas, rule) ?? 0)), units.Count, units.Count(u => Area(u.Areas, rule) is null),
            units.Count(u => u.Owners.Count == 0 && u.Developer is null), units.Count - heads);
    }

    /// <summary>The area that counts: of the strongest source that has one.</summary>
    public static int? Area(IReadOnlyDictionary<AreaSource, int> areas, CountingRule rule)
    {
        foreach (var source in rule.Sources)
            if (areas.TryGetValue(source, out var area))
                return area;
        return null;
    }

    // Owners in common are one buyer: the same people with two units are one head, with different ones they are two.
    private static string Head(ExclusiveUnit unit, CountingRule rule)
    {
        if (unit.Developer is { } developer)
            return rule.DeveloperIsOneHead ? "of " + developer : "unit " + unit.Home;
        return rule.BuyerIsOneHead && unit.Owners.Count > 0 ? "of " + string.Join(' ', unit.Owners.Distinct().Order()) : "unit " + unit.Home;
    }
}
