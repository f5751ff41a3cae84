using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Services.MoveIn;

/// <summary>A check-list of somebody who moves in was opened or went on.</summary>
/// <param name="List">Its id.</param>
/// <param name="Account">Whose.</param>
/// <param name="Place">The building.</param>
/// <param name="MayHaveKeys">Whether keys may be handed over now.</param>
public sealed record MoveInChanged(Guid List, Guid Account, ScopePath Place, bool MayHaveKeys) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => List.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.MoveIn;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}
