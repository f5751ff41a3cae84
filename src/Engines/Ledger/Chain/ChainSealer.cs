using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Ledger.Chain;

/// <summary>
/// Seals what was posted into segments of the chain, on one node at a time, and adds it to the sums of accounts without a floor
/// in the same transaction.
/// </summary>
internal sealed partial class ChainSealer(LinliDb db, WriterQueue writers, ChainSeal seal, TimeProvider time, ILogger<ChainSealer> log) : IJob
{
    private const int Most = 2000;

    public async Task Run(CancellationToken cancel)
    {
        while (await SealOne(cancel) == Most)
        {
        }
    }

    private async Task<int> SealOne(CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            await db.LockUntilCommit("ledger.seal", cancel);
            var open = await db.Records<TransferRow>().AsNoTracking().Where(t => t.Segment == null).OrderBy(t => t.Id)
                .Select(t => new { t.Id, t.Hash }).Take(Most).ToListAsync(cancel);
            if (open.Count == 0)
                return 0;
            var head = await db.Records<ChainHead>().SingleOrDefaultAsync(cancel);
            if (!await MayFollow(head, cancel))
                return 0;
            var number = (head?.Number ?? 0) + 1;
            var now = Clock.Now(time);
            var hash = SegmentHash.Close(
                head?.Hash ?? SegmentHash.Beginning, number, open.Count, now, open.Aggregate(SegmentHash.Start, (soFar, t) => SegmentHash.Add(soFar, t.Hash)));
            var ids = open.ConvertAll(t => t.Id);
            await Mark(number, ids, cancel);
            await AddUp(ids, cancel);
            db.Records<Segment>().Add(new() { Number = number, Transfers = open.Count, Hash = hash, At = now });
            MoveHead(head, number, hash);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            return open.Count;
        }
    }

    // An end that this installation did not sign is not signed anew: what was posted waits until a person has looked.
    private async Task<bool> MayFollow(ChainHead? head, CancellationToken cancel)
    {
        if (head is null ? !await db.Records<Segment>().AnyAsync(cancel) : head.Signature == seal.Sign(SegmentHash.ChainName, head.Number, head.Hash))
            return true;
        LogBroken();
        return false;
    }

    [LoggerMessage(LogLevel.Critical, "The signed end of the ledger's chain is missing or was changed; nothing is sealed. Run linli verify.")]
    private partial void LogBroken();

    private async Task Mark(long number, List<TransferId> ids, CancellationToken cancel)
    {
        foreach (var part in ids.Chunk(500))
            await db.Records<TransferRow>().Where(t => part.Contains(t.Id)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Segment, number), cancel);
    }

    private async Task AddUp(List<TransferId> ids, CancellationToken cancel)
    {
        var sums = new Dictionary<AccountId, (long Sum, long Entries)>();
        foreach (var part in ids.Chunk(500))
        {
            var added = await db.Records<EntryRow>().Where(e => part.Contains(e.Transfer))
                .Join(db.Unfiltered<Account>().Where(a => a.Floor == null), e => e.Account, a => a.Id, (e, _) => e)
                .GroupBy(e => e.Account).Select(g => new { g.Key, Sum = g.Sum(e => e.Amount), Count = g.LongCount() }).ToListAsync(cancel);
            foreach (var one in added)
                sums[one.Key] = (sums.GetValueOrDefault(one.Key).Sum + one.Sum, sums.GetValueOrDefault(one.Key).Entries + one.Count);
        }

        var keys = sums.Keys.ToList();
        var there = await db.Records<RollUp>().Where(r => keys.Contains(r.Account)).ToDictionaryAsync(r => r.Account, cancel);
        foreach (var (account, (sum, entries)) in sums)
            if (there.TryGetValue(account, out var row))
                (row.Sum, row.Entries) = (row.Sum + sum, row.Entries + entries);
            else
                db.Records<RollUp>().Add(new() { Account = account, Sum = sum, Entries = entries });
    }

    private void MoveHead(ChainHead? head, long number, string hash)
    {
        var signature = seal.Sign(SegmentHash.ChainName, number, hash);
        if (head is null)
            db.Records<ChainHead>().Add(new() { Number = number, Hash = hash, Signature = signature });
        else
            (head.Number, head.Hash, head.Signature) = (number, hash, signature);
    }
}
