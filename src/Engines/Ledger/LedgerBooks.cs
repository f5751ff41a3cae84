using Linli.Ledger.Accounts;
using Linli.Ledger.Holds;
using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Results;

namespace Linli.Ledger;

/// <summary>What other engines post through.</summary>
internal sealed class LedgerBooks(AccountBook accounts, PersonWallets wallets, Poster poster, HoldDesk holds, Reverser reverser, BalanceBook balances, StatementBook statements) : ILedger
{
    public async Task<AccountId> Open(NewAccount account, CancellationToken cancel) => (await accounts.Open(account, cancel)).Id;

    public async Task<AccountId> Wallet(Guid person, LedgerUnit unit, CancellationToken cancel) => (await wallets.Open(person, unit, cancel)).Id;

    public async Task<AccountId?> Find(AccountOwner owner, LedgerUnit unit, string purpose, CancellationToken cancel) =>
        (await accounts.FindRow(owner, unit, purpose, cancel))?.Id;

    public async Task<Result<Posted>> Post(Transfer transfer, CancellationToken cancel)
    {
        var posted = await poster.PostAll([new(transfer)], cancel);
        return posted.Ok ? posted.Value[0] : posted.As<Posted>();
    }

    public Task<Result<IReadOnlyList<Posted>>> PostAll(IReadOnlyList<Transfer> transfers, CancellationToken cancel) =>
        poster.PostAll([.. transfers.Select(t => new Posting(t))], cancel);

    public Task<Result<HoldId>> Hold(NewHold hold, CancellationToken cancel) => holds.Hold(hold, cancel);

    public Task<Result<Posted>> Capture(Capture capture, CancellationToken cancel) => holds.Capture(capture, cancel);

    public Task<Result<Done>> Release(HoldId hold, CancellationToken cancel) => holds.Release(hold, cancel);

    public Task<Result<Posted>> Reverse(Reversal reversal, CancellationToken cancel) => reverser.Reverse(reversal, cancel);

    public Task<Balance> Balance(AccountId account, CancellationToken cancel) => balances.Of(account, cancel);

    public Task<StatementPage> Statement(StatementQuery query, CancellationToken cancel) => statements.Page(query, cancel);
}
