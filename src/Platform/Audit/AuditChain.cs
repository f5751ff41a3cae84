using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Verification;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Audit;

/// <summary>How one line of the audit log depends on the one before it.</summary>
internal static class AuditChain
{
    public const string Start = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string Hash(string previous, AuditEntry e)
    {
        var line = string.Join('\n', previous, e.Link, e.Seq, e.Id, e.At.ToUniversalTime().ToString("O"), e.Actor, e.Action, e.Subject, e.Scope, e.Detail);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
    }
}

/// <summary>
/// Links new lines into the hash chain, in their order, on one node at a time. Done after the fact, so that writers on
/// PostgreSQL do not line up behind each other for the last hash.
/// </summary>
internal sealed class AuditSealer(LinliDb db, WriterQueue writers) : IJob
{
    private const int Batch = 500;

    public async Task Run(CancellationToken cancel)
    {
        while (await SealBatch(cancel) == Batch)
        {
        }
    }

    private async Task<int> SealBatch(CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var open = await db.Records<AuditEntry>().Where(a => a.Hash == null).OrderBy(a => a.Seq).Take(Batch).ToListAsync(cancel);
            if (open.Count == 0)
                return 0;
            var last = await db.Records<AuditEntry>().Where(a => a.Link != null).OrderByDescending(a => a.Link)
                .Select(a => new { a.Link, a.Hash }).FirstOrDefaultAsync(cancel);
            var (link, hash) = (last?.Link ?? 0, last?.Hash ?? AuditChain.Start);
            foreach (var entry in open)
            {
                entry.Link = ++link;
                entry.Hash = hash = AuditChain.Hash(hash, entry);
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            return open.Count;
        }
    }
}

/// <summary>Recomputes the whole audit chain.</summary>
internal sealed class AuditVerification(LinliDb db) : IVerification
{
    public string Name => "audit log";

    public async Task<VerificationReport> Check(CancellationToken cancel)
    {
        var faults = new List<string>();
        var previous = AuditChain.Start;
        long count = 0;
        var sealedLines = db.Records<AuditEntry>().AsNoTracking().Where(a => a.Link != null).OrderBy(a => a.Link);
        await foreach (var entry in sealedLines.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (entry.Link != ++count)
            {
                faults.Add($"Line {count} of the chain is missing: the next one is {entry.Link}.");
                count = entry.Link!.Value;
            }

            if (entry.Hash != AuditChain.Hash(previous, entry))
                faults.Add($"Line {entry.Seq} ({entry.At:u}, {entry.Action}) does not follow from the line before it: it, or lines before it, were changed or removed.");
            previous = entry.Hash ?? "";
        }

        return new(count, faults);
    }
}
