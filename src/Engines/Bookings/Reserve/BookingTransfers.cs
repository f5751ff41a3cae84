using Linli.Bookings.Sessions;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>Gives back what a reservation paid, when staff ask for it in the ledger: the reservation says so from then on, and its person hears of it.</summary>
internal sealed class BookingTransfers(LinliDb db, ILedger ledger, SessionLocks locks, BookingTelling telling, TimeProvider time) : ITransferOwner
{
    private static readonly Problem Gone = Problem.Conflict("bookings.not_paid", "没有找到这笔款对应的预约，或已经退回。", "No reservation stands behind this payment, or it was given back.");

    public string Poster => BookingMoney.Poster;

    public async Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel) => await Find(transfer).AnyAsync(cancel) ? null : Gone;

    public async Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel)
    {
        if (await Find(transfer).AsNoTracking().SingleOrDefaultAsync(cancel) is not { } seen)
            return Gone;
        await locks.Session(seen.Session, cancel);
        if (await Find(transfer).SingleOrDefaultAsync(cancel) is not { } row)
            return Gone;
        var back = await ledger.Reverse(new(transfer.Id, BookingMoney.Poster, $"back-{transfer.Id.Value:N}", why), cancel);
        if (!back.Ok)
            return back;
        var now = Clock.Now(time);
        if (row.Paid == transfer.Id)
            (row.Paid, row.PaidBackAt) = (null, now);
        else
            row.DepositPaid = null;
        row.ChangedAt = now;
        await telling.Tell(row, "paid-back", ("预约的费用退回了", "What you paid for a booking came back"), ("钱款已退回您的钱包，点开看是哪一次。", "It is back in your wallet: open to see for what."), cancel, $"{transfer.Id.Value:N}");
        return back;
    }

    // Whoever asks was looked at by the ledger.
    private IQueryable<ReservationRow> Find(OwnedTransfer transfer)
    {
        var reservation = Guid.TryParse(transfer.Subject, out var id) ? new ReservationId(id) : default;
        var paid = transfer.Id;
        return db.Unfiltered<ReservationRow>().Where(r => r.Id == reservation && (r.Paid == paid || r.DepositPaid == paid));
    }
}
