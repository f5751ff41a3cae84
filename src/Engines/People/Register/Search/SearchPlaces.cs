using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;

namespace Linli.People.Register.Search;

/// <summary>
/// Where a person is looked for (<see cref="Person.SearchPlace"/>): the community of all their homes, or the place above that
/// holds them. The names of one community are then read in their order, instead of walking past a whole city's namesakes; the
/// ties still decide who is seen.
/// </summary>
internal static class SearchPlaces
{
    /// <summary>Not worked out yet: looked at by every search until the job has done so.</summary>
    public const string Unplaced = "";

    /// <summary>Nobody looks here: the person has no home in the register.</summary>
    public const string Nowhere = "-";

    /// <summary>Above so many communities one walk along all names is quicker than one in each.</summary>
    private const int MostWalks = 40;

    /// <summary>Where to look for somebody who gets one more home.</summary>
    public static string After(string before, ScopePath community) =>
        before == Nowhere || before == community.Value ? community.Value : Unplaced;

    /// <summary>Where to look for somebody with homes in these communities.</summary>
    public static string Of(IEnumerable<ScopePath> communities)
    {
        ScopePath? around = null;
        foreach (var community in communities)
            while (around is null || !around.Value.Contains(community))
                around = around is null ? community : around.Value.Parent;
        return around?.Value ?? Nowhere;
    }

    /// <summary>Which people are walked through one after the other for a caller; <c>null</c> when it is all of them at once.</summary>
    public static IReadOnlyList<string[]>? Walks(ScopeSet scopes, IScopeTree tree)
    {
        if (scopes.Covers(ScopePath.Root))
            return null;
        var communities = tree.All.Where(p => p.Kind == PlaceKind.Community && scopes.Covers(p.Path)).Select(p => p.Path)
            .Concat(scopes.Paths.Select(p => tree.CommunityOf(p)?.Path).OfType<ScopePath>()).Distinct().ToList();
        if (communities.Count is 0 or > MostWalks)
            return null;
        // Few people have homes in several communities, and none stay unplaced for long.
        var others = communities.SelectMany(c => c.SelfAndAncestors()).Except(communities).Select(p => p.Value).Append(Unplaced).ToArray();
        return [.. communities.Select(c => new[] { c.Value }), others];
    }
}
