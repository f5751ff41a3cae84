using Linli.Platform.Results;

namespace Linli.Ledger;

/// <summary>
/// Posts transfers that stand alone, many together (转账通道): each is decided by itself, all that come at the same time share one
/// commit. For machines, tills and other houses. What belongs to a use case is posted through <see cref="ILedger"/> in its transaction.
/// </summary>
public interface ITransferLane
{
    /// <summary>Posts a transfer; the answer comes when it is durable.</summary>
    /// <returns>As <see cref="ILedger.Post"/>.</returns>
    Task<Result<Posted>> Post(Transfer transfer, CancellationToken cancel);
}
