using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Commands;

/// <summary>Closes commands whose time is over, and forgets old ones with old labels.</summary>
internal sealed class ExpireCommands(LinliDb db, WriterQueue writers, CommandStore store, TimeProvider time) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public async Task Run(CancellationToken cancel)
    {
        await store.Expire(cancel);
        var old = Clock.Now(time) - Kept;
        using (await writers.Enter(cancel))
        {
            await db.Records<CommandRow>().Where(c => c.At < old).ExecuteDeleteAsync(cancel);
        }
    }
}
