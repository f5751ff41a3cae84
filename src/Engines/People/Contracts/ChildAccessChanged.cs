using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>Somebody asked to see a child's data, was answered, or looked in an emergency (R38).</summary>
/// <param name="Request">Id of the request.</param>
/// <param name="State">open, approved, refused or emergency.</param>
/// <param name="RequestedBy">Account of the member of staff.</param>
/// <param name="Guardians">Accounts of the child's guardians.</param>
/// <param name="Place">The child's home.</param>
public sealed record ChildAccessChanged(Guid Request, string State, Guid RequestedBy, IReadOnlyList<Guid> Guardians, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Request.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.ChildApprove;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [RequestedBy, .. Guardians];
}
