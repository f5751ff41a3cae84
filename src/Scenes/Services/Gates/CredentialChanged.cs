using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Services.Gates;

/// <summary>An entry credential was issued, limited or revoked.</summary>
/// <param name="Credential">Its id.</param>
/// <param name="Account">Whose.</param>
/// <param name="Place">The building.</param>
/// <param name="Kind">How it opens.</param>
/// <param name="Revoked">Whether it ended.</param>
public sealed record CredentialChanged(Guid Credential, Guid Account, ScopePath Place, CredentialKind Kind, bool Revoked) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Credential.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.Credentials;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}

/// <summary>A gate is late with a revocation, or has caught up.</summary>
/// <param name="Gate">Its id.</param>
/// <param name="Place">What it opens.</param>
/// <param name="Late">Whether it is late.</param>
public sealed record GateLate(Guid Gate, ScopePath Place, bool Late) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Gate.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => ServicesPermissions.Credentials;
}
