using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Gardens;

/// <summary>Waives the fee of a garden plot that is asked back in the ledger (菜园减免): the plot stays theirs, and giving it back later pays nothing a second time.</summary>
internal sealed class GardenFees(LinliDb db, ILedger ledger) : ITransferOwner
{
    public const string Name = "lowcarbon.gardens";

    public string Poster => Name;

    public Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel) => Task.FromResult<Problem?>(null);

    public async Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel)
    {
        var id = transfer.Id.Value;

        // The ledger looked whether its accounts lie within reach.
        if (await db.Unfiltered<PlotApplication>().SingleOrDefaultAsync(a => a.Payment == id, cancel) is not { } application)
            return null;
        application.Payment = null;
        return await ledger.Reverse(new(transfer.Id, Name, $"{application.Id}-waived", why), cancel);
    }
}
