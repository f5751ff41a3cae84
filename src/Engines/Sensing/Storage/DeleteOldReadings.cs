using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Sensing.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Storage;

/// <summary>
/// Deletes readings and positions after the time of their kind (R38: tracks of pupils soon). Hourly figures stay. Hours that are to be
/// reckoned yet are waited for.
/// </summary>
internal sealed class DeleteOldReadings(LinliDb db, WriterQueue writers, IDevices devices, DeviceKinds kinds, TimeProvider time) : IJob
{
    private const int AtOnce = 200;
    private static readonly TimeSpan KeepFirings = TimeSpan.FromDays(60);
    private static readonly TimeSpan KeepEvents = TimeSpan.FromDays(2);

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var all = await db.Records<TwinRow>().Select(t => t.Device).ToListAsync(cancel);
        foreach (var kind in all.GroupBy(d => devices.Find(d) is { } known ? kinds.Of(known.Kind) : KnownKind.Unknown))
            foreach (var some in kind.Chunk(AtOnce))
                await Delete(some, now - kind.Key.KeepReadings, now - kind.Key.KeepPositions, cancel);
        await InTurn(() => db.Records<FiringRow>().Where(f => f.DeliveredAt != null && f.DeliveredAt < now - KeepFirings).ExecuteDeleteAsync(cancel), cancel);
        await InTurn(() => db.Records<EventRow>().Where(e => e.At < now - KeepEvents).ExecuteDeleteAsync(cancel), cancel);
    }

    private async Task Delete(DeviceId[] some, DateTimeOffset readings, DateTimeOffset positions, CancellationToken cancel)
    {
        await InTurn(() => db.Records<PositionRow>().Where(p => some.Contains(p.Device) && p.At < positions).ExecuteDeleteAsync(cancel), cancel);
        var whole = HourFigures.HourOf(readings);
        if (!await db.Records<HourRow>().AnyAsync(h => h.Changes != h.Figured && h.Hour < whole && some.Contains(h.Device), cancel))
            await InTurn(() => db.Records<ReadingRow>().Where(r => some.Contains(r.Device) && r.At < whole).ExecuteDeleteAsync(cancel), cancel);
    }

    private async Task InTurn(Func<Task<int>> delete, CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
            await delete();
    }
}
