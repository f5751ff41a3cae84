using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.WaitList;

/// <summary>Passes kept places on whose time is over, by itself.</summary>
internal sealed class PassOffersOn(
    LinliDb db, EachByItself each, OfferingBook offerings, SessionLocks locks, ReservationEnd end, WaitQueue queue, BookingTelling telling, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // For the whole installation.
        var due = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.State == ReservationState.Offered && r.OfferUntil < now)
            .OrderBy(r => r.OfferUntil).Select(r => r.Session).Take(Batch).ToListAsync(cancel);
        await each.Do(due.Distinct(), session => Pass(session, now, cancel), cancel);
    }

    private async Task Pass(SessionId id, DateTimeOffset now, CancellationToken cancel)
    {
        if (await locks.Session(id, cancel) is not { } session || await offerings.Find(session.Offering, cancel) is not { } offering)
            return;
        foreach (var late in await db.Unfiltered<ReservationRow>().Where(r => r.Session == id && r.State == ReservationState.Offered && r.OfferUntil < now).ToListAsync(cancel))
        {
            // Its place is counted out already: either all of it is written, or nothing.
            if (await end.Leave(late, session, offering, CancelledBy.Lapsed, null, now, cancel) is { } stuck)
                throw new InvalidOperationException($"Offer {late.Id.Value}: {stuck.Code}");
            var what = BookingTelling.WhatAndWhen(offering, session);
            await telling.Tell(late, "lapsed", ("候补名额已让给下一位", "The place went on to the next"),
                ($"“{what.Zh}”的名额没有在时限内确认。仍想参加可以重新候补。", $"The place for “{what.En}” was not taken up in time. You can wait again."), cancel);
        }

        await queue.Offer(session, offering, cancel);
    }
}
