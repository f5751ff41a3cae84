using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>What happened to an agreement between family members.</summary>
public enum AgencyStep
{
    /// <summary>Somebody asks to act for the person.</summary>
    Asked,

    /// <summary>The person agreed.</summary>
    Agreed,

    /// <summary>One of them ended it.</summary>
    Ended,
}

/// <summary>An agreement by which family acts for a person was asked for, agreed to or ended.</summary>
/// <param name="Agency">Which.</param>
/// <param name="Account">Whose page shows it.</param>
/// <param name="Step">What happened.</param>
public sealed record AgencyChanged(Guid Agency, Guid Account, AgencyStep Step) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Agency.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [Account];
}
