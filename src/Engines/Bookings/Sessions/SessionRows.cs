using Linli.Platform.Data;

namespace Linli.Bookings.Sessions;

/// <summary>
/// A session (场次); of an offering by series also the series itself, in which people enrol and whose meetings are further rows. The
/// places are counted here, under the lock of this row: see decision note 39.
/// </summary>
internal sealed class SessionRow : IScoped
{
    public required SessionId Id { get; init; }

    public required OfferingId Offering { get; init; }

    public required string Kind { get; init; }

    /// <summary>Of a meeting: the series it belongs to.</summary>
    public SessionId? Series { get; init; }

    /// <summary>Whether it is a series, whose begin and end are those of its meetings.</summary>
    public bool IsSeries { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset Start { get; set; }

    public required DateTimeOffset End { get; set; }

    /// <summary>Local day of the begin.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>
    /// The local day and time for which the times of the offering made it: a moved session is not made again. Given up when the times
    /// changed and nobody was in it any more.
    /// </summary>
    public string? Slot { get; set; }

    public required int Capacity { get; set; }

    /// <summary>Places given, or kept for somebody.</summary>
    public required int Taken { get; set; }

    /// <summary>People who wait, with those they bring.</summary>
    public required int Waiting { get; set; }

    /// <summary>The last turn given to somebody who waits or entered the draw.</summary>
    public required int LastTurn { get; set; }

    public required SessionState State { get; set; }

    /// <summary>Why it was cancelled or moved.</summary>
    public string? StateNote { get; set; }

    /// <summary>What it is about.</summary>
    public string? Topic { get; set; }

    /// <summary>What the room is used for.</summary>
    public string? Use { get; init; }

    /// <summary>Grows when it is moved or cancelled: SEQUENCE of RFC 5545.</summary>
    public required int Sequence { get; set; }

    /// <summary>For a draw: when.</summary>
    public DateTimeOffset? DrawAt { get; set; }

    /// <summary>For a draw: the seed, not shown before it was drawn.</summary>
    public string? Seed { get; init; }

    /// <summary>For a draw: SHA-256 of the seed, shown from the beginning.</summary>
    public string? SeedHash { get; init; }

    public DateTimeOffset? DrawnAt { get; set; }

    /// <summary>How many places there were in the draw.</summary>
    public int? DrawPlaces { get; set; }

    /// <summary>Whether it was settled after its end: no-shows, payments, use of the room.</summary>
    public bool Settled { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>When it was moved last: who had booked before may give it up until it begins.</summary>
    public DateTimeOffset? MovedAt { get; set; }

    public int Left => Capacity - Taken;

    public ScopePath Place => ScopePath.Parse(Scope, null);
}

/// <summary>Time of a resource that is taken: by a session, or by a closure (停用).</summary>
internal sealed class OccupancyRow : IScoped
{
    public required Guid Id { get; init; }

    public required string Resource { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset From { get; set; }

    public required DateTimeOffset Until { get; set; }

    public string? Use { get; init; }

    /// <summary>The session; <c>null</c> for a closure.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Why it is closed.</summary>
    public string? Reason { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A ticket as it was drawn: kept apart from the reservation, which moves on.</summary>
internal sealed class DrawTicketRow : IScoped
{
    public required SessionId Session { get; init; }

    public required int Number { get; init; }

    public required int Party { get; init; }

    public required string Scope { get; init; }
}
