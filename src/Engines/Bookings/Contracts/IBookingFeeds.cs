using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>
/// Private calendar addresses of groups (社群日历订阅), for scenes: all sessions of the offerings that carry the scene's own key, such as
/// those of a club. Whoever has the address can read it, so the caller has asked who may; there is one at a time.
/// </summary>
public interface IBookingFeeds
{
    /// <summary>Makes an address; the one before ends.</summary>
    /// <param name="subject">The key that the offerings carry as <see cref="OfferingPlan.Subject"/>, such as <c>club:…</c>.</param>
    /// <param name="name">What the calendar is called.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The path to subscribe to, shown this once.</returns>
    Task<string> Make(string subject, Phrase name, CancellationToken cancel);

    /// <summary>Ends the address, where there is one.</summary>
    Task End(string subject, CancellationToken cancel);

    /// <summary>Since when there is an address; <c>null</c> for none.</summary>
    Task<DateTimeOffset?> Since(string subject, CancellationToken cancel);
}
