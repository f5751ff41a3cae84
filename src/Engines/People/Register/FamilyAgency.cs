namespace Linli.People.Register;

/// <summary>
/// That a member of the family (亲属代办人) acts for a person, such as a daughter for her father. Each act names both and
/// can be read by the person acted for.
/// </summary>
internal sealed class FamilyAgency
{
    public required Guid Id { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid PrincipalId { get; init; }

    /// <summary>Codes of what the agent may do, separated by spaces: <c>report book view</c>.</summary>
    public required string Matters { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    /// <summary>When the principal agreed; nothing may be done before.</summary>
    public DateTimeOffset? AgreedAt { get; set; }

    /// <summary>Account of the member of staff who heard the principal agree; <c>null</c> when they agreed themselves.</summary>
    public Guid? WitnessedBy { get; set; }

    /// <summary>When either of them ended it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public Guid? EndedBy { get; set; }
}
