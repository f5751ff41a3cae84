using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.Cases;

/// <summary>What every event of a case says: ids and states, nothing personal.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Number">Its short number.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Type">Code of the case type.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Team">Code of the team that has it, if any.</param>
/// <param name="Followers">Accounts of its reporters.</param>
/// <param name="Confidential">Whether it is followed by name only, not by place.</param>
public abstract record CaseEvent(
    CaseId Case, string Number, ScopePath Place, string Type, CaseState State, string? Team, IReadOnlyList<Guid> Followers, bool Confidential)
    : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Case.Value.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => Confidential ? CasesPermissions.Confidential : CasesPermissions.Read;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Followers;
}

/// <summary>A case came in.</summary>
public sealed record CaseReported(
    CaseId Case, string Number, ScopePath Place, string Type, CaseState State, string? Team, IReadOnlyList<Guid> Followers, bool Confidential,
    CaseChannel Channel, string Category)
    : CaseEvent(Case, Number, Place, Type, State, Team, Followers, Confidential);

/// <summary>Something was done to a case.</summary>
public sealed record CaseMoved(
    CaseId Case, string Number, ScopePath Place, string Type, CaseState State, string? Team, IReadOnlyList<Guid> Followers, bool Confidential,
    CaseAction Action)
    : CaseEvent(Case, Number, Place, Type, State, Team, Followers, Confidential)
{
    /// <summary>What came of it, once answered.</summary>
    public CaseOutcome? Outcome { get; init; }

    /// <summary>Accounts of those who reported it themselves, merged reports included: not of those who only joined a report that was there.</summary>
    public IReadOnlyList<Guid> Reporters { get; init; } = [];
}

/// <summary>A clock of a case is about to run out, or has.</summary>
public sealed record CaseClockRang(
    CaseId Case, string Number, ScopePath Place, string Type, CaseState State, string? Team, IReadOnlyList<Guid> Followers, bool Confidential,
    CaseClock Clock, bool Overdue, CaseLevel Level)
    : CaseEvent(Case, Number, Place, Type, State, Team, Followers, Confidential);
