namespace Linli.People.Register;

/// <summary>Why somebody may decide for a child.</summary>
internal enum GuardianKind
{
    /// <summary>父母.</summary>
    Parent,

    /// <summary>祖父母、外祖父母.</summary>
    Grandparent,

    /// <summary>Another guardian (其他监护人), by appointment or by a court.</summary>
    Appointed,
}

/// <summary>That a person is the guardian (监护人) of a minor.</summary>
internal sealed class Guardianship
{
    public required Guid Id { get; init; }

    public required Guid GuardianId { get; init; }

    public required Guid ChildId { get; init; }

    public required GuardianKind Kind { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    /// <summary>When the child, at 14, was told that their data are theirs to decide about.</summary>
    public DateTimeOffset? PassedOnAt { get; set; }

    /// <summary>What it was recognised by, such as the household book.</summary>
    public string? Evidence { get; init; }

    /// <summary>Account of the member of staff who entered it; <c>null</c> for imports.</summary>
    public Guid? EnteredBy { get; init; }
}
