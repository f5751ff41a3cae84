using Linli.Ledger.Accounts;
using Linli.Ledger.Lots;
using Linli.Ledger.Periods;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Postings;

/// <summary>A transfer with what else is known about it inside the engine.</summary>
/// <param name="Wish">What is asked for.</param>
/// <param name="Reverses">The transfer it compensates.</param>
/// <param name="Hold">The hold it takes from.</param>
/// <param name="Freed">How much of the hold it gives free.</param>
internal sealed record Posting(Transfer Wish, TransferId? Reverses = null, HoldId? Hold = null, (AccountId Account, long Amount)? Freed = null)
{
    /// <summary>Points between wallets of one household (R21).</summary>
    public bool WithinHousehold { get; init; }

    /// <summary>Account of whoever does it, where that is not the caller.</summary>
    public Guid? By { get; init; }

    public (string Poster, string Key) Key => (Wish.Poster, Wish.Key);
}

/// <summary>
/// Posts transfers: locks, decides in memory, writes. Several transfers cost the same few statements as one; each is decided
/// by itself.
/// </summary>
internal sealed class Poster(
    LinliDb db, AccountBook accounts, Locks locks, ClosedPeriods periods, LotBook lots, CurrentCaller caller, TimeProvider time)
{
    /// <summary>All of them, or none.</summary>
    /// <param name="postings">What is asked for.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="at">For the demo's history: when it happened. Now when left out.</param>
    public async Task<Result<IReadOnlyList<Posted>>> PostAll(IReadOnlyList<Posting> postings, CancellationToken cancel, DateTimeOffset? at = null)
    {
        var batch = await Decide(postings, at ?? Clock.Now(time), cancel);
        if (batch.Outcomes.FirstOrDefault(o => !o.Ok) is { Problems.Count: > 0 } refused)
            return refused.As<IReadOnlyList<Posted>>();
        await Write(batch, cancel);
        return batch.Outcomes.Select(o => o.Value!).ToList();
    }

    /// <summary>Decides each by itself; what is refused is left out. Nothing is written yet.</summary>
    public async Task<Batch> Decide(IReadOnlyList<Posting> postings, DateTimeOffset at, CancellationToken cancel)
    {
        var ids = postings.SelectMany(p => p.Wish.Entries).Select(e => e.Account).Distinct().ToList();
        var facts = await accounts.Facts(ids, cancel);
        await locks.LockKeys([.. postings.Select(p => p.Key)], cancel);
        var sheet = await locks.LockBalances([.. ids.Where(facts.ContainsKey).Select(id => facts[id])], facts, cancel);
        var first = await FirstAnswers(postings, cancel);
        var batch = new Batch(sheet, facts, at, caller.Value.Account);
        await lots.Load(batch, postings, cancel);
        foreach (var posting in postings)
            batch.Outcomes.Add(await DecideOne(batch, posting, first, cancel));
        return batch;
    }

    /// <summary>Hands what was accepted to the unit of work.</summary>
    public async Task Write(Batch batch, CancellationToken cancel)
    {
        db.Records<TransferRow>().AddRange(batch.Transfers);
        db.Records<EntryRow>().AddRange(batch.Entries);
        lots.Write(batch);
        await locks.WriteBalances(batch.Sheet, cancel);
    }

    /// <summary>Takes off what expired on these wallets.</summary>
    /// <returns>How many lots expired.</returns>
    public async Task<int> ExpireOverdue(List<AccountId> wallets, CancellationToken cancel)
    {
        var facts = await accounts.Facts(wallets, cancel);
        var sheet = await locks.LockBalances([.. facts.Values], facts, cancel);
        var batch = new Batch(sheet, facts, Clock.Now(time), caller.Value.Account);
        await lots.LoadWallets(batch, wallets, cancel);
        foreach (var wallet in wallets)
            LotBook.ExpireOverdue(batch, wallet);
        await Write(batch, cancel);
        return batch.Transfers.Count;
    }

    /// <summary>Locks the balances of accounts, and with them their lots.</summary>
    public async Task LockOnly(IReadOnlyCollection<AccountId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return;
        var facts = await accounts.Facts(ids, cancel);
        await locks.LockBalances([.. facts.Values], facts, cancel);
    }

    private async Task<Result<Posted>> DecideOne(Batch batch, Posting posting, FirstAnswerBook first, CancellationToken cancel)
    {
        var wish = posting.Wish;
        if (TransferRules.Fault(wish) is { } malformed)
            return malformed;
        if (first.Find(posting.Key) is { } known)
            return TransferRules.SameWish(known.Transfer, known.Entries, wish, posting.Reverses, posting.Hold)
                ? known.Transfer.Answer(repeated: true) : TransferRules.KeyReused;
        if (AccountFault(batch.Facts, posting) is { } wrong)
            return wrong;
        var today = LocalTime.DateOf(batch.Now);
        var date = wish.Date ?? today;
        if (date > today)
            return Problem.Invalid("date", "ledger.date_in_future", "日期不能晚于今天。", "The day is not later than today.");
        if (await periods.FaultOf(date, today, wish.Entries.Select(e => batch.Facts[e.Account].Scope), cancel) is { } closed)
            return closed;

        foreach (var giver in wish.Entries.Where(e => e.Amount.Value < 0).Select(e => e.Account).Distinct())
            LotBook.ExpireOverdue(batch, giver);
        var applied = batch.Sheet.Apply(wish.Entries, Ticks.Of(batch.Now), posting.Freed);
        if (!applied.Ok)
            return applied.As<Posted>();
        var (transfer, entries) = batch.Accept(posting, date, applied.Value);
        first.Learn(transfer, entries);
        await lots.Move(batch, posting, transfer, cancel);
        return transfer.Answer(repeated: false);
    }

    /// <summary>Whether the accounts are there, of the right units, and may stand in one transfer.</summary>
    public static Problem? AccountFault(IReadOnlyDictionary<AccountId, AccountFacts> facts, Posting posting)
    {
        var entries = posting.Wish.Entries;
        foreach (var entry in entries)
        {
            if (!facts.TryGetValue(entry.Account, out var account))
                return TransferRules.UnknownAccount;
            if (account.Unit != entry.Amount.Unit)
                return TransferRules.OtherUnit(account.Unit, entry.Amount.Unit);
        }

        return posting.Reverses is null ? PointsRules.Fault([.. entries.Select(e => (facts[e.Account], e.Amount.Value))], posting.WithinHousehold) : null;
    }

    private async Task<FirstAnswerBook> FirstAnswers(IReadOnlyList<Posting> postings, CancellationToken cancel)
    {
        var book = new FirstAnswerBook();
        var keys = postings.Select(p => p.Wish.Key).Distinct().ToList();
        var posters = postings.Select(p => p.Wish.Poster).Distinct().ToList();
        foreach (var row in db.Records<TransferRow>().Local.Where(t => keys.Contains(t.Key)))
            book.Learn(row, [.. db.Records<EntryRow>().Local.Where(e => e.Transfer == row.Id)]);
        var found = await db.Records<TransferRow>().AsNoTracking().Where(t => posters.Contains(t.Poster) && keys.Contains(t.Key)).ToListAsync(cancel);
        if (found.Count == 0)
            return book;
        var ids = found.ConvertAll(t => t.Id);
        var entries = (await db.Records<EntryRow>().AsNoTracking().Where(e => ids.Contains(e.Transfer)).ToListAsync(cancel)).ToLookup(e => e.Transfer);
        foreach (var row in found)
            book.Learn(row, [.. entries[row.Id]]);
        return book;
    }

    private sealed class FirstAnswerBook
    {
        private readonly Dictionary<(string, string), (TransferRow Transfer, IReadOnlyList<EntryRow> Entries)> known = [];

        public (TransferRow Transfer, IReadOnlyList<EntryRow> Entries)? Find((string, string) key) =>
            known.TryGetValue(key, out var first) ? first : null;

        public void Learn(TransferRow transfer, IReadOnlyList<EntryRow> entries) => known[(transfer.Poster, transfer.Key)] = (transfer, entries);
    }
}

/// <summary>Transfers that are decided together, and what becomes of them.</summary>
internal sealed class Batch(Sheet sheet, IReadOnlyDictionary<AccountId, AccountFacts> facts, DateTimeOffset now, Guid? by)
{
    public Sheet Sheet { get; } = sheet;

    public IReadOnlyDictionary<AccountId, AccountFacts> Facts { get; } = facts;

    public DateTimeOffset Now { get; } = now;

    public List<Result<Posted>> Outcomes { get; } = [];

    public List<TransferRow> Transfers { get; } = [];

    public List<EntryRow> Entries { get; } = [];

    public LotSheet Lots { get; } = new();

    /// <summary>Makes the rows of a transfer that was applied.</summary>
    public (TransferRow Transfer, IReadOnlyList<EntryRow> Entries) Accept(Posting posting, DateOnly date, IReadOnlyList<Sheet.Applied> applied)
    {
        var wish = posting.Wish;
        var id = new TransferId(Guid.CreateVersion7(Now));
        var entries = new EntryRow[wish.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new()
            {
                Transfer = id, Line = i + 1, Account = wish.Entries[i].Account, Amount = wish.Entries[i].Amount.Value,
                Tick = applied[i].Tick, BalanceAfter = applied[i].BalanceAfter,
            };
        var transfer = new TransferRow
        {
            Id = id, At = Now, Date = date, Poster = wish.Poster, Key = wish.Key, Kind = wish.Kind, MemoZh = wish.Memo.Zh, MemoEn = wish.Memo.En,
            Subject = wish.Subject, Reverses = posting.Reverses, Hold = posting.Hold, By = posting.By ?? by, Hash = [],
        };
        transfer.Hash = TransferHash.Of(transfer, entries);
        Transfers.Add(transfer);
        Entries.AddRange(entries);
        return (transfer, entries);
    }
}
