using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Notices.Announcements;

/// <summary>Which places speak to a reader.</summary>
internal static class AnnouncementReach
{
    /// <summary>
    /// A resident hears every place their home lies in; staff hear those above their post, too. Somebody who belongs
    /// nowhere yet hears what is said to all communities at once.
    /// </summary>
    public static IReadOnlyList<string> Above(Caller caller, IScopeTree tree)
    {
        ScopePath[] own = [.. caller.HomeScopes, .. caller.Grants.Select(g => g.Scope)];
        return own.Length > 0
            ? [.. own.SelectMany(place => place.SelfAndAncestors()).Distinct().Select(place => place.Value)]
            : [.. Shared([.. tree.All.Where(p => p.Kind == PlaceKind.Community).Select(p => p.Path)]).Select(place => place.Value)];
    }

    /// <summary>Staff also hear the places below their own.</summary>
    public static ScopeSet Below(Caller caller) => caller.ScopesFor(NoticesPermissions.Announce);

    /// <summary>Places that all of the given ones lie in, each of which may be one of them.</summary>
    internal static IEnumerable<ScopePath> Shared(IReadOnlyList<ScopePath> places) =>
        places.Count == 0 ? [ScopePath.Root] : places[0].SelfAndAncestors().Where(above => places.All(above.Contains));
}
