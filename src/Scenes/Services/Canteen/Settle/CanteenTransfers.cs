using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Settle;

/// <summary>
/// What becomes of transfers of canteens that are asked back in the ledger: a meal and a refund are undone at the counter; a count of the
/// cash box and a slip of the bank that were written down wrongly are undone with their row, and written down anew; cash that was typed
/// into a card is compensated by the ledger, as far as it is still on the card.
/// </summary>
internal sealed class CanteenTransfers(LinliDb db, ILedger ledger, TimeProvider time) : ITransferOwner
{
    public string Poster => CanteenRules.Poster;

    public Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel) => Task.FromResult(transfer.Kind switch
    {
        CanteenRules.TopUp or CanteenRules.Shift or MealLedger.Payment => null,
        CanteenRules.Refund => UndoneElsewhere.At(("“食堂窗口”把这笔钱重新充进卡里", "pay the money into the card again at the canteen counter"), "/desk/canteen/counter"),
        _ => UndoneElsewhere.At(("“食堂今日”里作废小票，补贴会一起更正", "make the receipt void at the canteen, and the subsidies change with it"), "/desk/canteen"),
    });

    public async Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel)
    {
        if (!Guid.TryParse(transfer.Subject, out var id))
            return null;
        var now = Clock.Now(time);

        // The ledger looked whether every account of the transfer lies within reach.
        if (transfer.Kind == CanteenRules.Shift && await db.Unfiltered<ShiftRow>().SingleOrDefaultAsync(s => s.Id == id, cancel) is { } shift)
            shift.UndoneAt ??= now;
        else if (transfer.Kind == MealLedger.Payment && await db.Unfiltered<SubsidyPayment>().SingleOrDefaultAsync(p => p.Id == id, cancel) is { } slip)
            slip.UndoneAt ??= now;
        else
            return null;
        return await ledger.Reverse(new(transfer.Id, Poster, $"{transfer.Id.Value:D}-undone", why), cancel);
    }
}
