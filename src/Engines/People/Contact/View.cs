namespace Linli.People.Contact;

/// <summary>That somebody looked at a person's data in full, or tried to (查看记录); the person can read it.</summary>
internal sealed class View
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Account; empty for Linli itself.</summary>
    public required Guid ViewerId { get; init; }

    public required string ViewerName { get; init; }

    /// <summary>Code of the post in which they looked.</summary>
    public string? ViewerPost { get; init; }

    /// <summary>Where that post is held, as the text of a scope path.</summary>
    public string? ViewerPlace { get; init; }

    /// <summary>What was seen, such as <c>phone</c>; several with blanks between.</summary>
    public required string What { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the person was under 14 on that day: counted in the yearly report (R38).</summary>
    public bool OfChild { get; init; }

    /// <summary>The approval it rested on.</summary>
    public Guid? Approval { get; init; }

    /// <summary>In an emergency, without waiting for an approval.</summary>
    public bool Emergency { get; init; }

    /// <summary>Code of the problem when nothing was shown; <c>null</c> for a view.</summary>
    public string? Refused { get; init; }
}
