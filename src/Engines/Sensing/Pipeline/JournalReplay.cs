using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Takes up what the journal has and the database has not, before the lanes run.</summary>
internal sealed class JournalReplay(
    JournalWriter journal, Lane[] lanes, Twins twins, EventKeys events, Door door, IDevices devices, KindBook kinds, Figures figures, ILogger log)
{
    /// <summary>Judges again what the journal has behind an offset, as it was judged when it came.</summary>
    public void Replay(long from)
    {
        var count = 0;
        foreach (var record in journal.Journal.Read(from))
        {
            var (received, readings, keys) = JournalCodec.Read(record.Payload);
            var admitted = new Admitted[readings.Length];
            for (var i = 0; i < readings.Length; i++)
            {
                var device = devices.Find(readings[i].Device);
                admitted[i] = new(readings[i], device, device is null ? KnownKind.Unknown : kinds.Of(device.Kind), door.LaneOf(readings[i].Device));
            }

            var batch = new Batch(admitted, received);
            figures.Came(readings.Length);
            foreach (var lane in lanes)
            {
                lane.Tick(received);
                lane.Take(batch);
            }

            figures.Went(batch.Repeated);
            count += readings.Length;
            journal.Remember(keys);
            events.Load(keys);
        }

        if (count > 0)
            log.LogInformation("{Count} readings that were not stored yet were taken up from the journal.", count);
    }

    /// <summary>While we were down nobody could be heard: who was not silent before is not silent because of that.</summary>
    public void ForgiveSilence(Restored kept, DateTimeOffset now)
    {
        if (kept.At is not { } last)
            return;
        foreach (var (twin, _) in kept.Twins)
            if (twins.IsOnline(twin, last) && devices.Find(twin.Device) is { } device)
                lanes[door.LaneOf(device.Id)].Forgive(device, last, now);
    }
}
