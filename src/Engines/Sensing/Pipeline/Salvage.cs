using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Brings what a node had acknowledged before it went, and that only its own journal has, to the database while another node has the turn:
/// nothing that was acknowledged waits until this node takes readings again. The rules look at what is recent, in its order and from the
/// states as they are kept; what is older is history. States stay the other node's, and so does what it holds open.
/// </summary>
internal sealed class Salvage(
    DataFolder folder, PipelineOptions options, IReadingStore store, IDevices devices, DeviceKinds kinds, IRuleLanes rules, FiringDesk alarms, CoordinateWatch coordinates,
    Figures figures, TimeProvider time, ILogger<Salvage> log)
{
    /// <summary>So long ago a call for help or a child that left is news; what came before raises no alarm any more.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>How many readings were brought.</summary>
    /// <exception cref="InvalidOperationException">Their alarms cannot be written now; to be tried again.</exception>
    public async Task<int> Bring(CancellationToken cancel)
    {
        var count = await BringReadings(cancel);
        // Those of an earlier try too.
        return await alarms.DeliverAll(cancel) ? count : throw new InvalidOperationException("Alarms of readings that only the journal had cannot be written yet.");
    }

    private async Task<int> BringReadings(CancellationToken cancel)
    {
        using var journal = Journal.Open(folder.At("sensing", "journal"), options.SegmentBytes);
        if (journal is null)
            return 0;
        var (readings, keys, since) = (new List<TakenReading>(), new List<Guid>(), time.GetUtcNow() - Recent);
        Lane? lane = null;
        foreach (var record in journal.Read(await store.OffsetOf(journal.Id, cancel)))
        {
            if (JournalCodec.ReadStep(record.Payload) is not null || !JournalCodec.IsKnown(record.Payload))
                continue;
            var (received, all, events) = JournalCodec.Read(record.Payload);
            keys.AddRange(events);
            var admitted = Admit(all);
            if (received < since)
                readings.AddRange(admitted.Select(a => new TakenReading(a.Reading, received, Marks.Late, a.Kind.Personal)));
            else
                (lane ??= await Judge(cancel)).Take(new Batch(admitted, received));
        }

        var (old, judged) = (readings.Count, new Cut(1, []));
        lane?.Cut(judged);
        readings.AddRange(judged.Readings.SelectMany(r => r));
        var firings = Own(judged.Firings);
        if (readings.Count + firings.Count == 0)
            return 0;
        var cut = new Cut(1, keys);
        cut.Written(journal.End, []);
        cut.Part(readings, [], firings, () => { });
        if (await store.Write(cut, journal.Id, cancel))
            log.LogDebug("No other node had the turn while the journal was brought in.");
        firings.ForEach(alarms.Deliver);
        log.LogInformation(
            "{Count} readings that only the journal of this node had were stored while another node takes readings; the rules looked at {Judged} of them.", readings.Count, readings.Count - old);
        if (old > 0)
            log.LogWarning("{Old} of these readings came more than {Recent} ago: they are history and raise no alarm.", old, Recent);
        return readings.Count;
    }

    private Admitted[] Admit(Reading[] readings)
    {
        var admitted = new List<Admitted>(readings.Length);
        foreach (var reading in readings)
        {
            var device = devices.Find(reading.Device);
            var kind = device is null ? KnownKind.Unknown : kinds.Of(device.Kind);
            // A consent may have ended since it was written.
            if (!kind.AsksWhen || kind.MayKeep(reading))
                admitted.Add(new(reading, device, kind, 0));
        }

        return [.. admitted];
    }

    // An alarm from before stays open for the other node, which may have more reason for it by now: only what was raised here ends here.
    private static List<PendingFiring> Own(IEnumerable<PendingFiring> judged)
    {
        var raised = new HashSet<string>(StringComparer.Ordinal);
        return [.. judged.Where(f => f.Firing.Raised ? raised.Add(f.Firing.Key) : raised.Contains(f.Firing.Key))];
    }

    // A lane of its own with the states as they are kept: what the other node heard since is newer and was judged there.
    private async Task<Lane> Judge(CancellationToken cancel)
    {
        var twins = new ConcurrentDictionary<DeviceId, Twin>();
        var lane = new Lane(0, twins, rules.Make(), null, figures, coordinates, log);
        foreach (var (twin, state) in await store.States(cancel))
        {
            twins[twin.Device] = twin;
            if (state is not null)
                lane.Restore(twin.Device, state);
        }

        return lane;
    }
}
