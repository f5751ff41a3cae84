using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.WaitList;

/// <summary>
/// Offers places that stand free while somebody waits: who could not take one up when it became free, because a limit of theirs was full,
/// may be able to by now.
/// </summary>
internal sealed class OfferAgain(LinliDb db, EachByItself each, OfferingBook offerings, SessionLocks locks, WaitQueue queue, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // For the whole installation.
        var free = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.State == SessionState.Planned && s.Waiting > 0 && s.Taken < s.Capacity && s.End > now)
            .OrderBy(s => s.Start).ThenBy(s => s.Id).Select(s => s.Id).Take(Batch).ToListAsync(cancel);
        await each.Do(free, async id =>
        {
            if (await locks.Session(id, cancel) is { } session && await offerings.Find(session.Offering, cancel) is { } offering)
                await queue.Offer(session, offering, cancel);
        }, cancel);
    }
}
