using System.Collections.Concurrent;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;

namespace Linli.Sensing.Cluster;

/// <summary>What a node holds of a queue while it is its turn: one lane over the devices of its partitions, and what came of the packets so far.</summary>
internal sealed class QueueState
{
    // Beats come every second while anybody is there. After a gap nobody was listening, and silence proves nothing.
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<DeviceId, Twin> twins = new();
    private readonly KeeperParts parts;
    private readonly Lane[] lanes;
    private readonly Task running;
    private readonly HashSet<int> partitions;
    private readonly Dictionary<int, int> elsewhere = [];
    // All beats for so long behind what was heard before: the clocks were put back.
    private const int BeatsBehind = 30;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private DateTimeOffset? upTo;
    private DateTimeOffset lookedAt = DateTimeOffset.MinValue;
    private int behind;

    public QueueState(KeeperParts parts, TakenQueue taken)
    {
        (this.parts, Epoch, upTo, partitions) = (parts, taken.Epoch, taken.At, [.. taken.Partitions]);
        lanes = [new Lane(0, twins, parts.Rules?.Make(), parts.Alarms, parts.Figures, parts.Coordinates, parts.Log)];
        Restore(taken.Twins);
        foreach (var firing in taken.Firings)
            parts.Alarms.Deliver(new(firing.ToFiring()));
        running = Task.Run(Lane.Run);
    }

    public long Epoch { get; }

    /// <summary>Events that were taken since the last cut.</summary>
    public List<Guid> Events { get; private set; } = [];

    /// <summary>Marks that were passed since the last cut.</summary>
    public List<Guid> Marks { get; private set; } = [];

    private Lane Lane => lanes[0];

    /// <summary>All states as they would be kept, for nodes that may have missed some.</summary>
    public IReadOnlyList<StoredTwin> States() => [.. twins.Values.Select(t => new StoredTwin(t.Device, t.SeenAt, t.Personal, t.Save(), null))];

    public void Restore(IReadOnlyList<RestoredTwin> kept)
    {
        foreach (var (twin, state) in kept)
        {
            twins[twin.Device] = twin;
            if (state is not null)
                Lane.Restore(twin.Device, state);
        }
    }

    /// <summary>The queue that a partition belongs to, as far as this one is <paramref name="own"/>.</summary>
    public async Task<int> OwnerOf(int partition, int own, CancellationToken cancel)
    {
        if (partition == Packet.None || partitions.Contains(partition))
            return own;
        if (elsewhere.TryGetValue(partition, out var known))
            return known;
        var (queue, kept) = await parts.Store.Claim(partition, own, cancel);
        if (queue != own)
            return elsewhere[partition] = queue;
        partitions.Add(partition);
        await Post(_ => Restore(kept));
        return own;
    }

    /// <summary>Takes a word; how many readings it brought that are new.</summary>
    public async Task<int> Take(Word word, CancellationToken cancel)
    {
        if (word.Kind == WordKind.Beat)
            await FollowClock(word.At);
        await ForgiveGap(word.At);
        switch (word.Kind)
        {
            case WordKind.Readings:
                Events.AddRange(word.Events);
                return await Take(word.Readings, word.At, cancel);
            case WordKind.Heard when parts.Find(word.Device) is { } device:
                await Post(lane => lane.Heard(device, word.At));
                break;
            case WordKind.Gone when parts.Find(word.Device) is { } device:
                await Post(lane => lane.Gone(device, word.Lost, word.At));
                break;
            case WordKind.Beat:
                await Expect(word.At);
                await Post(lane => lane.Tick(word.At));
                if (word.Mark != Guid.Empty)
                    Marks.Add(word.Mark);
                break;
        }

        return 0;
    }

    /// <summary>What came of all words so far, ready to be stored.</summary>
    public async Task<Cut> Cut()
    {
        var cut = new Cut(lanes.Length, Events);
        Events = [];
        cut.Written(0, lanes);
        await cut.Done;
        return cut;
    }

    /// <summary>Marks that a cut has passed.</summary>
    public List<Guid> TakeMarks()
    {
        var marks = Marks;
        Marks = [];
        return marks;
    }

    public async Task End()
    {
        Lane.Close();
        await running;
    }

    private async Task<int> Take(Reading[] readings, DateTimeOffset received, CancellationToken cancel)
    {
        var admitted = new List<Admitted>(readings.Length);
        var doubtful = new List<(DeviceId, string, long)>();
        foreach (var reading in readings)
        {
            var device = parts.Find(reading.Device);
            admitted.Add(new(reading, device, device is null ? KnownKind.Unknown : parts.Kinds.Of(device.Kind), 0));
            if (twins.TryGetValue(reading.Device, out var twin) && twin.Find(reading.Measure)?.Instants.IsDoubtful(reading.At.UtcTicks) == true)
                doubtful.Add((reading.Device, reading.Measure, reading.At.UtcTicks));
        }

        var known = 0;
        if (doubtful.Count > 0)
        {
            var taken = await parts.Store.Known(doubtful, cancel);
            known = admitted.RemoveAll(a => taken.Contains((a.Reading.Device, a.Reading.Measure, a.Reading.At.UtcTicks)));
        }

        if (admitted.Count == 0)
            return 0;
        var batch = new Batch(admitted.ToArray(), received);
        parts.Figures.Came(admitted.Count);
        batch.Written(0, lanes);
        var repeated = await batch.Done;
        parts.Figures.Went(repeated);
        parts.Figures.Repeated(repeated + known);
        return admitted.Count - repeated;
    }

    private async Task ForgiveGap(DateTimeOffset now)
    {
        if (upTo is { } last && now - last > Gap)
            foreach (var twin in twins.Values)
                if (parts.Devices.Find(twin.Device) is { } device && (twin.SeenAt == 0 || twin.IsOnline(parts.Kinds.Of(device.Kind), last)))
                    await Post(lane => lane.Forgive(device, last, now));
        if (upTo is null || now > upTo)
            upTo = now;
    }

    // One node whose clock is behind proves nothing: the others' beats lie ahead.
    private async Task FollowClock(DateTimeOffset now)
    {
        behind = now < upTo - TimeSpan.FromMinutes(1) ? behind + 1 : 0;
        if (behind < BeatsBehind)
            return;
        var step = new ClockStep(now - upTo!.Value, now);
        await Post(lane => lane.Shift(step, _ => 0));
        (upTo, behind) = (now, 0);
    }

    private async Task Expect(DateTimeOffset now)
    {
        if ((now - lookedAt).Duration() < LookEvery)
            return;
        lookedAt = now;
        foreach (var device in parts.Devices.Awaited())
            if (partitions.Contains(Partitions.Of(device.Id)) && !twins.ContainsKey(device.Id) && parts.Kinds.Of(device.Kind).MayHear(device.Id, now))
                await Post(lane => lane.Expect(device, now));
    }

    private Task Post(Action<Lane> act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Lane.Post(lane =>
        {
            try
            {
                act(lane);
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }
}
