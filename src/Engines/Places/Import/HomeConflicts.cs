using Linli.Platform.Text;

namespace Linli.Places.Import;

/// <summary>In what a list of homes and the register of homes contradict each other.</summary>
public enum HomeConflictKind
{
    /// <summary>Another area, from a source that may replace the known one.</summary>
    Area,

    /// <summary>Another use.</summary>
    Use,

    /// <summary>Another house code.</summary>
    HouseCode,
}

/// <summary>What wins.</summary>
public enum HomeVerdict
{
    /// <summary>The register stays as it is; the rest of the row is taken.</summary>
    Keep,

    /// <summary>The list is right.</summary>
    Replace,

    /// <summary>The whole row is left out, and is among the refused ones.</summary>
    Skip,
}

/// <summary>One contradiction, as a person decides it.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Row">The row of the list.</param>
/// <param name="Home">What people call the home.</param>
/// <param name="Register">What the register says.</param>
/// <param name="File">What the list says.</param>
public sealed record HomeConflict(HomeConflictKind Kind, int Row, string Home, Phrase Register, Phrase File)
{
    /// <summary>Name under which a decision on this one is kept.</summary>
    public string Key => $"{Kind}:{Row}";
}

/// <summary>Decisions on contradictions: one by one (<c>Area:12</c>), or for all of a kind (<c>Area</c>).</summary>
/// <param name="Verdicts">What was decided.</param>
public sealed record HomeDecisions(IReadOnlyDictionary<string, HomeVerdict> Verdicts)
{
    /// <summary>Nothing has been decided.</summary>
    public static HomeDecisions None { get; } = new(new Dictionary<string, HomeVerdict>());

    /// <summary>Areas and uses of the list win; a house code, which others refer to, stays.</summary>
    public static HomeDecisions FileWins { get; } = new(new Dictionary<string, HomeVerdict>
    {
        [nameof(HomeConflictKind.Area)] = HomeVerdict.Replace,
        [nameof(HomeConflictKind.Use)] = HomeVerdict.Replace,
        [nameof(HomeConflictKind.HouseCode)] = HomeVerdict.Keep,
    });

    /// <summary>Decisions as they were given: capitals do not count.</summary>
    public static HomeDecisions From(IReadOnlyDictionary<string, HomeVerdict> given)
    {
        var verdicts = new Dictionary<string, HomeVerdict>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, verdict) in given)
            verdicts[key] = verdict;
        return new(verdicts);
    }

    /// <summary>What was decided, or <c>null</c>.</summary>
    public HomeVerdict? Of(HomeConflictKind kind, int row) =>
        Verdicts.TryGetValue($"{kind}:{row}", out var one) ? one
        : Verdicts.TryGetValue(kind.ToString(), out var all) ? all
        : null;
}
