using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Audit;

/// <summary>The audit log's hash chain, for whoever writes its head down outside of Linli.</summary>
public interface IAuditChain
{
    /// <summary>Links every line that is not linked yet.</summary>
    Task Seal(CancellationToken cancel);

    /// <summary>The last line's number and hash: whoever keeps it elsewhere notices when lines are cut off the end.</summary>
    Task<(long Link, string Hash)> Head(CancellationToken cancel);
}

internal sealed class AuditChainReader(LinliDb db, AuditSealer sealer) : IAuditChain
{
    public Task Seal(CancellationToken cancel) => sealer.Run(cancel);

    public async Task<(long Link, string Hash)> Head(CancellationToken cancel)
    {
        var last = await db.Records<AuditEntry>().AsNoTracking().Where(a => a.Link != null)
            .OrderByDescending(a => a.Link).Select(a => new { a.Link, a.Hash }).FirstOrDefaultAsync(cancel);
        return (last?.Link ?? 0, last?.Hash ?? AuditChain.Start);
    }
}
