using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>Somebody who is told about a person: the person, or the guardian of a child under 14.</summary>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Account">Whom to tell.</param>
/// <param name="AsGuardian">Whether they answer for a child.</param>
public sealed record TellWhom(Guid Person, Guid Account, bool AsGuardian);

/// <summary>The text somebody agreed to has a newer version, and they are asked again (R37).</summary>
/// <param name="Consent">The consent to the older text.</param>
/// <param name="Person">Whose data it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Version">The newer version.</param>
/// <param name="From">Local day on which it begins.</param>
/// <param name="Lapses">Whether the older consent ends then.</param>
/// <param name="Tell">Who is asked.</param>
public sealed record ConsentAskedAgain(
    Guid Consent, Guid Person, string Purpose, Phrase Title, int Version, DateOnly From, bool Lapses, IReadOnlyList<TellWhom> Tell) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Person.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [.. Tell.Select(t => t.Account)];
}

/// <summary>
/// Somebody turned 14: what a guardian had agreed to for them is theirs to confirm or take back, and the guardian no longer
/// sees their data (R38, PIPL art. 31).
/// </summary>
/// <param name="Person">The young person.</param>
/// <param name="Consents">How many consents passed on.</param>
/// <param name="Own">Accounts of the young person.</param>
/// <param name="Guardians">Accounts of the guardians.</param>
public sealed record TurnedFourteen(Guid Person, int Consents, IReadOnlyList<Guid> Own, IReadOnlyList<Guid> Guardians) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Person.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => [.. Own, .. Guardians];
}
