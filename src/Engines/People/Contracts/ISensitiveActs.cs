using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;

namespace Linli.People;

/// <summary>
/// Asked before what could not be undone and would serve a thief: exporting or deleting data, linking accounts, letting others
/// act for oneself. While the phone of the account is being changed and the old number has not confirmed it, such acts wait.
/// </summary>
public interface ISensitiveActs
{
    /// <summary>Why the caller has to wait; <c>null</c> when they need not.</summary>
    Task<Problem?> Hindrance(CancellationToken cancel);
}

/// <summary>What happened to a change of phone.</summary>
public enum PhoneChangeStep
{
    /// <summary>Somebody asked for it and has shown the new number.</summary>
    Asked,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was stopped, and everybody was signed out.</summary>
    Stopped,

    /// <summary>Somebody else has the number by now.</summary>
    Failed,
}

/// <summary>The phone by which an account signs in is to be changed, or was.</summary>
/// <param name="Change">Which change.</param>
/// <param name="Account">Whose.</param>
/// <param name="Step">What happened.</param>
/// <param name="DueAt">When it is done by itself, UTC.</param>
public sealed record PhoneChangeMoved(Guid Change, Guid Account, PhoneChangeStep Step, DateTimeOffset DueAt) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Change.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}
