using System.Security.Cryptography;
using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>Gives places of sessions. The place is counted while the session's row is locked, so the last one goes to one person only.</summary>
internal sealed class PlaceDesk(
    LinliDb db, CurrentCaller current, OfferingBook offerings, SessionLocks locks, Bookers bookers, BookingLimits limits, BookingMoney money, BookingTelling telling,
    IActingFor family, TimeProvider time)
{
    private const string CodeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public async Task<Result<ReservationRow>> Reserve(PlaceWish wish, CancellationToken cancel)
    {
        if (await offerings.Session(wish.Session, cancel) is not { } seen || await offerings.Find(seen.Offering, cancel) is not { Open: true } offering)
            return BookingProblems.NoSession;
        var terms = offering.ReadTerms();
        if (Refused(seen, terms, wish, Clock.Now(time)) is { } early)
            return early;

        // A thousand who come too late need not stand in the line of those who decide: that it was full is a fact already.
        if (seen.Left < wish.Party && !CanWait(terms, wish) && seen.DrawAt is null)
            return Full(terms);
        var booker = await bookers.Find(wish.OnBehalfOf, wish.Ticket, seen.Place, cancel);
        if (!booker.Ok)
            return booker.As<ReservationRow>();
        if (BookingRules.NotEligible(terms, booker.Value.Person, offering.Place, seen.Day) is { } not)
            return not;
        await locks.People(booker.Value.Person.Person, booker.Value.Person.Households, cancel);
        if (await limits.Exceeded(offering, terms, booker.Value, seen.Day, cancel) is { } over)
            return over;
        var price = await limits.Price(offering, terms, booker.Value, seen, wish.Party, wish.WithPoints, cancel);
        if (!price.Ok)
            return price.As<ReservationRow>();
        if (!price.Value.Is(wish.SeenPriceFen, wish.SeenPricePoints))
            return BookingProblems.PriceChanged(price.Value.Words);

        var session = (await locks.Session(wish.Session, cancel))!;
        if (Refused(session, terms, wish, Clock.Now(time)) is { } late)
            return late;
        // After the lock: the other phone of the same person has waited for it.
        var person = booker.Value.Person.Person;
        if (await db.Unfiltered<ReservationRow>().AnyAsync(r => r.Session == session.Id && r.SeatKey == person, cancel))
            return BookingProblems.Already;
        return await Place(session, offering, terms, booker.Value, wish, price.Value, cancel);
    }

    /// <summary>Writes a reservation whose place was counted already.</summary>
    public async Task<Result<ReservationRow>> Write(
        SessionRow session, OfferingRow offering, Booker booker, PlaceWish wish, BookingCost price, ReservationState state, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var terms = offering.ReadTerms();
        var reservation = Row(session, offering, terms, booker, current.Value.Account, wish, price, state, now);
        db.Insert(reservation);
        if (state == ReservationState.Confirmed && await money.SetAside(reservation, session, offering, cancel) is { } poor)
            return poor;
        if (booker.For is { } acted)
        {
            var what = BookingTelling.WhatAndWhen(offering, session);
            family.Record(acted, FamilyMatters.Book, reservation.Id.Value.ToString(), ($"预约：{what.Zh}", $"Booked: {what.En}"), BookingTelling.Mine);
            await telling.Tell(reservation, "made", ("家人为您预约了", "Your family booked for you"), ($"“{what.Zh}”。", $"“{what.En}”."), cancel);
        }

        await telling.Publish(reservation, session, cancel);
        return reservation;
    }

    private async Task<Result<ReservationRow>> Place(
        SessionRow session, OfferingRow offering, BookingTerms terms, Booker booker, PlaceWish wish, BookingCost price, CancellationToken cancel)
    {
        if (session.DrawAt is { } draw && session.DrawnAt is null)
            return Clock.Now(time) < draw
                ? await Write(session, offering, booker, wish, price, ReservationState.Entered, cancel)
                : Problem.Conflict("bookings.draw_closed", "报名抽签已截止，正在摇号。", "Entering for the draw is over; it is being drawn.");

        // What became free was offered to those who wait at once: whoever still waits needs more places than are left, or is at a limit of theirs.
        if (session.Left >= wish.Party)
        {
            session.Taken += wish.Party;
            return await Write(session, offering, booker, wish, price, ReservationState.Confirmed, cancel);
        }

        if (!CanWait(terms, wish))
            return Full(terms);
        session.Waiting += wish.Party;
        return await Write(session, offering, booker, wish, price, ReservationState.Waiting, cancel);
    }

    /// <summary>What a session itself says against a wish, whoever it is for.</summary>
    public static Problem? Refused(SessionRow session, BookingTerms terms, PlaceWish wish, DateTimeOffset now)
    {
        if (session.State != SessionState.Planned || session.Series is not null)
            return BookingProblems.SessionOver;
        return BookingRules.WrongParty(terms, wish.Party, session.Capacity) ?? BookingRules.NotOpenNow(terms, session.Start, session.End, now);
    }

    public static bool CanWait(BookingTerms terms, PlaceWish wish) => terms.WaitList && wish.Wait;

    public static Problem Full(BookingTerms terms) => terms.WaitList ? BookingProblems.Full : BookingProblems.FullNoWaiting;

    /// <summary>The row of a reservation.</summary>
    public static ReservationRow Row(
        SessionRow session, OfferingRow offering, BookingTerms terms, Booker booker, Guid? by, PlaceWish wish, BookingCost price, ReservationState state, DateTimeOffset now)
    {
        PlainText.TryCleanLine(wish.Note, 200, out var note);
        var turn = state is ReservationState.Waiting or ReservationState.Entered ? ++session.LastTurn : default(int?);
        return new()
        {
            Id = new(Guid.CreateVersion7(now)), Session = session.Id, Offering = offering.Id, Kind = offering.Kind, Scope = session.Scope, Person = booker.Person.Person,
            Household = booker.Person.Households.Count > 0 ? booker.Person.Households[0] : null, Payer = booker.Payer == booker.Person.Person ? null : booker.Payer,
            By = by, SeatKey = booker.Person.Person, Party = wish.Party, State = state, Day = session.Day, Code = NewCode(),
            Turn = turn, Ticket = state == ReservationState.Entered ? turn : null, Note = note.Length == 0 ? null : note, PriceFen = price.Fen, PricePoints = price.Points, DepositFen = terms.DepositFen, At = now, ChangedAt = now,
        };
    }

    private static string NewCode() => RandomNumberGenerator.GetString(CodeLetters, 6);
}
