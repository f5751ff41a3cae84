using Linli.Neighbours.Clubs;
using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Neighbours;

/// <summary>A club was started, listed, refused or closed; whoever reviews clubs at the place sees it at once.</summary>
/// <param name="Club">Its id.</param>
/// <param name="Place">The community of its organiser.</param>
/// <param name="State">What it is now.</param>
/// <param name="Organiser">Account of whoever started it.</param>
public sealed record ClubChanged(Guid Club, ScopePath Place, ClubState State, Guid Organiser) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Club.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => NeighboursPermissions.Clubs;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Organiser];
}
