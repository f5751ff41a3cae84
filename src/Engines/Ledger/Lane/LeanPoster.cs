using Linli.Ledger.Accounts;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Lane;

/// <summary>
/// The same decisions as <see cref="Poster"/> with as few statements as there can be, past the change tracker: for batches whose
/// accounts keep no lots.
/// </summary>
internal sealed class LeanPoster(LinliDb db, ClosedPeriods periods, Ticks ticks, TimeProvider time)
{
    public async Task<IReadOnlyList<Result<Posted>>> Post(
        IReadOnlyList<Posting> postings, IReadOnlyDictionary<AccountId, AccountFacts> facts, CancellationToken cancel)
    {
        ILeanStore store = db.Kind == DatabaseKind.Postgres ? new PostgresStore(db) : new SqliteStore(db);
        await using var _ = store.ConfigureAwait(false);
        var sheet = new Sheet(facts, ticks);
        var known = await store.Open([.. facts.Values.Where(f => f.Floor is not null).Select(f => f.Id)], [.. postings.Select(p => p.Key)], sheet, cancel);
        var batch = new Batch(sheet, facts, Clock.Now(time), null);
        var first = new Dictionary<(string, string), (TransferRow Transfer, IReadOnlyList<EntryRow> Entries)>();
        foreach (var id in known)
            first[id.Key] = await Load(id.Value, cancel);
        foreach (var posting in postings)
            batch.Outcomes.Add(await DecideOne(batch, posting, first, cancel));
        await store.Write(batch, cancel);
        return batch.Outcomes;
    }

    private async Task<Result<Posted>> DecideOne(
        Batch batch, Posting posting, Dictionary<(string, string), (TransferRow Transfer, IReadOnlyList<EntryRow> Entries)> first, CancellationToken cancel)
    {
        var wish = posting.Wish;
        if (first.TryGetValue(posting.Key, out var known))
            return TransferRules.SameWish(known.Transfer, known.Entries, wish, null, null) ? known.Transfer.Answer(repeated: true) : TransferRules.KeyReused;
        if (Poster.AccountFault(batch.Facts, posting) is { } wrong)
            return wrong;
        var today = LocalTime.DateOf(batch.Now);
        var date = wish.Date ?? today;
        if (date > today)
            return Problem.Invalid("date", "ledger.date_in_future", "日期不能晚于今天。", "The day is not later than today.");
        if (date != today && await periods.FaultOf(date, today, wish.Entries.Select(e => batch.Facts[e.Account].Scope), cancel) is { } closed)
            return closed;
        var applied = batch.Sheet.Apply(wish.Entries, Ticks.Of(batch.Now));
        if (!applied.Ok)
            return applied.As<Posted>();
        var made = batch.Accept(posting, date, applied.Value);
        first[posting.Key] = made;
        return made.Transfer.Answer(repeated: false);
    }

    private async Task<(TransferRow, IReadOnlyList<EntryRow>)> Load(TransferId id, CancellationToken cancel) =>
        (await db.Records<TransferRow>().AsNoTracking().SingleAsync(t => t.Id == id, cancel),
            await db.Records<EntryRow>().AsNoTracking().Where(e => e.Transfer == id).ToListAsync(cancel));
}

/// <summary>What the lean way asks of a database.</summary>
internal interface ILeanStore : IAsyncDisposable
{
    /// <summary>Locks and loads balances, and finds keys that were used before.</summary>
    Task<IReadOnlyDictionary<(string Poster, string Key), TransferId>> Open(
        List<AccountId> accounts, List<(string Poster, string Key)> keys, Sheet sheet, CancellationToken cancel);

    /// <summary>Writes what was accepted.</summary>
    Task Write(Batch batch, CancellationToken cancel);
}
