using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Notices;

/// <summary>A notice came into, or was read in, somebody's inbox; only the person's own pages hear of it.</summary>
/// <param name="Account">Whose inbox.</param>
/// <param name="Notice">The notice; <c>null</c> when several were read at once.</param>
/// <param name="Added">Whether it came in; otherwise it was read.</param>
public sealed record InboxChanged(Guid Account, Guid? Notice, bool Added = false) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Account.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}
