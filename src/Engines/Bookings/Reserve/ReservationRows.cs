using Linli.Ledger;
using Linli.Platform.Data;

namespace Linli.Bookings.Reserve;

/// <summary>A reservation (预约).</summary>
internal sealed class ReservationRow : IScoped
{
    /// <summary>States in which somebody has, or is kept, a place.</summary>
    public static readonly ReservationState[] Seated = [ReservationState.Offered, ReservationState.Confirmed, ReservationState.Attended, ReservationState.NoShow];

    public required ReservationId Id { get; init; }

    public required SessionId Session { get; init; }

    public required OfferingId Offering { get; init; }

    public required string Kind { get; init; }

    public required string Scope { get; init; }

    /// <summary>Who comes; <c>null</c> once they had their data deleted.</summary>
    public Guid? Person { get; set; }

    /// <summary>The household that its quotas count for.</summary>
    public Guid? Household { get; set; }

    /// <summary>Who pays, where that is somebody else.</summary>
    public Guid? Payer { get; set; }

    /// <summary>The account that booked; <c>null</c> for the system.</summary>
    public Guid? By { get; set; }

    /// <summary>The person while the reservation is alive: two of one person for one session cannot be.</summary>
    public Guid? SeatKey { get; set; }

    public required int Party { get; init; }

    public required ReservationState State { get; set; }

    /// <summary>Place in the queue of those who wait.</summary>
    public int? Turn { get; set; }

    /// <summary>Number of the ticket in a draw, as its published record names it: never changes.</summary>
    public int? Ticket { get; init; }

    /// <summary>Place that the draw gave, from 1.</summary>
    public int? DrawnAs { get; set; }

    public DateTimeOffset? OfferUntil { get; set; }

    /// <summary>Local day of the session, by which quotas count.</summary>
    public required DateOnly Day { get; set; }

    public required string Code { get; init; }

    public string? Note { get; set; }

    public required long PriceFen { get; init; }

    /// <summary>The price in points, where it is paid with them; the one in fen is 0 then.</summary>
    public long PricePoints { get; init; }

    public required long DepositFen { get; init; }

    public HoldId? PriceHold { get; set; }

    public HoldId? DepositHold { get; set; }

    public TransferId? Paid { get; set; }

    /// <summary>When what was paid was given back after all (退款).</summary>
    public DateTimeOffset? PaidBackAt { get; set; }

    /// <summary>The posting that took the deposit of somebody who was not seen.</summary>
    public TransferId? DepositPaid { get; set; }

    public CancelledBy? Ended { get; set; }

    public string? Reason { get; set; }

    /// <summary>What the person says about a no-show, and what was decided.</summary>
    public string? Appeal { get; set; }

    public bool? AppealGranted { get; set; }

    public string? AppealAnswer { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public bool HasSeat => Seated.Contains(State);

    public bool PaysPoints => PricePoints > 0;

    /// <summary>The price in the unit in which it is paid.</summary>
    public long Price => PaysPoints ? PricePoints : PriceFen;

    public bool IsAlive => State is not ReservationState.Cancelled;

    /// <summary>Ends it; the session's count is the caller's to change.</summary>
    public void End(CancelledBy by, string? reason, DateTimeOffset now)
    {
        (State, Ended, Reason, SeatKey, OfferUntil, ChangedAt) = (ReservationState.Cancelled, by, reason, null, null, now);
    }
}

/// <summary>Who was at a meeting of a series, or at a session (签到).</summary>
internal sealed class AttendanceRow
{
    public required SessionId Meeting { get; init; }

    public required ReservationId Reservation { get; init; }

    public required bool Present { get; set; }

    public required DateTimeOffset At { get; set; }

    public Guid? By { get; set; }

    /// <summary>Whether a code or card was read, rather than a name ticked in the list.</summary>
    public bool Scanned { get; set; }
}
