using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>
/// The books (账本). Everything here happens in the caller's transaction: an order, its payment and its stock are committed
/// together or not at all. Refusals are problems with stable codes; nothing of a refused call is written.
/// </summary>
/// <remarks>
/// Accounts with a floor are locked in the order of their ids until the transaction ends. A use case that moves several
/// things passes all transfers to one <see cref="PostAll"/>, so that no two use cases wait for each other in a circle.
/// </remarks>
public interface ILedger
{
    /// <summary>Opens an account, or finds the one that stands already.</summary>
    Task<AccountId> Open(NewAccount account, CancellationToken cancel);

    /// <summary>What a person may spend of a unit (钱包), opened where they are at home, whatever opens it first and wherever.</summary>
    Task<AccountId> Wallet(Guid person, LedgerUnit unit, CancellationToken cancel);

    /// <summary>The account of an owner, or <c>null</c> where none was opened.</summary>
    Task<AccountId?> Find(AccountOwner owner, LedgerUnit unit, string purpose, CancellationToken cancel);

    /// <summary>Moves amounts between accounts, whole or not at all.</summary>
    /// <returns>
    /// What was posted; for a repeated key with the same content the first answer. Problems: <c>ledger.insufficient</c> (409),
    /// <c>ledger.key_reused</c> (409), <c>ledger.period_closed</c> (409), and 400s for a transfer that is wrong in itself.
    /// </returns>
    Task<Result<Posted>> Post(Transfer transfer, CancellationToken cancel);

    /// <summary>Several transfers, all or none, with one look at the balances.</summary>
    Task<Result<IReadOnlyList<Posted>>> PostAll(IReadOnlyList<Transfer> transfers, CancellationToken cancel);

    /// <summary>Sets an amount aside (预占): it cannot be spent otherwise until it is captured, released, or has expired.</summary>
    Task<Result<HoldId>> Hold(NewHold hold, CancellationToken cancel);

    /// <summary>Turns a hold, or a part of it, into a transfer; what is left is set free unless it is kept.</summary>
    Task<Result<Posted>> Capture(Capture capture, CancellationToken cancel);

    /// <summary>Sets free what a hold still keeps; releasing again changes nothing.</summary>
    Task<Result<Done>> Release(HoldId hold, CancellationToken cancel);

    /// <summary>Compensates a transfer (冲正), whole or in part; the original stays as it is.</summary>
    Task<Result<Posted>> Reverse(Reversal reversal, CancellationToken cancel);

    /// <summary>What an account holds now.</summary>
    Task<Balance> Balance(AccountId account, CancellationToken cancel);

    /// <summary>The lines of an account, newest first.</summary>
    Task<StatementPage> Statement(StatementQuery query, CancellationToken cancel);
}

/// <summary>One line of a transfer.</summary>
/// <param name="Account">Whose balance changes.</param>
/// <param name="Amount">By how much: above zero it receives, below zero it gives.</param>
public sealed record Entry(AccountId Account, Amount Amount)
{
    /// <summary>The account receives.</summary>
    public static Entry To<T>(AccountId account, T amount) where T : struct, IAmount<T> => new(account, Ledger.Amount.Of(amount));

    /// <summary>The account gives.</summary>
    public static Entry From<T>(AccountId account, T amount) where T : struct, IAmount<T> => new(account, new(T.Unit, checked(-amount.Value)));
}

/// <summary>A movement between accounts (转账): its entries sum to zero for each unit.</summary>
/// <param name="Poster">Who keeps the keys apart, such as <c>market.orders</c>; at most 60 characters.</param>
/// <param name="Key">Unique for the poster: a repetition is answered with the first answer. At most 100 characters.</param>
/// <param name="Kind">What it is, such as <c>points.earn</c>; at most 40 characters.</param>
/// <param name="Memo">What the line says in a statement: no personal data.</param>
/// <param name="Entries">2 to 1,000 lines, none of them zero.</param>
public sealed record Transfer(string Poster, string Key, string Kind, Phrase Memo, IReadOnlyList<Entry> Entries)
{
    /// <summary>The thing it is about, such as the id of an order; at most 100 characters.</summary>
    public string? Subject { get; init; }

    /// <summary>The local day it belongs to; today when left out. Never in the future, and never in a closed period.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>For points that are received: the last local day on which they can be spent.</summary>
    public DateOnly? LastDay { get; init; }
}

/// <summary>What a transfer became.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was posted, UTC.</param>
/// <param name="Date">The local day it belongs to.</param>
/// <param name="Repeated">Whether this is the first answer once more.</param>
public sealed record Posted(TransferId Id, DateTimeOffset At, DateOnly Date, bool Repeated = false);

/// <summary>An amount to be set aside on an account with a floor.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
/// <param name="Poster">As for transfers.</param>
/// <param name="Key">As for transfers.</param>
/// <param name="Memo">What for: no personal data.</param>
public sealed record NewHold(AccountId Account, Amount Amount, DateTimeOffset ExpiresAt, string Poster, string Key, Phrase Memo)
{
    /// <summary>The thing it is about, such as the id of an order.</summary>
    public string? Subject { get; init; }
}

/// <summary>Takes what a hold keeps.</summary>
/// <param name="Hold">Which hold.</param>
/// <param name="Transfer">What happens: the account of the hold gives at most what is kept.</param>
/// <param name="KeepRest">Whether what is left stays set aside for a further capture.</param>
public sealed record Capture(HoldId Hold, Transfer Transfer, bool KeepRest = false);

/// <summary>A compensation.</summary>
/// <param name="Original">The transfer to undo.</param>
/// <param name="Poster">As for transfers.</param>
/// <param name="Key">As for transfers.</param>
/// <param name="Reason">Why; it stands in the statements of everybody concerned: no personal data.</param>
public sealed record Reversal(TransferId Original, string Poster, string Key, Phrase Reason)
{
    /// <summary>What to give back; <c>null</c> for all that is left of the original.</summary>
    public IReadOnlyList<Entry>? Part { get; init; }
}

/// <summary>What an account holds.</summary>
/// <param name="Account">Which account.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Posted">Sum of all its entries.</param>
/// <param name="Held">Set aside by holds.</param>
/// <param name="Floor">What it never falls below; <c>null</c> for none.</param>
public sealed record Balance(AccountId Account, LedgerUnit Unit, long Posted, long Held, long? Floor)
{
    /// <summary>What can be spent now; <c>null</c> where there is no floor.</summary>
    public long? Available => Floor is { } floor ? Posted - Held - floor : null;
}

/// <summary>A page of a statement.</summary>
/// <param name="Account">Which account.</param>
public sealed record StatementQuery(AccountId Account)
{
    /// <summary>From this local day on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Until the end of this local day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Only transfers of this kind, or whose kind begins with it and a dot.</summary>
    public string? Kind { get; init; }

    /// <summary>True for what came in, false for what went out.</summary>
    public bool? Incoming { get; init; }

    /// <summary>Continues after this line: the <see cref="StatementPage.Next"/> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>How many lines, 1 to 1,000.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>Lines of a statement (对账单), newest first.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Next">Where the next page begins; <c>null</c> at the end.</param>
public sealed record StatementPage(IReadOnlyList<StatementLine> Lines, string? Next);

/// <summary>One line of a statement.</summary>
/// <param name="Transfer">The transfer it is part of.</param>
/// <param name="At">When it was posted, UTC.</param>
/// <param name="Date">The local day it belongs to.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Memo">What it is in words.</param>
/// <param name="Amount">Above zero came in, below zero went out.</param>
/// <param name="BalanceAfter">The balance after it; <c>null</c> on accounts without a floor.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Reverses">The transfer it compensates.</param>
public sealed record StatementLine(
    TransferId Transfer, DateTimeOffset At, DateOnly Date, string Kind, Phrase Memo, long Amount, long? BalanceAfter, string? Subject, TransferId? Reverses);
