using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>How a reservation stands.</summary>
public enum ReservationState
{
    /// <summary>待抽签: entered for the draw.</summary>
    Entered,

    /// <summary>候补: waits for a place.</summary>
    Waiting,

    /// <summary>待确认: a place is kept until <c>OfferUntil</c>.</summary>
    Offered,

    /// <summary>已预约.</summary>
    Confirmed,

    /// <summary>已到场.</summary>
    Attended,

    /// <summary>未到场.</summary>
    NoShow,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>Who or what ended a reservation.</summary>
public enum CancelledBy
{
    /// <summary>本人 or who acts for them.</summary>
    Person,

    /// <summary>工作人员.</summary>
    Staff,

    /// <summary>整场取消: the session did not take place.</summary>
    Session,

    /// <summary>逾期未确认: the offer of a place was not taken up in time, or the session began while they waited.</summary>
    Lapsed,

    /// <summary>未中签.</summary>
    Draw,
}

/// <summary>How a session stands.</summary>
public enum SessionState
{
    /// <summary>It will be, or is.</summary>
    Planned,

    /// <summary>It was.</summary>
    Held,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>A session as everybody may see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Offering">The offering.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="End">End, UTC.</param>
/// <param name="Day">Local day of the begin.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Taken">Places given or kept for somebody.</param>
/// <param name="Waiting">People who wait.</param>
/// <param name="State">How it stands.</param>
/// <param name="Topic">What it is about, where sessions differ.</param>
/// <param name="OpensAt">When booking opens, UTC; <c>null</c> for at once.</param>
/// <param name="ClosesAt">When booking closes, UTC.</param>
/// <param name="Draw">For sessions whose places are drawn.</param>
/// <param name="Meetings">How many meetings a series has; 0 for a single session.</param>
public sealed record SessionView(
    SessionId Id, OfferingId Offering, DateTimeOffset Start, DateTimeOffset End, DateOnly Day, int Capacity, int Taken, int Waiting, SessionState State, string? Topic,
    DateTimeOffset? OpensAt, DateTimeOffset ClosesAt, DrawView? Draw, int Meetings)
{
    /// <summary>Places left.</summary>
    public int Left => Math.Max(0, Capacity - Taken);
}

/// <summary>What is published of a draw (摇号): the hash before, the seed and everything needed to recompute it after.</summary>
/// <param name="At">When it is drawn, UTC.</param>
/// <param name="SeedHash">SHA-256 of the seed's text in hexadecimal, published when the session was made.</param>
/// <param name="Seed">The seed; <c>null</c> until it was drawn.</param>
public sealed record DrawView(DateTimeOffset At, string SeedHash, string? Seed);

/// <summary>A reservation as its person sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Session">The session.</param>
/// <param name="Offering">The offering.</param>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Title">What was booked.</param>
/// <param name="Where">The room or place, in words.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="End">End, UTC.</param>
/// <param name="State">How it stands.</param>
/// <param name="Person">Who comes.</param>
/// <param name="Party">How many come.</param>
/// <param name="Code">Six characters to say at the desk.</param>
/// <param name="PriceFen">Price in fen.</param>
/// <param name="DepositFen">Deposit in fen.</param>
/// <param name="OfferUntil">Until when a place is kept, UTC.</param>
/// <param name="Ahead">How many wait before them; <c>null</c> when they do not wait.</param>
/// <param name="CancelUntil">Until when they may cancel by themselves, UTC.</param>
/// <param name="Ended">Who or what ended it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ReservationView(
    ReservationId Id, SessionId Session, OfferingId Offering, string Kind, Phrase Title, Phrase? Where, DateTimeOffset Start, DateTimeOffset End, ReservationState State,
    Guid Person, int Party, string Code, long PriceFen, long DepositFen, DateTimeOffset? OfferUntil, int? Ahead, DateTimeOffset CancelUntil, CancelledBy? Ended,
    string? Reason)
{
    /// <summary>Price in credit points, where it is paid with them; <see cref="PriceFen"/> is 0 then.</summary>
    public long PricePoints { get; init; }

    /// <summary>When what was paid was given back after the session, UTC.</summary>
    public DateTimeOffset? PaidBackAt { get; init; }
}

/// <summary>A reservation came to be or changed.</summary>
/// <param name="Reservation">Which.</param>
/// <param name="Session">Of which session.</param>
/// <param name="Offering">Of which offering.</param>
/// <param name="Kind">Code of the kind.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Accounts">Accounts that follow it.</param>
public sealed record ReservationChanged(
    ReservationId Reservation, SessionId Session, OfferingId Offering, string Kind, ReservationState State, ScopePath Place, IReadOnlyList<Guid> Accounts) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Session.Value.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => BookingsPermissions.Desk;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Guid> LiveAccounts => Accounts;
}

/// <summary>A session was made, moved, cancelled or held, or its room was closed.</summary>
/// <param name="Session">Which.</param>
/// <param name="Offering">Of which offering.</param>
/// <param name="Kind">Code of the kind.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Place">Where it belongs.</param>
public sealed record SessionChanged(SessionId Session, OfferingId Offering, string Kind, SessionState State, ScopePath Place) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Session.Value.ToString();

    /// <inheritdoc/>
    public override ScopePath Scope => Place;

    /// <inheritdoc/>
    public override string? LivePermission => BookingsPermissions.Desk;
}
