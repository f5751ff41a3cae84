using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>Somebody asks to be verified as a resident (S03, S06); reviewers at the place see it at once.</summary>
/// <param name="Registration">Id of the request.</param>
/// <param name="Place">The building of the home.</param>
public sealed record RegistrationRequested(Guid Registration, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Registration.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.Review;
}

/// <summary>A request was approved or rejected.</summary>
/// <param name="Registration">Id of the request.</param>
/// <param name="Account">Whose request.</param>
/// <param name="Place">The building of the home.</param>
/// <param name="Approved">The decision.</param>
public sealed record RegistrationDecided(Guid Registration, Guid Account, ScopePath Place, bool Approved) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Registration.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.Review;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}
