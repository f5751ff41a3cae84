using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Open311.Speak;

/// <summary>
/// What <c>jurisdiction_id</c> names: a community by its code, or the group or street above it. Left out it is everything
/// that this installation serves, which is one jurisdiction of joined communities.
/// </summary>
internal sealed class Jurisdictions(IScopeTree tree)
{
    /// <summary>The place asked for; <c>null</c> for everything.</summary>
    public Result<Jurisdiction> Of(Ask ask)
    {
        if (ask["jurisdiction_id"] is not { } id)
            return new Jurisdiction(null);
        var place = tree.FindCode(id.Trim());
        return place is { Kind: PlaceKind.Community or PlaceKind.Group or PlaceKind.Street or PlaceKind.District or PlaceKind.City }
            ? new Jurisdiction(place)
            : Errors.NotFound("jurisdiction_id");
    }

    /// <summary>Code of the one community that a jurisdiction comes down to, if it does.</summary>
    public string? CommunityOf(Jurisdiction jurisdiction)
    {
        if (jurisdiction.Place is { Kind: PlaceKind.Community } community)
            return community.Code;
        var all = tree.All.Where(p => p.Kind == PlaceKind.Community && (jurisdiction.Place?.Path.Contains(p.Path) ?? true)).Take(2).ToList();
        return all is [var only] ? only.Code : null;
    }
}

/// <summary>A place asked for.</summary>
/// <param name="Place">The place; <c>null</c> for everything.</param>
internal sealed record Jurisdiction(Place? Place)
{
    public ScopePath? Path => Place?.Path;
}
