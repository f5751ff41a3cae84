using System.Collections.Concurrent;
using System.Diagnostics;

namespace Linli.Server.Simulation.Sensors;

/// <summary>How the day is lived.</summary>
/// <param name="Scale">Which part of the town's devices speaks: 1 for all of them.</param>
/// <param name="Speed">Simulated seconds in a real one; 0 as fast as the server takes it.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="To">Up to when, UTC.</param>
internal sealed record SensorPlan(double Scale, double Speed, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Lets the day pass in slices and has every device say what it measured in each, in its own language. Where the server is slower than the
/// day, the day waits; it never runs ahead of the server's clock, because nothing that lies in the future can be true.
/// </summary>
internal sealed class SensorDayRun(SensorDay day, SensorPlan plan, HttpWay http, LineWay lines, TimeProvider time)
{
    private const int AtOnce = 48;
    private static readonly TimeSpan LongSlice = TimeSpan.FromMinutes(30);

    // Of two fixes in a row outside the second confirms the exit: it comes so long after the child left, and before twice as long.
    private static readonly TimeSpan Confirmed = TimeSpan.FromSeconds(15);

    // The gate that loses its network at noon for half an hour, and what it kept meanwhile.
    private readonly List<SensorReading> kept = [];
    private DateTimeOffset? lived;

    /// <summary>Up to when the day is lived.</summary>
    public DateTimeOffset Now => lived ?? plan.From;

    /// <summary>Whether a gate is without network from 12:00 to 12:30.</summary>
    public bool OfflineGate { get; init; }

    /// <summary>How many readings the gate kept while it had no network, and sent later.</summary>
    public int KeptOffline { get; private set; }

    /// <summary>When the server had acknowledged what confirms an incident of a card, UTC by this machine's clock.</summary>
    public ConcurrentDictionary<SensorIncident, DateTimeOffset> Heard { get; } = new();

    /// <summary>Lives from the plan's beginning to its end.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await Batteries(cancel);
        while (Now < plan.To && !cancel.IsCancellationRequested)
        {
            var until = Next();
            if (plan.Speed > 0)
                await Pace(until, began, cancel);
            await Slice(Now, until, cancel);
            lived = until;
        }

        if (kept.Count > 0)
            await SendKept(cancel);
    }

    private DateTimeOffset Next()
    {
        var slice = plan.Speed > 0 ? TimeSpan.FromSeconds(Math.Clamp(plan.Speed, 1, LongSlice.TotalSeconds)) : LongSlice;
        return Now + slice < plan.To ? Now + slice : plan.To;
    }

    // A slice is sent when it is over: at the plan's speed, and not before the server's clock says so.
    private async Task Pace(DateTimeOffset until, long began, CancellationToken cancel)
    {
        var due = TimeSpan.FromSeconds((until - plan.From).TotalSeconds / plan.Speed);
        var wait = due - Stopwatch.GetElapsedTime(began);
        if (until - time.GetUtcNow() is var ahead && ahead > wait)
            wait = ahead;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancel);
    }

    private async Task Batteries(CancellationToken cancel)
    {
        foreach (var card in Speaking(SensorFleet.Cards).Where(_ => day.IsSchoolDay))
            foreach (var reading in day.BatteryOf(card).Where(r => r.At >= plan.From && r.At < plan.To && r.At <= time.GetUtcNow()))
                await http.SendOne(card, [reading], cancel);
    }

    private Task Slice(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        Parallel.ForEachAsync(Work(from, to), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, (work, _) => new(work()));

    // Those who answer one frame at a time come first: they take the longest.
    private IEnumerable<Func<Task>> Work(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var stream in SensorFleet.Streams.OrderByDescending(s => s.Way))
        {
            var devices = Speaking(stream);
            if (stream.Way is Way.Gateway or Way.Events)
                yield return () => http.SendMany(stream, devices.SelectMany(d => day.Of(d, from, to)), CancellationToken.None);
            else
                foreach (var device in devices)
                    yield return () => One(device, [.. day.Of(device, from, to)]);
        }
    }

    private IEnumerable<SimulatedDevice> Speaking(SensorStream stream) => SensorFleet.Of(stream, plan.Scale).Where(d => d.Stream != SensorFleet.Cards || day.Cards.Contains(d.Number));

    private async Task One(SimulatedDevice device, List<SensorReading> readings)
    {
        if (OfflineGate && device.Stream == SensorFleet.Barriers && device.Number == 0)
        {
            kept.AddRange(readings.Where(IsOffline));
            readings.RemoveAll(IsOffline);
            if (readings.Count > 0 && kept.Count > 0)
                await SendKept(CancellationToken.None);
        }

        if (readings.Count == 0)
            return;
        if (device.Stream.Way == Way.Device)
            await http.SendOne(device, readings, CancellationToken.None);
        else
            await lines.Send(device, readings, CancellationToken.None);
        if (device.Stream == SensorFleet.Cards)
            foreach (var incident in day.IncidentsOf(device).Where(i => readings.Exists(r => r.At >= i.From + Confirmed && r.At < i.From + (Confirmed * 2))))
                Heard[incident] = time.GetUtcNow();
    }

    private bool IsOffline(SensorReading reading) => reading.At >= day.Start.AddHours(12) && reading.At < day.Start.AddHours(12.5);

    private async Task SendKept(CancellationToken cancel)
    {
        KeptOffline += kept.Count;
        await http.SendOne(kept[0].Device, [.. kept], cancel);
        kept.Clear();
    }
}
