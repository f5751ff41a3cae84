using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Commands;

/// <summary>Closes commands whose time is over, and forgets old ones with old labels.</summary>
internal sealed class ExpireCommands(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var (old, stale) = (now - Kept, now - CommandStore.AnswerWithin);
        using (await writers.Enter(cancel))
        {
            await db.Records<CommandRow>().Where(c => c.Until <= now && (c.State == CommandState.Waiting || (c.State == CommandState.Sent && c.SentAt < stale)))
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, CommandState.Expired).SetProperty(c => c.EndedAt, now), cancel);
            await db.Records<CommandRow>().Where(c => c.At < old).ExecuteDeleteAsync(cancel);
        }
    }
}
