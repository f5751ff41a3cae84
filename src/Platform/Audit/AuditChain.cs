using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Security;
using Linli.Platform.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

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
/// The last line of the chain, kept beside it and signed with a key that is not in the database: whoever can write to the
/// database alone can neither cut lines off the end nor compute the chain anew.
/// </summary>
internal sealed class AuditHead
{
    public const int OnlyOne = 1;

    public int Id { get; init; } = OnlyOne;

    public required long Link { get; set; }

    public required string Hash { get; set; }

    /// <summary>HMAC-SHA-256 over number and hash, hex.</summary>
    public required string Signature { get; set; }

    /// <summary>Whether number and hash are what this installation signed.</summary>
    public bool IsSignedBy(KeyRing keys) => Signature == Sign(keys, Link, Hash);

    public static string Sign(KeyRing keys, long link, string hash) => ChainSeal.Sign(keys, "audit", link, hash);
}

/// <summary>
/// Links new lines into the hash chain, in their order, on one node at a time. Done after the fact, so that writers on
/// PostgreSQL do not line up behind each other for the last hash. New lines follow the signed end and never what the table
/// says the last line is: what was cut off or written anew before stays a gap that <c>linli verify</c> finds for ever.
/// </summary>
internal sealed partial class AuditSealer(LinliDb db, WriterQueue writers, KeyRing keys, ILogger<AuditSealer> log) : IJob
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
            await using var transaction = await db.BeginTransaction(cancel);
            var open = await db.Records<AuditEntry>().Where(a => a.Hash == null).OrderBy(a => a.Seq).Take(Batch).ToListAsync(cancel);
            if (open.Count == 0)
                return 0;
            var head = await db.Records<AuditHead>().SingleOrDefaultAsync(cancel);
            if (!await MayFollow(head, cancel))
                return 0;
            var (link, hash) = (head?.Link ?? 0, head?.Hash ?? AuditChain.Start);
            foreach (var entry in open)
            {
                entry.Link = ++link;
                entry.Hash = hash = AuditChain.Hash(hash, entry);
            }

            MoveHead(head, link, hash);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            return open.Count;
        }
    }

    /// <summary>An end that this installation did not sign, or that is gone, is not signed anew: the lines stay open until a person has looked.</summary>
    private async Task<bool> MayFollow(AuditHead? head, CancellationToken cancel)
    {
        if (head is null ? !await db.Records<AuditEntry>().AnyAsync(a => a.Link != null, cancel) : head.IsSignedBy(keys))
            return true;
        LogBroken();
        return false;
    }

    private void MoveHead(AuditHead? head, long link, string hash)
    {
        var signature = AuditHead.Sign(keys, link, hash);
        if (head is not null)
            (head.Link, head.Hash, head.Signature) = (link, hash, signature);
        else
            db.Records<AuditHead>().Add(new() { Link = link, Hash = hash, Signature = signature });
    }

    [LoggerMessage(LogLevel.Critical, "The signed end of the audit log is missing or was changed; new lines are kept, but not sealed. Run linli verify.")]
    private partial void LogBroken();
}

/// <summary>Recomputes the whole audit chain.</summary>
internal sealed class AuditVerification(LinliDb db, KeyRing keys) : IVerification
{
    public string Name => "audit log";

    public async Task<VerificationReport> Check(CancellationToken cancel)
    {
        // Read first: what is sealed while this runs comes after it.
        var head = await db.Records<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancel);
        var faults = new List<string>();
        var (previous, atHead) = (AuditChain.Start, (string?)null);
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
            if (count == head?.Link)
                atHead = previous;
        }

        if (FaultOf(head, count, atHead) is { } fault)
            faults.Add(fault);
        return new(count, faults);
    }

    private string? FaultOf(AuditHead? head, long count, string? hash)
    {
        if (head is null)
            return count == 0 ? null : "The signed end of the chain is missing.";
        if (!head.IsSignedBy(keys))
            return "The signed end of the chain was changed, or keys/fields.json is not the one of this installation.";
        return head.Hash == hash
            ? null
            : $"The chain should reach line {head.Link}, but ends with line {count}: lines were cut off or written anew.";
    }
}
