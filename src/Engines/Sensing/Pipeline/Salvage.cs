using Linli.Platform.Data;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Brings what a node had acknowledged before it went, and that only its own journal has, to the database while another node has the turn:
/// nothing that was acknowledged waits until this node takes readings again. It comes as history: rules and states are the other node's.
/// </summary>
internal sealed class Salvage(DataFolder folder, PipelineOptions options, IReadingStore store, IDevices devices, DeviceKinds kinds, ILogger<Salvage> log)
{
    /// <summary>How many readings were brought.</summary>
    public async Task<int> Bring(CancellationToken cancel)
    {
        using var journal = Journal.Open(folder.At("sensing", "journal"), options.SegmentBytes);
        if (journal is null)
            return 0;
        var (readings, keys) = (new List<TakenReading>(), new List<Guid>());
        foreach (var record in journal.Read(await store.OffsetOf(journal.Id, cancel)))
            if (JournalCodec.ReadStep(record.Payload) is null && JournalCodec.IsKnown(record.Payload))
                Add(JournalCodec.Read(record.Payload), readings, keys);
        if (readings.Count == 0)
            return 0;
        var cut = new Cut(1, keys);
        cut.Written(journal.End, []);
        cut.Part(readings, [], [], () => { });
        if (await store.Write(cut, journal.Id, cancel))
            log.LogDebug("No other node had the turn while the journal was brought in.");
        log.LogInformation("{Count} readings that only the journal of this node had were stored while another node takes readings.", readings.Count);
        return readings.Count;
    }

    private void Add((DateTimeOffset Received, Reading[] Readings, Guid[] Events) record, List<TakenReading> readings, List<Guid> keys)
    {
        keys.AddRange(record.Events);
        foreach (var reading in record.Readings)
        {
            var kind = devices.Find(reading.Device) is { } device ? kinds.Of(device.Kind) : KnownKind.Unknown;
            // A consent may have ended since it was written.
            if (!kind.AsksWhen || kind.MayKeep(reading))
                readings.Add(new(reading, record.Received, Marks.Late, kind.Personal));
        }
    }
}
