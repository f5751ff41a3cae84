using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;

namespace Linli.People;

/// <summary>Who agreed to what (同意). Purposes are declared with <c>ModuleBuilder.Purpose</c>.</summary>
public interface IConsents
{
    /// <summary>
    /// Whether the person agrees to the purpose, in the version of its text that holds now. For a child under 14 their
    /// guardian does.
    /// </summary>
    /// <param name="person">Id of the person, not of an account.</param>
    /// <param name="purpose">Code of the purpose.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<bool> Has(Guid person, string purpose, CancellationToken cancel);

    /// <summary>Which of the persons agree to the purpose now.</summary>
    Task<IReadOnlySet<Guid>> Having(IReadOnlyCollection<Guid> persons, string purpose, CancellationToken cancel);

    /// <summary>
    /// <c>null</c> when the person agrees; otherwise the problem <c>consent_missing</c>, which says what is asked and where to
    /// answer. Ask only where the service cannot be given without it: nobody is turned away for a consent that is not needed
    /// (R37).
    /// </summary>
    Task<Problem?> Missing(Guid person, string purpose, CancellationToken cancel);
}

/// <summary>A person, or the guardian of a child, agreed to a purpose.</summary>
/// <param name="Consent">Id of the consent.</param>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Accounts">Accounts of the person, and of the guardian who answered.</param>
public sealed record ConsentGiven(Guid Consent, Guid Person, string Purpose, IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Person.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}

/// <summary>
/// A consent ended: whatever stood on it stops. Also published for each open consent of a person whose data are deleted.
/// </summary>
/// <param name="Consent">Id of the consent.</param>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Accounts">Accounts of the person, and of the guardian who answered.</param>
public sealed record ConsentWithdrawn(Guid Consent, Guid Person, string Purpose, IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Person.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}

/// <summary>Codes of the purposes that this engine declares itself.</summary>
public static class Purposes
{
    /// <summary>人脸开门: a face kept in the gate itself (R41).</summary>
    public const string GateFace = "gate-face";

    /// <summary>向其他部门获取数据填表: forms that other offices fill in (S05).</summary>
    public const string SharedData = "shared-data";

    /// <summary>门禁凭证: a card, code or phone key of the gates.</summary>
    public const string GateCredential = "gate-credential";
}
