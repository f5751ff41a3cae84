using System.Collections.Concurrent;
using System.Diagnostics;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Sensing.Devices;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// The way of the readings: the door, the journal, which is what an acknowledgement rests on, the lanes, and the database behind them.
/// </summary>
internal sealed class ReadingPipeline(
    Door door, IDevices devices, KindBook kinds, IRuleLanes? rules, IReadingStore store, FiringDesk alarms, CoordinateWatch coordinates, Figures figures,
    PipelineOptions options, DataFolder folder, TimeProvider time, ILogger<ReadingPipeline> log) : IIntake, ILatest, IHeard, IDisposable
{
    private readonly ConcurrentDictionary<DeviceId, Twin> twins = new();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim storing = new(1, 1);
    private readonly object gate = new();
    private readonly Lane[] lanes = new Lane[options.LaneCount];
    private List<JournalWork> waiting = [];
    private List<Guid> events = [];
    private Task[] running = [];
    private Thread? writer;
    private Journal? journal;
    private Cut? unfinished;
    private DateTimeOffset storedAt;
    private bool closed;
    private bool ended;

    // Not before the first try to open: a node that waits for another says so at once.
    private volatile bool standsBy;

    /// <summary>Keys of events that were taken within the last day.</summary>
    public EventKeys Events { get; } = new();

    /// <summary>Raised when many readings wait.</summary>
    public Signal Wake { get; } = new();

    /// <summary>Whether readings are taken here.</summary>
    public bool IsOpen => opened.Task.IsCompletedSuccessfully && !closed;

    /// <summary>How long readings have waited for the database; zero when none waits.</summary>
    public TimeSpan Lag => figures.Waiting == 0 ? TimeSpan.Zero : time.GetUtcNow() - storedAt;

    /// <summary>Takes up what was kept, and judges again what the journal has beyond it.</summary>
    /// <returns><c>false</c> when another node or process has the journal.</returns>
    public async Task<bool> Open(CancellationToken cancel)
    {
        standsBy = true;
        journal ??= Journal.Open(folder.At("sensing", "journal"), options.SegmentBytes);
        if (journal is null)
            return false;
        var kept = await store.Load(journal.Id, cancel);
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = new(i, twins, rules?.Make(), alarms, figures, coordinates, log);
        foreach (var (twin, state) in kept.Twins)
        {
            twins[twin.Device] = twin;
            if (state is not null)
                lanes[door.LaneOf(twin.Device)].Restore(twin.Device, state);
        }

        foreach (var firing in kept.Firings)
            alarms.Deliver(new(firing.ToFiring()));
        Events.Load(kept.Events);
        Replay(kept.Offset);
        journal.Forget(kept.Offset);
        ForgiveSilence(kept);
        Start();
        return true;
    }

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel) => Take(readings, [], cancel);

    /// <summary>Takes readings that came with events; the events are known from here on.</summary>
    public async ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<Guid> keys, CancellationToken cancel)
    {
        if (readings.IsEmpty)
            return new(0, 0, []);
        if (!opened.Task.IsCompleted)
        {
            if (standsBy)
                return Busy(readings.Length);
            await opened.Task.WaitAsync(cancel);
        }

        if ((figures.Waiting + readings.Length) * PipelineOptions.BytesEach > options.MostWaitingBytes)
            return Busy(readings.Length);
        var look = Look(readings.Span);
        var known = 0;
        if (look.Doubtful is { } doubtful)
        {
            if (await TakenBefore(doubtful, cancel) is not { } taken)
                return Busy(readings.Length);
            known = look.Drop(taken);
        }

        figures.Refused(look.Refused.Count);
        if (look.Count == 0)
            return new(look.Forgotten, known, look.Refused);
        return await MakeDurable(look, keys, known) is { } repeated
            ? new(look.Forgotten + look.Count - (repeated - known), repeated, look.Refused)
            : Busy(readings.Length);
    }

    public DeviceTwin Of(DeviceId device) =>
        twins.TryGetValue(device, out var twin) ? twin.Show(KindOf(device), time.GetUtcNow()) : TwinView.Nothing(device);

    public void Heard(DeviceId device, DateTimeOffset at)
    {
        if (IsOpen && devices.Find(device) is { } known)
            lanes[door.LaneOf(device)].Post(lane => lane.Heard(known, at));
    }

    public void Gone(DeviceId device, bool lost)
    {
        if (!IsOpen || devices.Find(device) is not { } known)
            return;
        var now = time.GetUtcNow();
        lanes[door.LaneOf(device)].Post(lane => lane.Gone(known, lost, now));
    }

    /// <summary>Lets the timers of all lanes run that are due.</summary>
    public Task Tick()
    {
        if (!IsOpen)
            return Task.CompletedTask;
        var now = time.GetUtcNow();
        var left = lanes.Length;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var lane in lanes)
            lane.Post(l =>
            {
                l.Tick(now);
                if (Interlocked.Decrement(ref left) == 0)
                    done.TrySetResult();
            });
        return done.Task;
    }

    /// <summary>Brings what waits to the database; <c>false</c> when it could not be, and has to be tried again.</summary>
    public async Task<bool> Store(CancellationToken cancel)
    {
        await storing.WaitAsync(cancel);
        try
        {
            // First what could not be stored before: the order of the cuts is the order of the states.
            while (true)
            {
                var again = unfinished is not null;
                unfinished ??= await CutNow();
                if (unfinished is null)
                    return true;
                if (!await StoreCut(unfinished, cancel))
                    return false;
                unfinished = null;
                if (!again)
                    return true;
            }
        }
        finally
        {
            storing.Release();
        }
    }

    /// <summary>
    /// Ends: nothing more is taken, what waits is made durable and goes to the database if it answers; otherwise the journal has it for the
    /// next start.
    /// </summary>
    public async Task Close(bool store, CancellationToken cancel)
    {
        if (!IsOpen)
        {
            journal?.Dispose();
            return;
        }

        if (store)
        {
            lock (gate)
                closed = true;
            await Store(cancel);
            await alarms.DeliverAll(cancel);
        }

        lock (gate)
        {
            closed = true;
            ended = true;
            Monitor.Pulse(gate);
        }

        await Task.Run(() => writer?.Join(), CancellationToken.None);
        await Task.WhenAll(running);
        journal?.Dispose();
    }

    public void Dispose()
    {
        // Whoever did not close it lets go of it all the same: the journal has what was answered.
        lock (gate)
        {
            (closed, ended) = (true, true);
            Monitor.Pulse(gate);
        }

        writer?.Join();
        journal?.Dispose();
        storing.Dispose();
    }

    private Intake Busy(int count)
    {
        figures.Busy(count);
        return Intake.TooBusy;
    }

    private void Start()
    {
        running = [.. lanes.Select(lane => Task.Run(lane.Run))];
        storedAt = time.GetUtcNow();
        figures.Lag = () => Lag.TotalSeconds;
        writer = new(WriteJournal) { IsBackground = true, Name = "Linli sensing journal" };
        writer.Start();
        opened.TrySetResult();
    }

    private void Replay(long from)
    {
        var count = 0;
        foreach (var record in journal!.Read(from))
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
            Remember(keys);
            Events.Load(keys);
        }

        if (count > 0)
            log.LogInformation("{Count} readings that were not stored yet were taken up from the journal.", count);
    }

    // While we were down nobody could be heard. Who was not silent before is not silent because of that.
    private void ForgiveSilence(Restored kept)
    {
        if (kept.At is not { } last)
            return;
        var now = time.GetUtcNow();
        foreach (var (twin, _) in kept.Twins)
            if (twin.IsOnline(KindOf(twin.Device), last) && devices.Find(twin.Device) is { } device)
                lanes[door.LaneOf(device.Id)].Forgive(device, now);
    }

    private KnownKind KindOf(DeviceId id) => devices.Find(id) is { } device ? kinds.Of(device.Kind) : KnownKind.Unknown;

    private Looked Look(ReadOnlySpan<Reading> readings)
    {
        var now = time.GetUtcNow();
        var look = new Looked(readings.Length, now);
        for (var i = 0; i < readings.Length; i++)
        {
            if (door.Judge(readings[i], now, out var admitted) is { } problem)
            {
                look.Refuse(i, problem);
                continue;
            }

            // What may not be kept is counted as taken, and forgotten before anything is written.
            if (admitted.Kind.AsksWhen && !admitted.Kind.MayKeep(admitted.Reading))
                look.Forget();
            else if (twins.TryGetValue(admitted.Reading.Device, out var twin) && Meet(twin, admitted, now, look) is { } other)
                look.Refuse(i, other);
            else
                look.Add(admitted);
        }

        return look;
    }

    private Problem? Meet(Twin twin, in Admitted admitted, DateTimeOffset now, Looked look)
    {
        if (!twin.Spend(options, now.UtcTicks))
            return DoorProblems.Flood;
        lock (twin)
        {
            if (!twin.HasRoomFor(admitted.Reading.Measure))
                return DoorProblems.TooManyMeasures;
            if (twin.Find(admitted.Reading.Measure)?.Instants.IsDoubtful(admitted.Reading.At.UtcTicks) == true)
                look.Doubt(admitted.Reading);
        }

        return null;
    }

    private async Task<IReadOnlySet<(DeviceId, string, long)>?> TakenBefore(List<(DeviceId, string, long)> doubtful, CancellationToken cancel)
    {
        try
        {
            return await store.Known(doubtful, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether old readings came before cannot be told while the database does not answer; their devices keep them.");
            return null;
        }
    }

    /// <summary>How many had been taken before; <c>null</c> when the journal cannot be written.</summary>
    private async Task<int?> MakeDurable(Looked look, IReadOnlyList<Guid> keys, int known)
    {
        var admitted = look.Admitted();
        var batch = new Batch(admitted, look.Now) { Record = JournalCodec.Write(admitted, look.Now, [.. keys]) };
        figures.Came(admitted.Length);
        if (!Enqueue(batch, keys))
        {
            batch.Failed(new ObjectDisposedException(nameof(ReadingPipeline)));
            _ = batch.Done.Exception;
            figures.Went(admitted.Length);
            return null;
        }

        if (figures.Waiting >= options.StoreAt)
            Wake.Raise();
        try
        {
            var repeated = await batch.Done;
            figures.Went(repeated);
            figures.Accepted(admitted.Length - repeated, repeated + known);
            return repeated + known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            figures.Went(admitted.Length);
            return null;
        }
    }

    private bool Enqueue(JournalWork work, IReadOnlyList<Guid> keys)
    {
        lock (gate)
        {
            if (closed && work is Batch)
                return false;
            if (ended)
                return false;
            waiting.Add(work);
            events.AddRange(keys);
            Monitor.Pulse(gate);
            return true;
        }
    }

    private void Remember(Guid[] keys)
    {
        lock (gate)
            events.AddRange(keys);
    }

    // One thread writes all that came together, and one sync serves it.
    private void WriteJournal()
    {
        var work = new List<JournalWork>();
        var records = new List<ArraySegment<byte>>();
        while (true)
        {
            lock (gate)
            {
                while (waiting.Count == 0 && !ended)
                    Monitor.Wait(gate);
                if (waiting.Count == 0)
                    break;
                (work, waiting) = (waiting, work);
            }

            Write(work, records);
            work.Clear();
            records.Clear();
        }

        // After the last work, and nothing comes behind it: they finish what they have.
        foreach (var lane in lanes)
            lane.Close();
    }

    private void Write(List<JournalWork> work, List<ArraySegment<byte>> records)
    {
        var end = journal!.End;
        foreach (var one in work)
            if (one.Record.Count > 0)
                records.Add(one.Record);
        try
        {
            if (records.Count > 0)
            {
                var started = Stopwatch.GetTimestamp();
                journal.Append(records);
                figures.Synced(Stopwatch.GetElapsedTime(started));
            }
        }
        catch (Exception e)
        {
            log.LogCritical(e, "The journal of readings cannot be written; devices are told to keep theirs.");
            foreach (var one in work)
                if (one.Record.Count > 0)
                    one.Failed(e);
            work.RemoveAll(w => w.Record.Count > 0);
        }

        foreach (var one in work)
        {
            end += one.Record.Count;
            one.Written(end, lanes);
        }
    }

    private async Task<Cut?> CutNow()
    {
        Cut cut;
        lock (gate)
        {
            // In one step: the keys are those of exactly the records before it.
            cut = new(lanes.Length, events);
            if (!Enqueue(cut, []))
                return null;
            events = [];
        }

        await cut.Done;
        if (cut.Count + cut.Twins.Count + cut.Firings.Count + cut.Events.Count > 0)
            return cut;
        cut.Stored();
        return null;
    }

    private async Task<bool> StoreCut(Cut cut, CancellationToken cancel)
    {
        try
        {
            await store.Write(cut, journal!.Id, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogError(e, "{Count} readings could not be stored; the journal has them, and they are tried again.", cut.Count);
            return false;
        }

        storedAt = time.GetUtcNow();
        figures.Went(cut.Count);
        figures.Stored(cut.Count);
        cut.Stored();
        journal.Forget(cut.Offset);
        return true;
    }

    /// <summary>What the door and the twins say of readings that came together.</summary>
    private sealed class Looked(int most, DateTimeOffset now)
    {
        private Admitted[] admitted = new Admitted[most];

        public DateTimeOffset Now => now;

        public int Count { get; private set; }

        public List<RefusedReading> Refused { get; } = [];

        public List<(DeviceId, string, long)>? Doubtful { get; private set; }

        public void Add(in Admitted one) => admitted[Count++] = one;

        /// <summary>How many may not be kept.</summary>
        public int Forgotten { get; private set; }

        public void Forget() => Forgotten++;

        public void Refuse(int index, Problem problem) => Refused.Add(new(index, problem));

        public void Doubt(in Reading reading) => (Doubtful ??= []).Add((reading.Device, reading.Measure, reading.At.UtcTicks));

        /// <summary>Drops those that were taken before.</summary>
        public int Drop(IReadOnlySet<(DeviceId, string, long)> taken)
        {
            if (taken.Count == 0)
                return 0;
            var kept = 0;
            for (var i = 0; i < Count; i++)
            {
                var reading = admitted[i].Reading;
                if (!taken.Contains((reading.Device, reading.Measure, reading.At.UtcTicks)))
                    admitted[kept++] = admitted[i];
            }

            var dropped = Count - kept;
            Count = kept;
            return dropped;
        }

        public Admitted[] Admitted()
        {
            if (Count < admitted.Length)
                Array.Resize(ref admitted, Count);
            return admitted;
        }
    }
}
