using Linli.Platform.Text;

namespace Linli.Bookings.Calendar;

/// <summary>Calendar addresses of groups, as scenes make them.</summary>
internal sealed class GroupFeeds(FeedBook feeds) : IBookingFeeds
{
    public Task<string> Make(string subject, Phrase name, CancellationToken cancel) => feeds.Make(new(Subject: subject), name.Zh, cancel);

    public Task End(string subject, CancellationToken cancel) => feeds.End(new(Subject: subject), cancel);

    public Task<DateTimeOffset?> Since(string subject, CancellationToken cancel) => feeds.Since(new(Subject: subject), cancel);
}
