namespace Linli.Platform.Audit;

/// <summary>
/// One line of the audit log. Written in the transaction it speaks of; linked into the hash chain by
/// <see cref="AuditSealer"/> shortly after.
/// </summary>
internal sealed class AuditEntry
{
    public long Seq { get; set; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Account id, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    public required string Action { get; init; }

    public string? Subject { get; init; }

    public string? Scope { get; init; }

    /// <summary>Further facts without personal data.</summary>
    public string? Detail { get; init; }

    /// <summary>Place in the chain, from 1; <c>null</c> until sealed. Not <see cref="Seq"/>: writers commit out of order.</summary>
    public long? Link { get; set; }

    /// <summary>SHA-256 over the previous hash and this line, hex; <c>null</c> until sealed.</summary>
    public string? Hash { get; set; }
}
