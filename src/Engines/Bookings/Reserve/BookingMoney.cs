using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Bookings.Reserve;

/// <summary>
/// The money of a reservation: set aside when it is confirmed, taken when the session was, set free when it is given up in time. It
/// moves in the same transaction as the place.
/// </summary>
internal sealed class BookingMoney(ILedger ledger, TimeProvider time)
{
    private const string Poster = "bookings";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly TimeSpan After = TimeSpan.FromDays(14);

    /// <summary>Sets price and deposit aside on the payer's wallet.</summary>
    public async Task<Problem?> SetAside(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.PriceFen + reservation.DepositFen == 0 || (reservation.Payer ?? reservation.Person) is not { } payer)
            return null;
        var wallet = await ledger.Wallet(payer, LedgerUnit.Fen, cancel);
        if (reservation.PriceFen > 0)
        {
            var held = await Hold(wallet, reservation.PriceFen, "price", reservation, session, offering, cancel);
            if (!held.Ok)
                return held.Problem;
            reservation.PriceHold = held.Value;
        }

        if (reservation.DepositFen == 0)
            return null;
        var deposit = await Hold(wallet, reservation.DepositFen, "deposit", reservation, session, offering, cancel);
        if (!deposit.Ok)
            return deposit.Problem;
        reservation.DepositHold = deposit.Value;
        return null;
    }

    /// <summary>Gives back what the rule gives back, and takes the rest; the deposit is free again.</summary>
    public async Task<Problem?> GiveUp(ReservationRow reservation, OfferingRow offering, ScopePath place, long refundFen, CancellationToken cancel)
    {
        var price = await Take(reservation, offering, place, reservation.PriceFen - refundFen, cancel);
        return price ?? await FreeDeposit(reservation, cancel);
    }

    /// <summary>Takes the price for a session that was; nothing happens twice.</summary>
    public Task<Problem?> TakePrice(ReservationRow reservation, OfferingRow offering, ScopePath place, CancellationToken cancel) =>
        Take(reservation, offering, place, reservation.PriceFen, cancel);

    public async Task<Problem?> FreeDeposit(ReservationRow reservation, CancellationToken cancel)
    {
        if (reservation.DepositHold is not { } hold)
            return null;
        reservation.DepositHold = null;
        return await ledger.Release(hold, cancel) is { Ok: false } refused ? refused.Problem : null;
    }

    /// <summary>Takes the deposit of somebody who did not come.</summary>
    public async Task<Problem?> TakeDeposit(ReservationRow reservation, OfferingRow offering, ScopePath place, CancellationToken cancel)
    {
        if (reservation.DepositHold is not { } hold)
            return null;
        reservation.DepositHold = null;
        return (await Capture(hold, reservation.DepositFen, "deposit", reservation, offering, place, cancel)) is { Ok: false } refused ? refused.Problem : null;
    }

    private async Task<Problem?> Take(ReservationRow reservation, OfferingRow offering, ScopePath place, long fen, CancellationToken cancel)
    {
        if (reservation.PriceHold is not { } hold)
            return null;
        reservation.PriceHold = null;
        if (fen <= 0)
            return await ledger.Release(hold, cancel) is { Ok: false } refused ? refused.Problem : null;
        var taken = await Capture(hold, fen, "price", reservation, offering, place, cancel);
        if (!taken.Ok)
            return taken.Problem;
        reservation.Paid = taken.Value.Id;
        return null;
    }

    private async Task<Result<HoldId>> Hold(AccountId wallet, long fen, string what, ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var until = session.End + After < now + Longest ? session.End + After : now + Longest;
        return await ledger.Hold(
            new(wallet, Amount.Of(new Fen(fen)), until, Poster, $"{what}-{reservation.Id.Value:N}", ($"预约：{offering.TitleZh}", $"Booking: {offering.TitleEn}")) { Subject = reservation.Id.Value.ToString() },
            cancel);
    }

    private async Task<Result<Posted>> Capture(HoldId hold, long fen, string what, ReservationRow reservation, OfferingRow offering, ScopePath place, CancellationToken cancel)
    {
        var wallet = await ledger.Wallet((reservation.Payer ?? reservation.Person)!.Value, LedgerUnit.Fen, cancel);
        var takings = await ledger.Open(
            new(new(OwnerKind.Operator, offering.Operator ?? "bookings-" + offering.Place.Code), LedgerUnit.Fen, "takings", offering.Place, null) { Label = ("预约收入", "Takings of bookings") }, cancel);
        return await ledger.Capture(
            new(hold, new(Poster, $"{what}-taken-{reservation.Id.Value:N}", "booking.pay", ($"预约：{offering.TitleZh}", $"Booking: {offering.TitleEn}"), [Entry.From(wallet, new Fen(fen)), Entry.To(takings, new Fen(fen))])
            {
                Subject = reservation.Id.Value.ToString(),
            }),
            cancel);
    }
}
