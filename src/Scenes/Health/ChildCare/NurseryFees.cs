using Linli.Bookings;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Health.ChildCare;

/// <summary>Gives fees of child-care back (退费): each by a compensation in the ledger and a word on its row together, whoever asks for it.</summary>
internal sealed class NurseryFees(LinliDb db, ILedger ledger, NurseryGuardians guardians, TimeProvider time, ILogger<NurseryFees> log) : ITransferOwner
{
    public static readonly Problem NoFee = Problem.NotFound("health.no_nursery_fee", "没有这笔保育费，或已经退回。", "There is no such fee, or it was given back.");

    public string Poster => PayFeeHandler.Poster;

    public async Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel) => await Standing(transfer).AnyAsync(cancel) ? null : NoFee;

    public async Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel)
    {
        if (await Standing(transfer).SingleOrDefaultAsync(cancel) is not { } fee)
            return NoFee;
        var back = await GiveBack(fee, why, cancel);
        return back.Ok ? back.Value! : back.As<Posted>();
    }

    /// <summary>Gives a month back; the guardians hear of it.</summary>
    /// <returns>The compensation; <c>null</c> of a month that cost nothing.</returns>
    public async Task<Result<Posted?>> GiveBack(NurseryFee fee, Phrase why, CancellationToken cancel)
    {
        await db.LockUntilCommit($"nursery child {fee.Reservation.Value}", cancel);
        Posted? posted = null;
        if (fee.Fen > 0)
        {
            var back = await ledger.Reverse(new(fee.Posting, Poster, $"back-{fee.Id:N}", why), cancel);
            if (!back.Ok)
                return back.As<Posted?>();
            posted = back.Value;
        }

        fee.BackAt = Clock.Now(time);
        if (fee.Person is { } child)
            await guardians.Tell(child, "nursery.fee_back", ("保育费已退回", "A fee of the nursery came back"),
                ($"{fee.Month:yyyy年M月}的保育费 {Yuan.Short(fee.Fen)} 元已退回原付款人的钱包。", $"¥{Yuan.Short(fee.Fen)} for {fee.Month:yyyy-MM} are back in the wallet they were paid from."), $"nursery-fee-back-{fee.Id:N}", cancel);
        return posted;
    }

    /// <summary>Gives back what was paid ahead for a place that ended: the months that had not begun.</summary>
    public async Task EndOf(ReservationId place, DateOnly ended, CancellationToken cancel)
    {
        // Of one place.
        var fees = await db.Unfiltered<NurseryFee>().Where(f => f.Reservation == place && f.BackAt == null).OrderBy(f => f.Month).ToListAsync(cancel);
        if (fees.Count == 0)
            return;
        var group = await db.Unfiltered<NurseryGroup>().AsNoTracking().SingleAsync(g => g.Id == fees[0].Group, cancel);
        foreach (var fee in fees.Where(f => NurseryRules.ComesBack(f.Month, group.From, ended)))
            if (await GiveBack(fee, ($"托位已结束，退还 {fee.Month:yyyy-MM} 保育费", $"The place ended: fee of {fee.Month:yyyy-MM} back"), cancel) is { Ok: false } stuck)
                log.LogError("The fee {Fee} of a place that ended could not be given back: {Problem}. It is given back at the desk.", fee.Id, stuck.Problem.Code);
    }

    // Whoever asks was looked at by the ledger.
    private IQueryable<NurseryFee> Standing(OwnedTransfer transfer)
    {
        var posting = transfer.Id;
        return db.Unfiltered<NurseryFee>().Where(f => f.Posting == posting && f.BackAt == null);
    }
}

/// <summary>A place in child-care ended, by whomever: what was paid ahead comes back.</summary>
internal sealed class GiveFeesBack(NurseryFees fees) : IEventHandler<ReservationChanged>
{
    public Task Handle(Delivered<ReservationChanged> delivered, CancellationToken cancel) =>
        delivered.Event is { State: ReservationState.Cancelled } ended && ended.Kind == NurseryParts.Kind.Code
            ? fees.EndOf(ended.Reservation, LocalTime.DateOf(delivered.Time), cancel) : Task.CompletedTask;
}
