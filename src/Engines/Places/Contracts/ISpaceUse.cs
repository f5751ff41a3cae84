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

/// <summary>Where something can be booked; engines and scenes that take bookings register one.</summary>
public interface IBookingLinks
{
    /// <summary>Paths of the pages that book a space or a facility, by its code.</summary>
    Task<IReadOnlyDictionary<string, string>> Paths(CancellationToken cancel);
}

/// <summary>All that take bookings together.</summary>
public static class BookingLinkList
{
    /// <summary>Paths by the code of a space or a facility; where several take bookings of it, the first one's.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> All(this IEnumerable<IBookingLinks> links, CancellationToken cancel)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in links)
            foreach (var (code, path) in await one.Paths(cancel))
                all.TryAdd(code, path);
        return all;
    }
}
