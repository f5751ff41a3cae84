using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Bookings.Attend;

/// <summary>
/// Settles sessions after their end: who did not come, what is paid, what becomes of those who still wait, and how the space was used.
/// Staff have half an hour to finish the list.
/// </summary>
internal sealed class SettleSessions(
    LinliDb db, EachByItself each, OfferingBook offerings, SessionLocks locks, BookingMoney money, BookingTelling telling, RoomTime rooms, ISpaceUse use, TimeProvider time, ILogger<SettleSessions> log) : IJob
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var limit = now - Grace;
        // For the whole installation. Those that cannot be settled stay at the head of the list: they are stepped over, or they would keep the money of all others waiting.
        for (var (broken, more) = (0, true); more;)
        {
            var due = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => !s.Settled && s.End < limit).OrderBy(s => s.End).ThenBy(s => s.Id).Select(s => s.Id).Skip(broken).Take(Batch).ToListAsync(cancel);
            var done = 0;
            await each.Do(due, async id =>
            {
                await Settle(id, now, cancel);
                done++;
            }, cancel);
            (broken, more) = (broken + due.Count - done, done < due.Count && due.Count == Batch);
        }
    }

    private async Task Settle(SessionId id, DateTimeOffset now, CancellationToken cancel)
    {
        if (await locks.Session(id, cancel) is { Settled: false } session && await offerings.Find(session.Offering, cancel) is { } offering)
            await Settle(session, offering, now, cancel);
    }

    private async Task Settle(SessionRow session, OfferingRow offering, DateTimeOffset now, CancellationToken cancel)
    {
        session.Settled = true;
        if (session.State == SessionState.Cancelled)
            return;
        session.State = SessionState.Held;
        var terms = offering.ReadTerms();
        var enrolled = session.Series ?? session.Id;
        var people = await db.Unfiltered<ReservationRow>().Where(r => r.Session == enrolled && r.State != ReservationState.Cancelled).ToListAsync(cancel);
        if (session.Series is null)
            foreach (var reservation in people)
                await Settle(reservation, session, offering, terms, now, cancel);
        if (!session.IsSeries)
            await RecordUse(session, offering, terms, people, cancel);
        telling.Publish(session);
    }

    private async Task Settle(ReservationRow reservation, SessionRow session, OfferingRow offering, BookingTerms terms, DateTimeOffset now, CancellationToken cancel)
    {
        if (!reservation.HasSeat || reservation.State == ReservationState.Offered)
        {
            if (reservation.State == ReservationState.Offered)
                session.Taken -= reservation.Party;
            else if (reservation.State == ReservationState.Waiting)
                session.Waiting -= reservation.Party;
            // Nothing should be set aside for somebody without a place; if it is, it goes back.
            if (await money.GiveUp(reservation, offering, session.Place, reservation.Price, cancel) is { } kept)
                log.LogWarning("What was set aside for reservation {Reservation} could not be freed: {Problem}", reservation.Id.Value, kept.Code);
            reservation.End(CancelledBy.Lapsed, null, now);
            return;
        }

        if (reservation.State == ReservationState.Confirmed && terms.NoShow is not null && !session.IsSeries)
        {
            (reservation.State, reservation.ChangedAt) = (ReservationState.NoShow, now);
            var what = BookingTelling.WhatAndWhen(offering, session);
            await telling.Tell(reservation, "noshow", ("预约未到", "You were not seen"), ($"“{what.Zh}”没有签到记录。如有误或有特殊情况，请在“我的预约”里申诉。", $"Nobody saw you at “{what.En}”. If that is wrong, or there was a reason, appeal under My bookings."), cancel);
        }

        var stuck = await money.TakePrice(reservation, offering, session.Place, cancel)
            ?? (reservation.State == ReservationState.NoShow ? await money.TakeDeposit(reservation, offering, session.Place, cancel) : await money.FreeDeposit(reservation, cancel));
        // Such as a hold that ran out while the server was down: the session is settled all the same, and somebody looks at the money.
        if (stuck is not null)
            log.LogWarning("The money of reservation {Reservation} could not be settled: {Problem}", reservation.Id.Value, stuck.Code);
    }

    // What a space was used for is what happened: nobody came, no use.
    private async Task RecordUse(SessionRow session, OfferingRow offering, BookingTerms terms, List<ReservationRow> people, CancellationToken cancel)
    {
        var present = await db.Records<AttendanceRow>().Where(a => a.Meeting == session.Id && a.Present).Select(a => a.Reservation).ToListAsync(cancel);
        var visits = people.Where(p => present.Contains(p.Id)).Sum(p => p.Party);
        if (visits == 0 && (terms.NoShow is not null || people.Count == 0))
            return;
        if (visits == 0)
            visits = people.Where(p => p.HasSeat).Sum(p => p.Party);
        var minutes = Math.Min((int)(session.End - session.Start).TotalMinutes, 1440);
        // What it took then counts, whatever its offering takes by now.
        foreach (var room in (await offerings.Resources(await rooms.TakenBy([session.Id], cancel), cancel)).Values.Where(r => r.Space is not null))
            await use.Record(new(room.Space!, session.Day, minutes, visits, $"booking-{session.Id.Value:N}-{room.Code}", Note: offering.TitleZh), cancel);
    }
}
