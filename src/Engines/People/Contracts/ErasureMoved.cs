using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>What happened to a wish to be deleted.</summary>
public enum ErasureStep
{
    /// <summary>Asked for; it can be taken back until it is done.</summary>
    Waiting,

    /// <summary>Asked for a child on a special-care list: a worker looks first.</summary>
    Held,

    /// <summary>Taken back.</summary>
    TakenBack,

    /// <summary>A worker refused, and says why.</summary>
    Refused,

    /// <summary>Done.</summary>
    Done,
}

/// <summary>Somebody wants their data deleted, or those of a child; or that has moved on.</summary>
/// <param name="Erasure">Which wish.</param>
/// <param name="Step">What happened.</param>
/// <param name="Asked">Accounts of whoever asked.</param>
/// <param name="Workers">Staff accounts of those who look after the person by a special-care list.</param>
/// <param name="Place">Where the person belongs.</param>
/// <param name="DueAt">When it is done, UTC.</param>
/// <param name="Child">The child, when a guardian asked.</param>
public sealed record ErasureMoved(
    Guid Erasure, ErasureStep Step, IReadOnlyList<Guid> Asked, IReadOnlyList<Guid> Workers, ScopePath Place, DateTimeOffset DueAt, Guid? Child) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Erasure.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [.. Asked, .. Workers];
}
