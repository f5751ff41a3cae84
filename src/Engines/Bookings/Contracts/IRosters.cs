namespace Linli.Bookings;

/// <summary>Somebody on the list of a session or series, as a scene needs them that looks after those who come.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Person">Who comes; <c>null</c> for somebody whose data were deleted.</param>
/// <param name="State">How it stands; cancelled ones are not on the list.</param>
/// <param name="Party">How many come.</param>
/// <param name="Turn">Place in the queue or number of the ticket in a draw.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record RosterLine(ReservationId Reservation, Guid? Person, ReservationState State, int Party, int? Turn, DateTimeOffset At);

/// <summary>A place that somebody has, or that is kept for them.</summary>
/// <param name="Offering">Of which offering.</param>
/// <param name="Start">Begin of the session or series, UTC.</param>
/// <param name="End">Its end, UTC.</param>
/// <param name="IsOffer">Whether it is only kept for them until they take it up.</param>
public sealed record SeatOfPerson(OfferingId Offering, DateTimeOffset Start, DateTimeOffset End, bool IsOffer = false);

/// <summary>A reservation, for a scene that was given its id.</summary>
/// <param name="Offering">Of which offering.</param>
/// <param name="Session">Of which session or series.</param>
/// <param name="Person">Who comes; <c>null</c> for somebody whose data were deleted.</param>
/// <param name="State">How it stands.</param>
/// <param name="Start">Begin of the session or series, UTC.</param>
/// <param name="End">Its end, UTC.</param>
public sealed record RosterPlace(OfferingId Offering, SessionId Session, Guid? Person, ReservationState State, DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// Lists of those who come (名单), for scenes; the caller has asked who may see them. They only look: an <see cref="IBookingCondition"/>
/// may ask them too.
/// </summary>
public interface IRosters
{
    /// <summary>Those on the list of a session, or of a series, in the order of coming.</summary>
    Task<IReadOnlyList<RosterLine>> Of(SessionId session, CancellationToken cancel);

    /// <summary>One reservation, cancelled ones too; <c>null</c> where there is none.</summary>
    Task<RosterPlace?> Find(ReservationId reservation, CancellationToken cancel);

    /// <summary>Places of a kind that a person has, or that are kept for them, and that are not over.</summary>
    Task<IReadOnlyList<SeatOfPerson>> SeatsOf(Guid person, string kind, CancellationToken cancel);

    /// <summary>
    /// Offerings of a kind in which a person has a place, or one kept for them, and those at which they were or should have been, of whatever
    /// day: what a limit of a scene's own counts. What was cancelled is not among them, nor what they wait for.
    /// </summary>
    Task<IReadOnlyList<OfferingId>> TakenBy(Guid person, string kind, CancellationToken cancel);

    /// <summary>The series of an offering that people enrol in; <c>null</c> before it was saved.</summary>
    Task<SessionId?> SeriesOf(OfferingId offering, CancellationToken cancel);

    /// <summary>The meeting of a series, or the session, that begins on a local day; <c>null</c> where there is none or it was cancelled.</summary>
    Task<SessionId?> MeetingOn(OfferingId offering, DateOnly day, CancellationToken cancel);

    /// <summary>Who was written down as present, or as absent, at a meeting; nobody else is in it.</summary>
    Task<IReadOnlyDictionary<ReservationId, bool>> Attendance(SessionId meeting, CancellationToken cancel);

    /// <summary>On how many of the meetings so far each reservation was written down as present.</summary>
    Task<IReadOnlyDictionary<ReservationId, int>> DaysPresent(IReadOnlyCollection<ReservationId> reservations, CancellationToken cancel);
}
