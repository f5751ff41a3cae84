using Linli.Platform.Data;
using Linli.Sensing.Cluster;
using Linli.Sensing.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Storage;

/// <summary>The same database behind the queues of a cluster: a cut is one transaction, which only the node whose turn it is can commit.</summary>
internal sealed partial class ReadingStore : IQueueStore
{
    private const int DevicesAtOnce = 2_000;

    public async Task<TakenQueue> TakeOver(int queue, CancellationToken cancel)
    {
        QueueRow row = null!;
        await InTransaction(
            async (locked, _) =>
            {
                row = await Lock(locked, queue, cancel);
                row.Epoch++;
            },
            cancel);

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();

        // Whoever held it before can commit no more: what is read here stays.
        var partitions = (await db.Records<PartitionRow>().Where(p => p.Queue == queue).Select(p => p.Partition).ToListAsync(cancel)).ToHashSet();
        var firings = await WaitingFirings(db, cancel);
        return new(
            row.Epoch, row.At, partitions, await TwinsOf(db, partitions.Contains, cancel),
            [.. firings.Where(f => partitions.Contains(Partitions.Of(f.Device)))]);
    }

    public async Task<(int Queue, IReadOnlyList<RestoredTwin> Twins)> Claim(int partition, int queue, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        await db.Database.ExecuteSqlAsync($"""INSERT INTO sensing_partition ("Partition", "Queue") VALUES ({partition}, {queue}) ON CONFLICT DO NOTHING""", cancel);
        var owner = await db.Records<PartitionRow>().Where(p => p.Partition == partition).Select(p => p.Queue).SingleAsync(cancel);
        return (owner, owner == queue ? await TwinsOf(db, p => p == partition, cancel) : []);
    }

    public Task Write(Cut cut, int queue, long epoch, CancellationToken cancel)
    {
        var (values, positions) = Split(cut);
        return InTransaction(
            async (db, writer) =>
            {
                var row = await Lock(db, queue, cancel);
                if (row.Epoch != epoch)
                    throw new TurnLostException(queue);
                row.At = Clock.Now(time);
                foreach (var chunk in values.Chunk(RowsAtOnce))
                    await writer.Values(chunk, cancel);
                foreach (var chunk in positions.Chunk(RowsAtOnce))
                    await writer.Positions(chunk, cancel);
                await writer.Hours(Hours(values), cancel);
                await writer.Twins([.. cut.Twins.Select(Seal)], cancel);
                await writer.Events(cut.Events, Clock.Now(time), cancel);
                await KeepFirings(db, cut, cancel);
            },
            cancel);
    }

    public async Task<(IReadOnlyList<RestoredTwin> Twins, IReadOnlyList<Guid> Events)> LoadAll(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        return (await AllTwins(db, cancel), await LatestEvents(db, cancel));
    }

    public async Task<int> AgreeOnQueues(int queues, CancellationToken cancel)
    {
        var agreed = 0;
        await InTransaction(
            async (db, _) =>
            {
                // All nodes of a first start ask at once.
                await db.Database.ExecuteSqlAsync($"LOCK TABLE sensing_queue IN EXCLUSIVE MODE", cancel);
                if ((agreed = await db.Records<QueueRow>().CountAsync(cancel)) > 0)
                    return;
                db.Records<QueueRow>().AddRange(Enumerable.Range(0, queues).Select(q => new QueueRow { Queue = q }));
                agreed = queues;
            },
            cancel);
        return agreed;
    }

    private static async Task<QueueRow> Lock(LinliDb db, int queue, CancellationToken cancel) =>
        (await db.Records<QueueRow>().FromSql($"""SELECT * FROM sensing_queue WHERE "Queue" = {queue} FOR UPDATE""").ToListAsync(cancel)).Single();

    // The ids first: a queue has a small part of all devices, and states are large.
    private async Task<IReadOnlyList<RestoredTwin>> TwinsOf(LinliDb db, Func<int, bool> isOurs, CancellationToken cancel)
    {
        var ours = (await db.Records<TwinRow>().Select(t => t.Device).ToListAsync(cancel)).Where(d => isOurs(Partitions.Of(d))).ToList();
        var twins = new List<RestoredTwin>(ours.Count);
        foreach (var chunk in ours.Chunk(DevicesAtOnce))
            await foreach (var row in db.Records<TwinRow>().AsNoTracking().Where(t => chunk.Contains(t.Device)).AsAsyncEnumerable().WithCancellation(cancel))
                if (Restore(row) is { } twin)
                    twins.Add(twin);
        return twins;
    }
}
