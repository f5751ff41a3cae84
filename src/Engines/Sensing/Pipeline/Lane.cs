using System.Collections.Concurrent;
using System.Threading.Channels;
using Linli.Sensing.Rules;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// One ordered lane of devices: what a device says is judged in the order it came, by one thread at a time. So no two threads ever decide
/// about one device, and no alarm is raised twice for that reason. Without a desk of alarms, whoever cuts it delivers them.
/// </summary>
internal sealed class Lane(int number, ConcurrentDictionary<DeviceId, Twin> twins, IRuleLane? rules, FiringDesk? alarms, Figures figures, CoordinateWatch coordinates, ILogger log)
{
    private const int MostRoom = 32 * 1024;
    private readonly Channel<Action<Lane>> work = Channel.CreateUnbounded<Action<Lane>>(new() { SingleReader = true });
    private readonly List<Firing> firings = [];
    private readonly List<Twin> changed = [];
    private readonly List<PendingFiring> fired = [];
    private List<TakenReading> taken = [];
    private long most = long.MaxValue;
    private int cut = 1;
    private int stored;

    /// <summary>Puts work at the end of the line.</summary>
    public void Post(Action<Lane> what) => work.Writer.TryWrite(what);

    /// <summary>Works until the line is closed and empty.</summary>
    public async Task Run()
    {
        // A mistake in one piece of work must not stop all devices of the lane for ever.
        await foreach (var next in work.Reader.ReadAllAsync())
            Try(() => next(this));
    }

    public void Close() => work.Writer.TryComplete();

    /// <summary>Takes the lane's part of a batch.</summary>
    public void Take(Batch batch)
    {
        var repeated = 0;
        var late = 0;
        // What came before the clock was put back and waited for the disk meanwhile would count as heard in times to come.
        var received = batch.Received.UtcTicks > most ? new(most, TimeSpan.Zero) : batch.Received;
        foreach (ref readonly var one in batch.Readings)
            if (one.Lane == number)
                switch (TakeSafely(one, received))
                {
                    case null:
                        repeated++;
                        break;
                    case var marks when (marks & Marks.Late) != 0:
                        late++;
                        break;
                }

        figures.Late(late);
        batch.Part(repeated);
    }

    /// <summary>Lets timers run that are due.</summary>
    public void Tick(DateTimeOffset now)
    {
        most = long.MaxValue;
        Try(() =>
        {
            if (rules?.NextTimer <= now)
                rules.Tick(now, firings);
        });
        Fire();
    }

    /// <summary>A device was heard of without a reading.</summary>
    public void Heard(Device device, DateTimeOffset received)
    {
        var twin = TwinOf(device.Id);
        lock (twin)
            (twin.SeenAt, twin.Left) = (Math.Max(twin.SeenAt, received.UtcTicks), false);
        Touch(twin);
        Try(() => rules?.Heard(device, received, firings));
        Fire();
    }

    /// <summary>A device could not be heard of while we were down: its rules take that for a sign of life, and nobody else.</summary>
    public void Forgive(Device device, DateTimeOffset from, DateTimeOffset now) => Try(() => rules?.Forgive(device, from, now));

    /// <summary>The clock was set; <paramref name="laneOf"/> says which devices are of this lane.</summary>
    public void Shift(ClockStep step, Func<DeviceId, int> laneOf)
    {
        most = step.Now.UtcTicks;
        foreach (var twin in twins.Values)
            if (laneOf(twin.Device) == number)
            {
                lock (twin)
                    twin.Shift(step.By.Ticks, step.Now.UtcTicks);
                Touch(twin);
            }

        Try(() => rules?.Shift(step.By, step.Now));
    }

    /// <summary>Waits for the first word of a device; its state is kept from here on, so that nobody begins to wait again.</summary>
    public void Expect(Device device, DateTimeOffset since)
    {
        if (twins.ContainsKey(device.Id))
            return;
        Touch(TwinOf(device.Id));
        Try(() => rules?.Expect(device, since));
    }

    /// <summary>A device took leave, or was lost: it is silent from here on.</summary>
    public void Gone(Device device, bool lost, DateTimeOffset now)
    {
        var twin = TwinOf(device.Id);
        lock (twin)
            twin.Left = true;
        Touch(twin);
        if (lost)
            Try(() => rules?.Lost(device, now, firings));
        Fire();
    }

    /// <summary>Forgets what a device said up to an instant: what is not stored yet, and where it was.</summary>
    public void Forget(DeviceId device, long until)
    {
        taken.RemoveAll(t => t.Reading.Device == device && t.Reading.At.UtcTicks <= until);
        if (!twins.TryGetValue(device, out var twin))
            return;
        lock (twin)
            if (twin.FixAt <= until)
                (twin.Fix, twin.FixAt) = (default, long.MinValue);
        Touch(twin);
    }

    /// <summary>Drops what is known of a device now, and of what waits to be stored what may no longer be kept.</summary>
    public void Rest(DeviceId device, KnownKind kind, DateTimeOffset now)
    {
        Try(() => rules?.Forget(device, now, firings));
        taken.RemoveAll(t => t.Reading.Device == device && !kind.MayKeep(t.Reading));
        // What is over is told before its twin goes: telling touches it.
        Fire();
        if (twins.TryRemove(device, out var twin))
            changed.Remove(twin);
    }

    /// <summary>Hands over what is to be stored, with the state that comes of it.</summary>
    public void Cut(Cut into)
    {
        var states = new List<StoredTwin>(changed.Count);
        foreach (var twin in changed)
        {
            twin.Dirty = false;
            byte[]? ofRules = null;
            Try(() => ofRules = rules?.Save(twin.Device));
            lock (twin)
                states.Add(new(twin.Device, twin.SeenAt, twin.Personal, twin.Save(), ofRules));
        }

        changed.Clear();
        var handed = taken;
        // About as many come by the next time.
        taken = new(Math.Min(handed.Count, MostRoom));
        var own = ++cut - 1;
        fired.RemoveAll(f => f.Delivered);
        into.Part(handed, states, [.. fired], () => Post(lane => lane.stored = Math.Max(lane.stored, own - 1)));
    }

    /// <summary>Takes up the rules' state of a device that was kept.</summary>
    public void Restore(DeviceId device, byte[] state) => Try(() => rules?.Restore(device, state));

    // It is in the journal and was judged as far as it could be: whoever waits for the batch is answered all the same.
    private Marks? TakeSafely(in Admitted one, DateTimeOffset received)
    {
        try
        {
            return Take(one, received);
        }
        catch (Exception e)
        {
            log.LogError(e, "A reading of device {Device} could not be worked on to the end; the journal has it.", one.Reading.Device);
            return Marks.None;
        }
    }

    /// <summary>Takes one reading; <c>null</c> when it had been taken before.</summary>
    private Marks? Take(in Admitted one, DateTimeOffset received)
    {
        var twin = TwinOf(one.Reading.Device);
        Marks marks;
        bool isNew;
        lock (twin)
            isNew = twin.Take(one, received.UtcTicks, cut, stored, out marks);
        Touch(twin);
        if (isNew)
            taken.Add(new(one.Reading, received, marks, one.Kind.Personal));
        if (one.Device is { } device && rules is not null)
            Judge(device, one, marks, isNew, received);
        if (isNew && one is { Device: { } known, Reading.IsPosition: true })
            coordinates.Look(twin, known, one.Reading);
        return isNew ? marks : null;
    }

    private void Judge(Device device, in Admitted one, Marks marks, bool isNew, DateTimeOffset received)
    {
        try
        {
            // What nobody believes, and what was said before, still says that the device is alive.
            if (!isNew || (marks & Marks.Apart) != 0)
                rules!.Heard(device, received, firings);
            else
                rules!.Judge(device, one.Reading, (marks & Marks.Late) != 0, received, firings);
        }
        catch (Exception e)
        {
            log.LogError(e, "A rule failed on a reading of {Device}; the reading is kept.", device.Code);
        }

        if (firings.Count > 0)
            Fire();
    }

    private void Fire()
    {
        foreach (var firing in firings)
        {
            var pending = new PendingFiring(firing);
            fired.Add(pending);
            alarms?.Deliver(pending);
            Touch(TwinOf(firing.Device));
        }

        firings.Clear();
    }

    private Twin TwinOf(DeviceId device) => twins.TryGetValue(device, out var known) ? known : twins.GetOrAdd(device, static id => new(id));

    private void Touch(Twin twin)
    {
        if (twin.Dirty)
            return;
        twin.Dirty = true;
        changed.Add(twin);
    }

    // A mistake in a rule must not stop the lane: readings go on being kept, and the log says so.
    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e)
        {
            log.LogError(e, "Some work of lane {Lane} failed; the lane goes on.", number);
        }
    }
}
