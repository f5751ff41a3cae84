using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>
/// Lists of what was booked, for scenes with a class list or a catalogue of their own (名单). It only reads; the caller has asked who
/// may see them, and masks the names.
/// </summary>
public interface IBookingLists
{
    /// <summary>Reservations of offerings that were not cancelled, in the order in which they were made.</summary>
    Task<IReadOnlyList<ReservationView>> On(IReadOnlyCollection<OfferingId> offerings, CancellationToken cancel);

    /// <summary>The series of offerings in which people enrol; one that was cancelled says so.</summary>
    Task<IReadOnlyList<SessionView>> Series(IReadOnlyCollection<OfferingId> offerings, CancellationToken cancel);

    /// <summary>The meetings of series, and single sessions, in the order of their begin.</summary>
    Task<IReadOnlyList<SessionView>> Meetings(IReadOnlyCollection<OfferingId> offerings, CancellationToken cancel);

    /// <summary>Who was at the meetings of offerings, and who was not, as it was written down.</summary>
    Task<IReadOnlyList<Presence>> Attendance(IReadOnlyCollection<OfferingId> offerings, CancellationToken cancel);

    /// <summary>The rooms within places that sessions can be put into, in the order of their codes.</summary>
    Task<IReadOnlyList<BookableRoom>> Rooms(ScopeSet places, CancellationToken cancel);

    /// <summary>Open offerings of kinds with their next sessions, as everybody may see them.</summary>
    Task<IReadOnlyList<OfferBrief>> Offers(IReadOnlyCollection<string> kinds, CancellationToken cancel);
}

/// <summary>Whether somebody was at a meeting (签到).</summary>
/// <param name="Meeting">Which meeting or session.</param>
/// <param name="Reservation">Whose place.</param>
/// <param name="Present">Whether they were there.</param>
/// <param name="Scanned">Whether a code or card was read.</param>
/// <param name="At">When it was written down, UTC.</param>
public sealed record Presence(SessionId Meeting, ReservationId Reservation, bool Present, bool Scanned, DateTimeOffset At);

/// <summary>A room that sessions can take.</summary>
/// <param name="Code">Code of the resource: that of the space.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Capacity">How many people it holds.</param>
/// <param name="Uses">Codes of uses for which it is lent.</param>
/// <param name="Quiet">Its quiet hours.</param>
/// <param name="Lent">Whether anybody can book it by the hour.</param>
public sealed record BookableRoom(string Code, Phrase Name, ScopePath Place, int Capacity, IReadOnlyList<string> Uses, QuietHours? Quiet, bool Lent);

/// <summary>An offering as a scene shows it in a list of its own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Title">What it is called.</param>
/// <param name="About">What it is about.</param>
/// <param name="Where">The room, in words.</param>
/// <param name="Path">The page that books it.</param>
/// <param name="Next">Its next sessions.</param>
/// <param name="Terms">Its rules.</param>
public sealed record OfferBrief(OfferingId Id, string Kind, Phrase Title, string? About, Phrase? Where, string Path, IReadOnlyList<SessionView> Next, BookingTerms Terms);
