using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Services;

/// <summary>Something of a kitchen's day changed: orders, the sheet, samples, a van's load or a hand-over.</summary>
/// <param name="Day">Id of the day.</param>
/// <param name="Place">The place of the kitchen.</param>
/// <param name="What">What: orders, sheet, extra, samples, plan, left, arrived, handed, confirmed, late.</param>
/// <param name="Village">Code of the village it is about.</param>
/// <param name="Accounts">Those of the village, or the driver, whom it concerns.</param>
public sealed record KitchenChanged(Guid Day, ScopePath Place, string What, string? Village, IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Day.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.Kitchen;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}

/// <summary>A van sent where it is. The place itself is not in the event: the map of those who may see it fetches it.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Place">The place of the kitchen.</param>
public sealed record VanMoved(Guid Run, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Run.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.Kitchen;
}
