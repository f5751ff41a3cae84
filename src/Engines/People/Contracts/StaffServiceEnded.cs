using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>A member of staff has left; said once for each place they worked at, so that others there can take over.</summary>
/// <param name="Account">Who.</param>
/// <param name="Place">Where a post of theirs ended.</param>
public sealed record StaffServiceEnded(Guid Account, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Account.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.ManagePosts;
}
