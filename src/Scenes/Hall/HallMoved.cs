using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Hall;

/// <summary>A queue of a hall moved: a ticket was taken, called, sent on, missed or finished.</summary>
/// <param name="Hall">Which hall.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="What">What happened: taken, called, absent, back, sent, done, left, opened, closed.</param>
/// <param name="Ticket">The ticket it is about, if one.</param>
/// <param name="Accounts">Those who wait by phone.</param>
public sealed record HallMoved(Guid Hall, ScopePath Place, string What, Guid? Ticket, [property: JsonIgnore] IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Hall.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => HallPermissions.Counter;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}
