using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Friends;

/// <summary>Where a verified resident meets neighbours.</summary>
/// <param name="Community">The community of their home.</param>
/// <param name="Joined">The joined communities around it (S27), or the community alone.</param>
internal sealed record Residence(Place Community, ScopePath Joined)
{
    /// <summary>Of a caller; <c>null</c> who is no verified resident.</summary>
    public static Residence? Of(Caller caller, IScopeTree tree) =>
        caller.ScopesFor(NeighboursPermissions.Meet).Paths.Select(tree.CommunityOf).FirstOrDefault(p => p is not null) is { } community
            ? new(community, Around(community.Path, tree))
            : null;

    /// <summary>The joined communities a community belongs to, or itself.</summary>
    public static ScopePath Around(ScopePath community, IScopeTree tree) =>
        tree.Find(community.Parent) is { Kind: PlaceKind.Group } group ? group.Path : community;
}
