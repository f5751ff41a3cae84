using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Bookings.Reserve;

/// <summary>
/// The money, or the points, of a reservation: set aside when it is confirmed, taken when the session was, set free when it is given up
/// in time. It moves in the same transaction as the place.
/// </summary>
internal sealed class BookingMoney(ILedger ledger, KindBook kinds, TimeProvider time)
{
    public const string PaidWithMoney = "booking.pay";
    public const string PaidWithPoints = "points.booking";
    public const string Poster = "bookings";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly TimeSpan After = TimeSpan.FromDays(14);

    /// <summary>Sets price and deposit aside on the payer's wallet: both or neither.</summary>
    public async Task<Problem?> SetAside(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (await HoldPrice(reservation, session, offering, cancel) is { } poor)
            return poor;
        if (await HoldDeposit(reservation, session, offering, cancel) is not { } unpaid)
            return null;
        // Whoever goes on without the place, as after a draw, keeps nothing set aside for it.
        await FreePrice(reservation, cancel);
        return unpaid;
    }

    /// <summary>Sets aside anew what would run out before a session that was moved is over.</summary>
    public async Task<Problem?> Renew(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.PriceHold is not null && (await FreePrice(reservation, cancel) ?? await HoldPrice(reservation, session, offering, cancel)) is { } price)
            return price;
        return reservation.DepositHold is not null && (await FreeDeposit(reservation, cancel) ?? await HoldDeposit(reservation, session, offering, cancel)) is { } deposit ? deposit : null;
    }

    /// <summary>Gives back what the rule gives back, and takes the rest; the deposit is free again.</summary>
    public async Task<Problem?> GiveUp(ReservationRow reservation, OfferingRow offering, ScopePath place, long refund, CancellationToken cancel)
    {
        var price = await Take(reservation, offering, place, reservation.Price - refund, cancel);
        return price ?? await FreeDeposit(reservation, cancel);
    }

    /// <summary>
    /// Takes the price for a session that was; nothing happens twice. What was set aside may have run out, or could not be set aside anew when
    /// the session was moved: then it is taken from the wallet as it is, or the problem says that it holds too little.
    /// </summary>
    public async Task<Problem?> TakePrice(ReservationRow reservation, OfferingRow offering, ScopePath place, CancellationToken cancel)
    {
        var held = reservation.PriceHold is not null;
        if (reservation.Price == 0 || reservation.Paid is not null || reservation.PaidBackAt is not null || (held && await Take(reservation, offering, place, reservation.Price, cancel) is null))
            return null;
        var due = await Due(In(reservation.PaysPoints, reservation.Price), "price", reservation, offering, cancel);
        if (!due.Ok)
            return due.Problem;
        var taken = await ledger.Post(due.Value, cancel);
        if (!taken.Ok)
            return taken.Problem;
        reservation.Paid = taken.Value.Id;
        return null;
    }

    public async Task<Problem?> FreePrice(ReservationRow reservation, CancellationToken cancel)
    {
        if (reservation.PriceHold is not { } hold)
            return null;
        reservation.PriceHold = null;
        return await ledger.Release(hold, cancel) is { Ok: false } refused ? refused.Problem : null;
    }

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
        var taken = await Capture(hold, Amount.Of(new Fen(reservation.DepositFen)), "deposit", reservation, offering, cancel);
        if (!taken.Ok)
            return taken.Problem;
        reservation.DepositPaid = taken.Value.Id;
        return null;
    }

    /// <summary>Frees the deposit of somebody who was there after all, also where it was taken already.</summary>
    public async Task<Problem?> ReturnDeposit(ReservationRow reservation, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.DepositPaid is not { } paid)
            return await FreeDeposit(reservation, cancel);
        reservation.DepositPaid = null;
        var back = await ledger.Reverse(new(paid, Poster, $"deposit-back-{paid.Value:N}", ($"退还押金：{Title(offering).Zh}", $"Deposit back: {Title(offering).En}")), cancel);
        return back.Ok ? null : back.Problem;
    }

    private async Task<Problem?> HoldPrice(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.Price == 0 || (reservation.Payer ?? reservation.Person) is not { } payer)
            return null;
        var held = await Hold(payer, In(reservation.PaysPoints, reservation.Price), "price", reservation, session, offering, cancel);
        if (!held.Ok)
            return held.Problem;
        reservation.PriceHold = held.Value;
        return null;
    }

    private async Task<Problem?> HoldDeposit(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.DepositFen == 0 || (reservation.Payer ?? reservation.Person) is not { } payer)
            return null;
        var held = await Hold(payer, Amount.Of(new Fen(reservation.DepositFen)), "deposit", reservation, session, offering, cancel);
        if (!held.Ok)
            return held.Problem;
        reservation.DepositHold = held.Value;
        return null;
    }

    private async Task<Problem?> Take(ReservationRow reservation, OfferingRow offering, ScopePath place, long amount, CancellationToken cancel)
    {
        if (amount <= 0 || reservation.PriceHold is not { } hold)
            return await FreePrice(reservation, cancel);
        reservation.PriceHold = null;
        var taken = await Capture(hold, In(reservation.PaysPoints, amount), "price", reservation, offering, cancel);
        if (!taken.Ok)
            return taken.Problem;
        reservation.Paid = taken.Value.Id;
        return null;
    }

    private async Task<Result<HoldId>> Hold(Guid payer, Amount amount, string what, ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var until = session.End + After < now + Longest ? session.End + After : now + Longest;

        // A key of its own each time: after a draw, or a move, the same reservation sets aside once more.
        return await ledger.Hold(
            new(await ledger.Wallet(payer, amount.Unit, cancel), amount, until, Poster, $"{what}-{reservation.Id.Value:N}-{Guid.CreateVersion7(now):N}", Memo(offering, session)) { Subject = reservation.Id.Value.ToString() },
            cancel);
    }

    private async Task<Result<Posted>> Capture(HoldId hold, Amount amount, string what, ReservationRow reservation, OfferingRow offering, CancellationToken cancel)
    {
        var due = await Due(amount, what, reservation, offering, cancel);
        return due.Ok ? await ledger.Capture(new(hold, due.Value), cancel) : due.As<Posted>();
    }

    // From the wallet of who pays to the takings of whoever runs it.
    private async Task<Result<Transfer>> Due(Amount amount, string what, ReservationRow reservation, OfferingRow offering, CancellationToken cancel)
    {
        if ((reservation.Payer ?? reservation.Person) is not { } payer)
            return Problem.Conflict("bookings.payer_gone", "付款人的资料已删除。", "Who was to pay had their data deleted.");
        var points = amount.Unit == LedgerUnit.Points;
        var takings = await ledger.Open(
            new(new(OwnerKind.Operator, offering.Operator ?? "bookings-" + offering.Place.Code), amount.Unit, points ? "redeemed" : "takings", offering.Place, null)
            {
                Label = points ? ("预约收到的积分", "Points taken by bookings") : ("预约收入", "Takings of bookings"),
            }, cancel);
        var (wallet, title) = (await ledger.Wallet(payer, amount.Unit, cancel), Title(offering));
        var memo = what == "deposit" ? new Platform.Text.Phrase($"未到场，扣除押金：{title.Zh}", $"Not seen, deposit taken: {title.En}")
            : points ? ($"积分预约：{title.Zh}", $"Booked with points: {title.En}") : ($"预约：{title.Zh}", $"Booking: {title.En}");
        return new Transfer(Poster, $"{what}-taken-{reservation.Id.Value:N}", points ? PaidWithPoints : PaidWithMoney, memo, [new(wallet, In(points, -amount.Value)), new(takings, amount)])
        {
            Subject = reservation.Id.Value.ToString(),
        };
    }

    // A statement is read by more people than the one who books.
    private Platform.Text.Phrase Title(OfferingRow offering) => kinds.Says(offering.Kind, offering.Title);

    private static Amount In(bool points, long value) => points ? Amount.Of(new Points(value)) : Amount.Of(new Fen(value));

    private Platform.Text.Phrase Memo(OfferingRow offering, SessionRow session)
    {
        var (at, title) = (BookingRules.Words(session.Start), Title(offering));
        return ($"预约：{title.Zh} {at.Zh}", $"Booking: {title.En}, {at.En}");
    }
}
