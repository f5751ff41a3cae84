using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>
/// Speaks for the transfers of a module that keeps a row of its own beside each (账务归属): an order, a meal, a redemption. When staff ask in
/// the ledger for one of them to be compensated, its owner refuses and says where it is undone, or undoes it together with its own row, so
/// that the two never disagree. Registered as a scoped or single service; of a module that keeps no row beside its transfers, none is
/// needed: a test names those.
/// </summary>
public interface ITransferOwner
{
    /// <summary>Whose transfers it speaks for, such as <c>services.canteen</c>: nobody else can post under that name.</summary>
    string Poster { get; }

    /// <summary>Why it is not compensated in the ledger, best with <see cref="Problem.Link"/> to where it is undone; <c>null</c> where it may be. Asked before somebody else is bothered with a large one, and again when it is carried out.</summary>
    Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel);

    /// <summary>
    /// Undoes it in the caller's transaction: its own row, and the transfer through <see cref="ILedger.Reverse"/> with a poster and key of its own.
    /// </summary>
    /// <param name="transfer">The transfer to undo, whole.</param>
    /// <param name="why">The reason as it shall stand in the statements.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The compensation, or why not; <c>null</c> where no row lies beside it: the ledger then compensates by itself.</returns>
    Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel);
}

/// <summary>A transfer, for its owner.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Poster">Who posted it, such as <c>market.orders</c>.</param>
/// <param name="Kind">What it is, such as <c>meal.pay</c>.</param>
/// <param name="Subject">The thing it is about, as it was posted.</param>
public sealed record OwnedTransfer(TransferId Id, string Poster, string Kind, string? Subject);

/// <summary>The owner of transfers that are undone on a page of their module, and nowhere else.</summary>
/// <param name="poster">The poster of the module's transfers.</param>
/// <param name="where">What staff do there, such as ("市集订单里退款", "give it back with the order").</param>
/// <param name="page">The page, a path of this installation.</param>
/// <param name="kinds">Which kinds of its transfers; all of them when left out. The ledger compensates the others by itself.</param>
public sealed class UndoneElsewhere(string poster, Phrase where, string page, params string[] kinds) : ITransferOwner
{
    /// <summary>Code of the refusal.</summary>
    public const string Code = "ledger.undone_elsewhere";

    /// <inheritdoc/>
    public string Poster => poster;

    /// <summary>The refusal that says where something is undone.</summary>
    /// <param name="where">What staff do there.</param>
    /// <param name="page">The page, a path of this installation.</param>
    public static Problem At(Phrase where, string page) =>
        Problem.Conflict(Code, $"这笔账不在账本里冲正，否则与业务单据不符：请到{where.Zh}。", $"It is not compensated in the ledger, or it would disagree with what it is about: {where.En}.") with { Link = page };

    /// <inheritdoc/>
    public Task<Problem?> Refusal(OwnedTransfer transfer, CancellationToken cancel) =>
        Task.FromResult(kinds.Length == 0 || kinds.Contains(transfer.Kind) ? At(where, page) : null);

    /// <inheritdoc/>
    public Task<Result<Posted>?> Undo(OwnedTransfer transfer, Phrase why, CancellationToken cancel) => Task.FromResult<Result<Posted>?>(null);
}
