namespace Linli.Bookings.Calendar;

/// <summary>A private calendar address (日历订阅). Only the hash of its secret is kept.</summary>
internal sealed class FeedRow
{
    public required Guid Id { get; init; }

    /// <summary>Whose bookings; <c>null</c> for the feed of a room or offering.</summary>
    public Guid? Person { get; init; }

    /// <summary>Code of the resource whose bookings it shows.</summary>
    public string? Resource { get; init; }

    /// <summary>The offering, such as that of a club, whose sessions it shows.</summary>
    public OfferingId? Offering { get; init; }

    /// <summary>The key of a scene, such as that of a club, whose offerings it shows.</summary>
    public string? Subject { get; init; }

    /// <summary>What the calendar of a group is called.</summary>
    public string? NameZh { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required string Hash { get; init; }

    public Guid? By { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}
