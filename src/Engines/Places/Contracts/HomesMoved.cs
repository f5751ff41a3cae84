using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Places;

/// <summary>The homes of a building came into another grid, or into none: whoever keeps the grid of a home follows.</summary>
/// <param name="Building">Path of the building.</param>
/// <param name="Grid">Path of its grid from now on, if any.</param>
public sealed record HomesMoved(ScopePath Building, ScopePath? Grid) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Building.Code;

    /// <inheritdoc/>
    public override ScopePath Scope => Building;

    /// <inheritdoc/>
    public override string? LivePermission => PlacesPermissions.Grids;
}
