namespace Linli.People.Contact;

/// <summary>That somebody looked at a person's data in full (查看记录); the person can read it.</summary>
internal sealed class View
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid ViewerId { get; init; }

    public required string ViewerName { get; init; }

    /// <summary>What was seen, such as <c>phone</c>.</summary>
    public required string What { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
