using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Storage;

/// <summary>
/// Reckons hours anew that got readings: an hour that is over at once, the present one every five minutes. A late reading makes its hour
/// change again, and the hour after it where a meter or a switch goes on.
/// </summary>
internal sealed class ReckonHours(LinliDb db, WriterQueue writers, IDevices devices, DeviceKinds kinds, TimeProvider time) : IJob
{
    private const int AtOnce = 500;
    private const int Rounds = 40;
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(5);

    public async Task Run(CancellationToken cancel)
    {
        // An hour that changed may have made the next one change.
        for (var round = 0; round < Rounds && await Some(cancel) > 0; round++)
            cancel.ThrowIfCancellationRequested();
    }

    private async Task<int> Some(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var (over, stale) = (now.AddHours(-1), now - Present);
        var hours = await db.Records<HourRow>().AsNoTracking()
            .Where(h => h.Changes != h.Figured && (h.Hour <= over || h.FiguredAt == null || h.FiguredAt <= stale))
            .OrderBy(h => h.Hour).Take(AtOnce).ToListAsync(cancel);
        if (hours.Count == 0)
            return 0;
        var reckoned = new List<(HourRow Hour, bool LastMoved)>(hours.Count);
        foreach (var hour in hours)
            reckoned.Add((hour, await Reckon(hour, cancel)));
        await Write(reckoned, now, cancel);
        return hours.Count;
    }

    private async Task<bool> Reckon(HourRow hour, CancellationToken cancel)
    {
        var (device, measure, from, to) = (hour.Device, hour.Measure, hour.Hour, hour.Hour.AddHours(1));
        var values = await db.Records<ReadingRow>().Where(r => r.Device == device && r.At >= from && r.At < to && r.Measure == measure && r.Value != null)
            .OrderBy(r => r.At).Select(r => r.Value!.Value).ToListAsync(cancel);
        if (values.Count == 0)
            return false;
        var use = devices.Find(device) is { } known ? kinds.UseOf(known.Kind, measure) : MeasureUse.Level;
        double? before = use is MeasureUse.Meter or MeasureUse.Switch
            ? await db.Records<HourRow>().Where(h => h.Device == device && h.Measure == measure && h.Hour < from && h.Count > 0)
                .OrderByDescending(h => h.Hour).Select(h => (double?)h.Last).FirstOrDefaultAsync(cancel)
            : null;
        var moved = use is MeasureUse.Meter or MeasureUse.Switch && (hour.Count == 0 || hour.Last != values[^1]);
        (hour.Count, hour.Last) = (values.Count, values[^1]);
        (hour.Least, hour.Most, hour.Amount) = HourFigures.Of(values, before, use);
        return moved;
    }

    private async Task Write(List<(HourRow Hour, bool LastMoved)> hours, DateTimeOffset now, CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            foreach (var (h, moved) in hours)
            {
                await db.Records<HourRow>().Where(r => r.Device == h.Device && r.Measure == h.Measure && r.Hour == h.Hour)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(r => r.Figured, h.Changes).SetProperty(r => r.FiguredAt, now).SetProperty(r => r.Count, h.Count)
                            .SetProperty(r => r.Least, h.Least).SetProperty(r => r.Most, h.Most).SetProperty(r => r.Amount, h.Amount).SetProperty(r => r.Last, h.Last),
                        cancel);
                if (moved)
                    await NextChanges(h, cancel);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private async Task NextChanges(HourRow hour, CancellationToken cancel)
    {
        var next = await db.Records<HourRow>().Where(h => h.Device == hour.Device && h.Measure == hour.Measure && h.Hour > hour.Hour)
            .OrderBy(h => h.Hour).Select(h => (DateTimeOffset?)h.Hour).FirstOrDefaultAsync(cancel);
        if (next is { } at)
            await db.Records<HourRow>().Where(h => h.Device == hour.Device && h.Measure == hour.Measure && h.Hour == at)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.Changes, h => h.Changes + 1), cancel);
    }
}
