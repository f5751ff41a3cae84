using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Keys;

/// <summary>Writes down when keys were last used: now and then, not at each of a machine's many requests.</summary>
internal sealed class ApiKeyUses(LinliDb db, WriterQueue writers, CallerDirectory directory) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var uses = directory.TakeKeyUses();
        if (uses.Count == 0)
            return;
        using (await writers.Enter(cancel))
            foreach (var (id, at) in uses)
                await db.Unfiltered<ApiKey>().Where(k => k.Id == id).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, at), cancel);
    }
}
