namespace Linli.Bookings;

/// <summary>Bookings as of moments that have passed: for the history of a demo that is being founded, and for nothing else. It asks no rules.</summary>
public interface IPastBookings
{
    /// <summary>Makes a space of the ledger a room that sessions can take, and that anybody can book where rules are given.</summary>
    /// <returns>Whether the ledger has such a space.</returns>
    Task<bool> Room(string space, int capacity, BookingTerms? lent, CancellationToken cancel);

    /// <summary>Holds and settles the single sessions of an offering that lie behind.</summary>
    /// <returns>Which, in the order of their begin.</returns>
    Task<IReadOnlyList<SessionId>> Held(OfferingId offering, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Gives places of a series that may have begun, in their order, and lets those wait for whom there is none; what lies behind is held and settled.</summary>
    Task Enrol(OfferingId offering, IReadOnlyList<PastPlace> places, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>A place in a series.</summary>
/// <param name="Person">Who comes.</param>
/// <param name="By">The account that booked.</param>
/// <param name="At">When it was booked, UTC.</param>
/// <param name="Came">Whether they were at the meeting with this number, from 0.</param>
public sealed record PastPlace(Guid Person, Guid? By, DateTimeOffset At, Func<int, bool> Came);
