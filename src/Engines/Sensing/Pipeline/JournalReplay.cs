using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Takes up what the journal has and the database has not, before the lanes run.</summary>
internal sealed class JournalReplay(
    JournalWriter journal, Lane[] lanes, Twins twins, MessageKeys events, Door door, IDevices devices, DeviceKinds kinds, Figures figures, ILogger log)
{
    /// <summary>Judges again what the journal has behind an offset, as it was judged when it came.</summary>
    public void Replay(long from)
    {
        var count = 0;
        foreach (var record in journal.Journal.Read(from))
        {
            // It would be no more readable the next time, and the devices wait.
            if (!JournalCodec.IsKnown(record.Payload))
            {
                log.LogCritical("A record of the journal was written by another version and cannot be read; its file was laid aside: start that version once on it.");
                journal.Journal.LayAside(record.File);
                continue;
            }

            if (JournalCodec.ReadStep(record.Payload) is { } step)
            {
                foreach (var lane in lanes)
                    lane.Shift(step, door.LaneOf);
                continue;
            }

            var (received, readings, keys) = JournalCodec.Read(record.Payload);
            var admitted = new List<Admitted>(readings.Length);
            foreach (var reading in readings)
            {
                var device = devices.Find(reading.Device);
                var kind = device is null ? KnownKind.Unknown : kinds.Of(device.Kind);

                // A consent may have ended since it was written.
                if (!kind.AsksWhen || kind.MayKeep(reading))
                    admitted.Add(new(reading, device, kind, door.LaneOf(reading.Device)));
            }

            var batch = new Batch(admitted.ToArray(), received);
            figures.Came(admitted.Count);
            foreach (var lane in lanes)
            {
                lane.Tick(received);
                lane.Take(batch);
            }

            figures.Went(batch.Repeated);
            count += admitted.Count;
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
            if ((twin.SeenAt == 0 || twins.IsOnline(twin, last)) && devices.Find(twin.Device) is { } device)
                lanes[door.LaneOf(device.Id)].Forgive(device, last, now);
    }
}
