using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>An offering as a scene makes it, or changes it.</summary>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Place">Where it belongs; residents of this place are its residents.</param>
/// <param name="Title">What people read.</param>
/// <param name="Terms">Its rules.</param>
public sealed record OfferingPlan(string Kind, ScopePath Place, Phrase Title, BookingTerms Terms)
{
    /// <summary>Which; <c>null</c> for a new one.</summary>
    public OfferingId? Id { get; init; }

    /// <summary>What it is about, at most 2,000 characters.</summary>
    public string? About { get; init; }

    /// <summary>The scene's own key, such as the id of a course; at most 100 characters.</summary>
    public string? Subject { get; init; }

    /// <summary>Codes of resources that every session takes: a room, a teacher.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>What a room is used for, a code of the space ledger such as <c>class</c>.</summary>
    public string? Use { get; init; }

    /// <summary>Places of each session, or of the whole series.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>When its sessions are; <c>null</c> where the scene plans each by itself, and for intervals.</summary>
    public OfferingTimes? Times { get; init; }

    /// <summary>Key of the operator whose takings the money goes to; the community's own when left out.</summary>
    public string? Operator { get; init; }

    /// <summary>Whether people can book.</summary>
    public bool Open { get; init; } = true;

    /// <summary>Whether a day on which a resource is taken is left out; otherwise one such day refuses the whole plan and says by what.</summary>
    public bool SkipTaken { get; init; }
}

/// <summary>When the sessions of an offering are, in local time.</summary>
/// <param name="FirstDay">The first day.</param>
/// <param name="From">Begin of each.</param>
/// <param name="Minutes">How long each lasts; may reach past midnight.</param>
/// <param name="Rule">Recurrence rule of RFC 5545 such as <c>FREQ=WEEKLY;BYDAY=TU,TH</c>; <c>null</c> for the first day alone.</param>
/// <param name="Holidays">What public holidays do.</param>
public sealed record OfferingTimes(DateOnly FirstDay, TimeOnly From, int Minutes, string? Rule = null, HolidayRule Holidays = HolidayRule.SkipHolidays)
{
    /// <summary>Days on which it does not happen.</summary>
    public IReadOnlyList<DateOnly> Except { get; init; } = [];

    /// <summary>Days on which it happens besides.</summary>
    public IReadOnlyList<DateOnly> Also { get; init; } = [];
}

/// <summary>A wish for a place.</summary>
/// <param name="Session">Of which session, or of which series.</param>
public sealed record PlaceWish(SessionId Session)
{
    /// <summary>How many come.</summary>
    public int Party { get; init; } = 1;

    /// <summary>Person of the register it is booked for, by who may act for them.</summary>
    public Guid? OnBehalfOf { get; init; }

    /// <summary>Ticket of somebody before a desk; only for staff with <c>bookings.desk</c>.</summary>
    public string? Ticket { get; init; }

    /// <summary>Whether to wait when it is full.</summary>
    public bool Wait { get; init; }

    /// <summary>The price the person saw, in fen: another price by now is refused and shown instead.</summary>
    public long? SeenPriceFen { get; init; }

    /// <summary>What it is for, at most 200 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The price in points that the person saw.</summary>
    public long? SeenPricePoints { get; init; }

    /// <summary>Whether it is paid with credit points where the offering takes them, instead of money.</summary>
    public bool WithPoints { get; init; }
}

/// <summary>
/// Bookings (预约), for scenes. Everything happens in the caller's transaction; nothing is ever given away twice, whatever happens at
/// the same time. Refusals are problems with stable codes that begin with <c>bookings.</c> and say what to do.
/// </summary>
public interface IBookings
{
    /// <summary>
    /// Makes an offering and its sessions up to the horizon, or changes it: sessions ahead that nobody booked follow the new times, the
    /// others stay as people booked them.
    /// </summary>
    Task<Result<OfferingId>> Keep(OfferingPlan plan, CancellationToken cancel);

    /// <summary>Adds a single session to an offering; its resources are taken, or the problem says by what they are.</summary>
    Task<Result<SessionId>> Plan(OfferingId offering, DateTimeOffset start, DateTimeOffset end, int? capacity, string? topic, CancellationToken cancel);

    /// <summary>Reserves a place, or waits for one; a repeated wish for the same person is refused as <c>bookings.already</c>.</summary>
    Task<Result<ReservationView>> Reserve(PlaceWish wish, CancellationToken cancel);

    /// <summary>Gives a place back; what was paid comes back by the rule, and the next who waits is asked.</summary>
    Task<Result<Done>> Cancel(ReservationId reservation, string? reason, CancellationToken cancel);

    /// <summary>Cancels a session: everybody is told and gets everything back.</summary>
    Task<Result<Done>> CancelSession(SessionId session, string reason, CancellationToken cancel);

    /// <summary>Moves a session to another time, with everybody in it; they are told, and may cancel until it begins.</summary>
    Task<Result<Done>> MoveSession(SessionId session, DateTimeOffset start, DateTimeOffset end, string reason, CancellationToken cancel);

    /// <summary>Sessions of offerings that lie ahead or run, in the order of their begin.</summary>
    Task<IReadOnlyList<SessionView>> Sessions(IReadOnlyCollection<OfferingId> offerings, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Reservations of people in one kind, the latest first; the caller has asked who may see them.</summary>
    Task<IReadOnlyList<ReservationView>> Of(IReadOnlyCollection<Guid> people, string? kind, CancellationToken cancel);

    /// <summary>Writes down who was there, and who was not.</summary>
    Task<Result<Done>> Attend(SessionId meeting, ReservationId reservation, bool present, CancellationToken cancel);
}
