using Linli.Platform.Data;
using Linli.Platform.Events;

namespace Linli.People;

/// <summary>Personal data may have come into the wrong hands; those concerned are told (R37, R38).</summary>
/// <param name="Breach">Its id.</param>
/// <param name="Accounts">Accounts of the people concerned; for a child under 14 those of the guardians.</param>
public sealed record PersonalDataBreached(Guid Breach, IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Breach.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => ScopePath.Root;

    /// <inheritdoc/>
    public override string? LivePermission => PeoplePermissions.Privacy;
}
