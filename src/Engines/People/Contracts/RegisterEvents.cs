using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>Somebody came into a home of the register, left it, or their tie changed; open pages of the home show it at once.</summary>
/// <param name="Home">Which home.</param>
/// <param name="Place">Its grid, or its building where it is in none.</param>
public sealed record RegisterChanged(Guid Home, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Home.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.Register;

    internal static RegisterChanged At(HomeTie tie) => new(tie.HomeId, ScopePath.Parse(tie.Grid ?? tie.Scope, null));
}

/// <summary>A resident died (去世); the grid's steward and the community workers are told, to help and to end what has to end.</summary>
/// <param name="Person">Who; the name is read where the caller may.</param>
/// <param name="Home">The home they lived in.</param>
/// <param name="Place">Its grid, or its building where it is in none.</param>
public sealed record ResidentDied(Guid Person, Guid Home, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Person.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.Register;
}
