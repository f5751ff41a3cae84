using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Market.Machines;

/// <summary>A purchase at a machine moved on; its buyer's pages and those who look after the machine see it at once.</summary>
/// <param name="Session">Which.</param>
/// <param name="Machine">Where.</param>
/// <param name="Place">The place of the machine.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Accounts">Whose open pages follow it: the buyer's and the shop's. Who that is is told to nobody.</param>
public sealed record MachineSessionMoved(Guid Session, Guid Machine, ScopePath Place, string State, [property: JsonIgnore] IReadOnlyCollection<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Session.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    // Operators of the place. A merchant hears of their own machines by account, not of what people buy at others'.
    /// <inheritdoc/>
    public override string? LivePermission => MachinePermissions.Disputes;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}

/// <summary>A machine's state, stock or prices changed.</summary>
/// <param name="Machine">Which.</param>
/// <param name="Place">Where it stands.</param>
public sealed record MachineChanged(Guid Machine, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Machine.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => MachinePermissions.Machines;
}
