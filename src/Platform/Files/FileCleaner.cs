using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Files;

/// <summary>Removes files that were uploaded and, a day later, still belong to nothing.</summary>
internal sealed class FileCleaner(LinliDb db, FileVault vault, WriterQueue writers, TimeProvider time) : IJob
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public async Task Run(CancellationToken cancel)
    {
        var before = Clock.Now(time) - Patience;
        using (await writers.Enter(cancel))
        {
            var old = await db.Records<FileRecord>().Where(f => f.SubjectKind == null && f.CreatedAt < before).Take(500).ToListAsync(cancel);
            if (old.Count == 0)
                return;
            db.Records<FileRecord>().RemoveRange(old);
            await db.SaveChangesAsync(cancel);
            foreach (var hash in old.Select(f => f.Hash).Distinct())
                if (!await db.Records<FileRecord>().AnyAsync(f => f.Hash == hash, cancel))
                    vault.Remove(hash);
        }
    }
}
