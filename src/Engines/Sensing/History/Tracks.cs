using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Alarms;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.History;

/// <summary>Reads the past of one device, and forgets it.</summary>
internal sealed class Tracks(LinliDb db, FieldCipher cipher, ReadingPipeline pipeline) : ITracks
{
    public async Task<IReadOnlyList<TrackPoint>> Positions(DeviceId device, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel)
    {
        var (first, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        var rows = await db.Records<PositionRow>().AsNoTracking().Where(p => p.Device == device && p.At >= first && p.At < end)
            .OrderBy(p => p.At).Take(most).ToListAsync(cancel);
        return rows.ConvertAll(p => new TrackPoint(p.At, FixOf(p), p.Late, p.Apart));
    }

    public async Task<IReadOnlyList<PastValue>> Values(DeviceId device, string measure, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel)
    {
        var (first, end) = (from.ToUniversalTime(), to.ToUniversalTime());
        var rows = await db.Records<ReadingRow>().AsNoTracking().Where(r => r.Device == device && r.At >= first && r.At < end && r.Measure == measure)
            .OrderBy(r => r.At).Take(most).ToListAsync(cancel);
        return rows.ConvertAll(r => new PastValue(r.At, r.Value ?? SealedReading.OpenValue(cipher, r.Sealed!), r.Late));
    }

    public async Task<int> Forget(DeviceId device, DateTimeOffset until, CancellationToken cancel)
    {
        var (end, id) = (until.ToUniversalTime(), device.Value);
        // That there was an alarm stays; where its bearer was goes with the track.
        await db.Unfiltered<AlarmRow>().Where(a => a.Device == id && a.Personal && a.CauseAt <= end && a.ClosedAt != null)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Latitude, (double?)null).SetProperty(a => a.Longitude, (double?)null), cancel);
        db.AfterCommit(() => pipeline.Forget(device, end));
        return await db.Records<PositionRow>().Where(p => p.Device == device && p.At <= end).ExecuteDeleteAsync(cancel)
            + await db.Records<ReadingRow>().Where(r => r.Device == device && r.At <= end).ExecuteDeleteAsync(cancel);
    }

    public async Task Rest(DeviceId device, CancellationToken cancel)
    {
        await db.Records<TwinRow>().Where(t => t.Device == device).ExecuteDeleteAsync(cancel);
        db.AfterCommit(() => pipeline.Rest(device));
    }

    private Fix FixOf(PositionRow row) => row.Sealed is { } packet
        ? SealedReading.OpenFix(cipher, packet)
        : new(row.Latitude!.Value, row.Longitude!.Value, row.Accuracy ?? float.NaN, row.Speed ?? float.NaN, row.Heading ?? float.NaN);
}
