using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.WaitList;

/// <summary>
/// Those who wait (候补), in the order in which they came. A place that becomes free is kept for the next whom it is enough for, for
/// some time; who needs more places than are free, or could not take one up because a limit of theirs is full, keeps the turn while the
/// next is asked.
/// </summary>
internal sealed class WaitQueue(LinliDb db, BookingTelling telling, BookingLimits limits, IPersonTraits facts, TimeProvider time)
{
    /// <summary>Offers the free places of a locked session.</summary>
    public async Task Offer(SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var terms = offering.ReadTerms();
        var last = BookingRules.JoinBefore(terms, session.Start, session.End);
        if (session.State != SessionState.Planned || session.Left <= 0 || session.Waiting == 0 || now >= last || (session.DrawAt is not null && session.DrawnAt is null))
            return;
        foreach (var next in await Waiting(session.Id, cancel))
        {
            if (next.Party > session.Left || await CannotTakeItUp(next, session, offering, terms, cancel))
                continue;
            var until = now.AddMinutes(Math.Max(5, terms.OfferMinutes));
            next.OfferUntil = Clock.ToMicroseconds(until < last ? until : last);
            (next.State, next.ChangedAt) = (ReservationState.Offered, now);
            session.Taken += next.Party;
            session.Waiting -= next.Party;
            var what = BookingTelling.WhatAndWhen(offering, session);
            var limit = BookingRules.Words(next.OfferUntil.Value);
            await telling.Tell(next, "offer", ("候补有名额了", "A place is free for you"),
                ($"“{what.Zh}”为您留了名额，请在 {limit.Zh} 前确认，逾期让给下一位。", $"A place for “{what.En}” is kept for you until {limit.En}; after that the next is asked."), cancel, next.OfferUntil.Value.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await telling.Publish(next, session, cancel);
            if (session.Left <= 0)
                return;
        }
    }

    // A place that is kept for somebody at their limit stands empty until its time is over.
    private async Task<bool> CannotTakeItUp(ReservationRow next, SessionRow session, OfferingRow offering, BookingTerms terms, CancellationToken cancel) =>
        next.Person is not { } person || await facts.Of(person, cancel) is not { } known || await limits.OfPerson(offering, terms, known, session.Day, cancel, next.Id) is not null;

    // With what this unit of work has changed: somebody who has just cancelled does not wait any more.
    private async Task<List<ReservationRow>> Waiting(SessionId session, CancellationToken cancel) =>
        [.. (await db.Unfiltered<ReservationRow>().Where(r => r.Session == session && r.State == ReservationState.Waiting).ToListAsync(cancel))
            .Where(r => r.State == ReservationState.Waiting).OrderBy(r => r.Turn)];
}
