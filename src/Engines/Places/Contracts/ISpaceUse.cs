namespace Linli.Places;

/// <summary>A use of a space that somebody else recorded, such as a booking that was held.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Day">Local date.</param>
/// <param name="Minutes">How long, up to a day.</param>
/// <param name="Visits">How many people came.</param>
/// <param name="Key">What makes it the same when it is sent again, such as the id of the booking; at most 100 characters.</param>
/// <param name="Community">Code of the community whose people they were, where they belong to one (S27).</param>
/// <param name="Note">What it was.</param>
public sealed record SpaceUseEntry(string Space, DateOnly Day, int Minutes, int Visits, string Key, string? Community = null, string? Note = null);

/// <summary>How spaces are used (利用率); engines that lend them out write here in their own transaction.</summary>
public interface ISpaceUse
{
    /// <summary>Writes an entry once per key; does nothing for a space that is not in the ledger.</summary>
    /// <returns>Whether it was written now.</returns>
    Task<bool> Record(SpaceUseEntry entry, CancellationToken cancel);
}

/// <summary>Where something can be booked; engines that take bookings register one.</summary>
public interface IBookingLinks
{
    /// <summary>Path of the page that books a space or a facility, by its code; <c>null</c> where it cannot be booked.</summary>
    string? PathFor(string code);
}

/// <summary>All that take bookings, asked one after the other.</summary>
public static class BookingLinkList
{
    /// <summary>The first path that books a space or a facility, by its code; <c>null</c> where nobody takes bookings of it.</summary>
    public static string? PathFor(this IEnumerable<IBookingLinks> links, string code) => links.Select(l => l.PathFor(code)).FirstOrDefault(p => p is not null);
}
