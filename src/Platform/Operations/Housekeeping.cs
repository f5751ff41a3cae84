using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Idempotency;
using Linli.Platform.Jobs;
using Linli.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Operations;

/// <summary>
/// Clears what is kept for repetitions only. Delivered events stay a week: so long a browser or webhook may resume;
/// answers to idempotency keys stay a month. SQLite is told to look how its tables are filled, as PostgreSQL does by itself:
/// without that it takes a wrong index for lists over many rows.
/// </summary>
internal sealed class Housekeeping(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    public static readonly TimeSpan KeepDelivered = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepAnswers = TimeSpan.FromDays(30);

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        await Clear(db.Records<OutboxMessage>().Where(m => m.DeliveredAt != null && m.Time < now - KeepDelivered), cancel);
        await Clear(db.Records<HandledMessage>().Where(h => h.At < now - KeepAnswers), cancel);
        await Clear(db.Records<WebhookDelivery>().Where(d => d.DoneAt < now - KeepAnswers), cancel);
        await Clear(db.Records<AnsweredCommand>().Where(a => a.At < now - KeepAnswers), cancel);
        if (db.Kind == DatabaseKind.Sqlite)
            using (await writers.Enter(cancel))
                await db.Database.ExecuteSqlRawAsync("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002;", cancel);
    }

    private async Task Clear<T>(IQueryable<T> old, CancellationToken cancel) where T : class
    {
        using (await writers.Enter(cancel))
            await old.ExecuteDeleteAsync(cancel);
    }
}
