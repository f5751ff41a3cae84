using System.Diagnostics.CodeAnalysis;
using Linli.Platform.Data;
using Linli.Sensing.Devices;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// The way of the readings: the door, the journal, which is what an acknowledgement rests on, the lanes, and the database behind them.
/// </summary>
internal sealed partial class ReadingPipeline : IIntake, ILatest, IHeard, IDisposable
{
    private readonly Door door;
    private readonly IDevices devices;
    private readonly DeviceKinds kinds;
    private readonly IRuleLanes? rules;
    private readonly IReadingStore store;
    private readonly FiringDesk alarms;
    private readonly CoordinateWatch coordinates;
    private readonly Figures figures;
    private readonly PipelineOptions options;
    private readonly DataFolder folder;
    private readonly TimeProvider time;
    private readonly ILogger<ReadingPipeline> log;
    private TaskCompletionSource opened;
    private Lane[] lanes;
    private Twins twins;
    private Admission admission;
    private JournalWriter journal;
    private StoringDesk storing;
    private ClockWatch clock;
    private Task[] running = [];
    private bool begun;

    // Not before the first try to open: a node that waits for another says so at once.
    private volatile bool standsBy;

    public ReadingPipeline(
        Door door, IDevices devices, DeviceKinds kinds, IRuleLanes? rules, IReadingStore store, FiringDesk alarms, CoordinateWatch coordinates, Figures figures,
        PipelineOptions options, DataFolder folder, TimeProvider time, ILogger<ReadingPipeline> log)
    {
        (this.door, this.devices, this.kinds, this.rules, this.store, this.alarms) = (door, devices, kinds, rules, store, alarms);
        (this.coordinates, this.figures, this.options, this.folder, this.time, this.log) = (coordinates, figures, options, folder, time, log);
        Renew();
    }

    public MessageKeys Known { get; private set; }

    /// <summary>Raised when many readings wait.</summary>
    public Signal Wake { get; } = new();

    /// <summary>Whether readings are taken here.</summary>
    public bool IsOpen => opened.Task.IsCompletedSuccessfully && !journal.IsClosed;

    /// <summary>Whether another node has taken the turn: whoever keeps this one closes it.</summary>
    public bool IsLost => storing.IsLost;

    /// <summary>Files of the journal that could not be read and were laid aside.</summary>
    public int LaidAside => Journal.LaidAside(Folder);

    /// <summary>How long readings have waited for the database; zero when none waits.</summary>
    public TimeSpan Lag => storing.Lag;

    /// <summary>Says that readings are not taken here for now: whoever brings some hears so at once, and waits for nothing.</summary>
    public void StandBy() => standsBy = true;

    /// <summary>Takes up what was kept, and judges again what the journal has beyond it.</summary>
    /// <returns><c>false</c> when another node or process has the journal.</returns>
    public async Task<bool> Open(CancellationToken cancel)
    {
        StandBy();
        // What an earlier try or turn left is told nobody a second time.
        if (begun)
            Renew();
        begun = true;
        try
        {
            return await OpenNew(cancel);
        }
        catch
        {
            figures.Went((int)figures.Waiting);
            journal.Dispose();
            throw;
        }
    }

    private async Task<bool> OpenNew(CancellationToken cancel)
    {
        if (!journal.Open(Folder, options.SegmentBytes))
            return false;
        var kept = await store.Load(journal.Journal.Id, cancel);
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = new(i, twins.All, rules?.Make(), alarms, figures, coordinates, log);
        foreach (var (twin, state) in kept.Twins)
        {
            twins.All[twin.Device] = twin;
            if (state is not null)
                lanes[door.LaneOf(twin.Device)].Restore(twin.Device, state);
        }

        foreach (var firing in kept.Firings)
            alarms.Deliver(new(firing.ToFiring()));
        Known.Load(kept.Events);
        var replay = new JournalReplay(journal, lanes, twins, Known, door, devices, kinds, figures, log);
        replay.Replay(kept.Offset);
        journal.Journal.Forget(kept.Offset);
        replay.ForgiveSilence(kept, time.GetUtcNow());
        Start();
        return true;
    }

    public DeviceTwin Of(DeviceId device) => twins.Of(device);

    public void Heard(DeviceId device, DateTimeOffset at)
    {
        if (!IsOpen || devices.Find(device) is not { } known)
            return;
        Now();
        lanes[door.LaneOf(device)].Post(lane => lane.Heard(known, at));
    }

    public void Gone(DeviceId device, bool lost)
    {
        if (!IsOpen || devices.Find(device) is not { } known)
            return;
        var now = Now();
        lanes[door.LaneOf(device)].Post(lane => lane.Gone(known, lost, now));
    }

    /// <summary>Forgets what a device said up to an instant and what the database does not have yet.</summary>
    public void Forget(DeviceId device, DateTimeOffset until)
    {
        if (IsOpen)
            lanes[door.LaneOf(device)].Post(lane => lane.Forget(device, until.UtcTicks));
    }

    /// <summary>Drops what is known of a device now, and what waits to be stored unless it may still be kept.</summary>
    public void Rest(DeviceId device)
    {
        if (!IsOpen || devices.Find(device) is not { } known)
            return;
        var now = Now();
        lanes[door.LaneOf(device)].Post(lane => lane.Rest(device, kinds.Of(known.Kind), now));
    }

    /// <summary>Lets the timers of all lanes run that are due.</summary>
    public Task Tick()
    {
        if (!IsOpen)
            return Task.CompletedTask;
        var now = Now();
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

    /// <summary>Waits for the first word of those that were put in service since the last look.</summary>
    public void Expect()
    {
        if (!IsOpen)
            return;
        var now = Now();
        foreach (var device in devices.Awaited())
            if (!twins.All.ContainsKey(device.Id) && kinds.Of(device.Kind).MayHear(device.Id, now))
                lanes[door.LaneOf(device.Id)].Post(lane => lane.Expect(device, now));
    }

    /// <summary>Brings what waits to the database; <c>false</c> when it could not be, and has to be tried again.</summary>
    public Task<bool> Store(CancellationToken cancel) => storing.Store(cancel);

    /// <summary>
    /// Ends: nothing more is taken, what waits is made durable and goes to the database if it answers; otherwise the journal has it for the
    /// next start.
    /// </summary>
    public async Task Close(bool store, CancellationToken cancel)
    {
        if (!IsOpen)
        {
            journal.Dispose();
            return;
        }

        if (store)
        {
            journal.Close();
            await Store(cancel);
            await alarms.DeliverAll(cancel);
        }

        await Task.Run(journal.End, CancellationToken.None);
        await Task.WhenAll(running);
        journal.Dispose();
    }

    public void Dispose()
    {
        // Whoever did not close it lets go of it all the same: the journal has what was answered.
        journal.End();
        journal.Dispose();
        storing.Dispose();
    }

    // Whatever takes the time asks here: no instant of a clock that was set overtakes the word that it was.
    private DateTimeOffset Now() => clock.Look(step =>
    {
        if (!IsOpen)
            return;
        log.LogWarning("The clock was set by {By}: the timers of the rules go along, and nobody counts as silent for it.", step.By);
        journal.Put(new SteppedClock { Record = JournalCodec.Write(step) });
        foreach (var lane in lanes)
            lane.Post(l => l.Shift(step, door.LaneOf));
    });

    private string Folder => folder.At("sensing", "journal");

    [MemberNotNull(nameof(opened), nameof(lanes), nameof(twins), nameof(admission), nameof(journal), nameof(storing), nameof(clock), nameof(Known))]
    private void Renew()
    {
        journal?.Dispose();
        storing?.Dispose();
        (opened, lanes, Known) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new Lane[options.LaneCount], new());
        (twins, clock) = (new(devices, kinds, time), new(time));
        admission = new(door, twins, store, options, log);
        journal = new(lanes, figures, log);
        storing = new(journal, store, figures, time, log);
    }

    private void Start()
    {
        clock = new(time);
        running = [.. lanes.Select(lane => Task.Run(lane.Run))];
        figures.Lag = () => Lag.TotalSeconds;
        storing.Start();
        journal.Start();
        opened.TrySetResult();
    }
}
