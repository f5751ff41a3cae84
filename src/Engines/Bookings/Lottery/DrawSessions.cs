using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Bookings.WaitList;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Lottery;

/// <summary>Draws what is due: winners are confirmed, the others wait in the order of the draw, or are told that they did not win.</summary>
internal sealed class DrawSessions(
    LinliDb db, EachByItself each, OfferingBook offerings, SessionLocks locks, BookingMoney money, BookingTelling telling, WaitQueue queue, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // For the whole installation.
        var due = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.DrawAt <= now && s.DrawnAt == null && s.State == SessionState.Planned).Select(s => s.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            if (await locks.Session(id, cancel) is { DrawnAt: null, State: SessionState.Planned } session && await offerings.Find(session.Offering, cancel) is { } offering)
                await Draw(session, offering, now, cancel);
        }, cancel);
    }

    private async Task Draw(SessionRow session, OfferingRow offering, DateTimeOffset now, CancellationToken cancel)
    {
        (session.DrawnAt, session.DrawPlaces) = (now, session.Capacity);
        var terms = offering.ReadTerms();
        var entered = await db.Unfiltered<ReservationRow>().Where(r => r.Session == session.Id && r.State == ReservationState.Entered).ToListAsync(cancel);
        var byTicket = entered.ToDictionary(r => r.Ticket!.Value);
        foreach (var (number, reservation) in byTicket)
            db.Insert(new DrawTicketRow { Session = session.Id, Number = number, Party = reservation.Party, Scope = session.Scope });
        var place = 0;
        foreach (var (ticket, won) in DrawRules.Draw(session.Seed!, byTicket.Select(t => new Ticket(t.Key, t.Value.Party)), session.Capacity))
        {
            var reservation = byTicket[ticket.Number];
            (reservation.DrawnAs, reservation.ChangedAt) = (++place, now);
            if (won && await Win(reservation, session, offering, cancel))
                continue;
            await Lose(reservation, session, offering, terms, now, cancel);
        }

        session.LastTurn += place;

        // A winner whose wallet was empty left a place.
        await queue.Offer(session, offering, cancel);
    }

    private async Task<bool> Win(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (await money.SetAside(reservation, session, offering, cancel) is not null)
            return false;
        session.Taken += reservation.Party;
        reservation.State = ReservationState.Confirmed;
        var what = BookingTelling.WhatAndWhen(offering, session);
        await telling.Tell(reservation, "won", ("摇号中签", "You won a place"), ($"“{what.Zh}”已为您预约。", $"“{what.En}” is booked for you."), cancel);
        await telling.Publish(reservation, session, cancel);
        return true;
    }

    private async Task Lose(ReservationRow reservation, SessionRow session, OfferingRow offering, BookingTerms terms, DateTimeOffset now, CancellationToken cancel)
    {
        var what = BookingTelling.WhatAndWhen(offering, session);
        if (terms.WaitList)
        {
            (reservation.State, reservation.Turn) = (ReservationState.Waiting, session.LastTurn + reservation.DrawnAs!.Value);
            session.Waiting += reservation.Party;
            await telling.Tell(reservation, "lost", ("摇号未中签，已转候补", "Not drawn: you wait now"), ($"“{what.Zh}”有人取消时按摇号顺序通知您。", $"If somebody gives up “{what.En}”, you are asked in the order of the draw."), cancel);
        }
        else
        {
            reservation.End(CancelledBy.Draw, null, now);
            await telling.Tell(reservation, "lost", ("摇号未中签", "Not drawn"), ($"“{what.Zh}”。结果可以自己核对。", $"“{what.En}”. You can check the draw yourself."), cancel);
        }

        await telling.Publish(reservation, session, cancel);
    }
}
