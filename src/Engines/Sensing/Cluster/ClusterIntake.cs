using System.Collections.Concurrent;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing.Devices;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>
/// The way in on each node of a cluster: the same door, then a packet to the broker. What is accepted is confirmed by the broker; whether it
/// had been taken before is found out where it is judged, so repetitions count as accepted here.
/// </summary>
internal sealed class ClusterIntake : IIntake, IHeard
{
    private const int MostMeasures = 64;
    private readonly Door door;
    private readonly IDevices devices;
    private readonly TwinBook twins;
    private readonly Figures figures;
    private readonly PipelineOptions options;
    private readonly FieldCipher cipher;
    private readonly TimeProvider time;
    private readonly IReadingStore store;
    private readonly ILogger log;
    private readonly Packer[] packers;
    private readonly ConcurrentDictionary<DeviceId, Sender> senders = new();
    private volatile IBrokerSession? session;

    public ClusterIntake(
        Door door, IDevices devices, TwinBook twins, Figures figures, PipelineOptions options, ClusterOptions cluster, FieldCipher cipher, TimeProvider time,
        IReadingStore store, ILogger<ClusterIntake> log)
    {
        (this.store, this.log) = (store, log);
        (this.door, this.devices, this.twins, this.figures, this.options, this.cipher, this.time) = (door, devices, twins, figures, options, cipher, time);
        packers = [.. Enumerable.Range(0, Partitions.Count).Select(p => new Packer(p, cipher, cluster, log))];
    }

    public MessageKeys Known { get; } = new();

    /// <summary>Whether readings are taken here.</summary>
    public bool IsOpen => session is not null;

    /// <summary>Bytes that wait for the broker.</summary>
    public long Waiting => packers.Sum(p => p.Bytes);

    /// <summary>Takes readings from here on, or, with nothing, turns them away.</summary>
    public void Through(IBrokerSession? broker) => session = broker;

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel) => TakeNew(readings, [], cancel);

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) =>
        MessagesOnce.Take(this, readings, messages, cancel);

    public ValueTask<bool> Recall(IReadOnlyCollection<Guid> keys, CancellationToken cancel) => store.Recall(Known, keys, log, cancel);

    public async ValueTask<Intake> TakeNew(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel)
    {
        if (readings.IsEmpty)
            return new(0, 0, []);
        if (session is not { } broker || Waiting > options.MostWaitingBytes)
            return Busy(readings.Length);
        var now = time.GetUtcNow();
        var (parts, refused, forgotten) = Look(readings.Span, now);
        figures.Refused(refused.Count);
        var accepted = parts.Sum(p => p.Value.Count);
        if (accepted == 0)
            return new(forgotten, 0, refused);
        var keys = messages.Where(m => MessagesOnce.Counts(m, refused)).Select(m => m.Key).ToArray();
        var safe = await Task.WhenAll(parts.Select(p => packers[p.Key].Send(broker, Packet.OfReadings(p.Value.ToArray(), now, []))));
        if (!Array.TrueForAll(safe, s => s) || (keys.Length > 0 && !await SendEvents(broker, keys, now)))
            return Busy(readings.Length);
        figures.Accepted(accepted, 0);
        return new(forgotten + accepted, 0, refused);
    }

    public void Heard(DeviceId device, DateTimeOffset at)
    {
        if (session is { } broker)
            _ = packers[Partitions.Of(device)].Send(broker, Packet.OfHeard(device, at));
    }

    public void Gone(DeviceId device, bool lost)
    {
        if (session is { } broker && devices.Find(device) is not null)
            _ = packers[Partitions.Of(device)].Send(broker, Packet.OfGone(device, lost, time.GetUtcNow()));
    }

    // After all readings: an event is known only once everything it brought is safe.
    private Task<bool> SendEvents(IBrokerSession broker, Guid[] keys, DateTimeOffset now) =>
        packers[Partitions.Of(new(keys[0]))].Send(broker, Packet.OfReadings([], now, keys));

    private Intake Busy(int count)
    {
        figures.Busy(count);
        return Intake.TooBusy;
    }

    private (Dictionary<int, List<Admitted>> Parts, List<RefusedReading> Refused, int Forgotten) Look(ReadOnlySpan<Reading> readings, DateTimeOffset now)
    {
        var parts = new Dictionary<int, List<Admitted>>();
        var refused = new List<RefusedReading>();
        var forgotten = 0;
        for (var i = 0; i < readings.Length; i++)
            if ((door.Judge(readings[i], now, out var admitted) ?? Limit(admitted, now)) is { } problem)
                refused.Add(new(i, problem));
            else if (admitted.Kind.AsksWhen && !admitted.Kind.MayKeep(admitted.Reading))
                forgotten++;
            else
                PartOf(parts, admitted).Add(admitted);
        return (parts, refused, forgotten);
    }

    private Problem? Limit(in Admitted admitted, DateTimeOffset now)
    {
        var sender = senders.GetOrAdd(admitted.Reading.Device, static id => new(id));
        if (!sender.Allowance.Spend(options, now.UtcTicks))
            return DoorProblems.Flood;
        lock (sender)
            return twins.HasRoomFor(admitted.Reading.Device, admitted.Reading.Measure)
                && (sender.Measures.Contains(admitted.Reading.Measure) || (sender.Measures.Count < MostMeasures && sender.Measures.Add(admitted.Reading.Measure)))
                    ? null
                    : DoorProblems.TooManyMeasures;
    }

    private static List<Admitted> PartOf(Dictionary<int, List<Admitted>> parts, in Admitted admitted)
    {
        var partition = Partitions.Of(admitted.Reading.Device);
        if (!parts.TryGetValue(partition, out var part))
            parts.Add(partition, part = []);
        return part;
    }

    /// <summary>What this node remembers of a device that sends: how much more it may, and what it has sent.</summary>
    private sealed class Sender(DeviceId device)
    {
        public Twin Allowance { get; } = new(device);

        public HashSet<string> Measures { get; } = new(StringComparer.Ordinal);
    }
}
