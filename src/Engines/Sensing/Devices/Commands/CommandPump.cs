using System.Threading.Channels;
using Linli.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Devices.Commands;

/// <summary>
/// Brings what waits for devices to the connections this node holds: many devices with one query, as thousands come back at once
/// after a power cut. What another node has kept is found within a second.
/// </summary>
internal sealed class CommandPump : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Clocks of nodes differ by a little, and a command is seen a moment after it was written.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly Channel<DeviceId> woken = Channel.CreateUnbounded<DeviceId>(new() { SingleReader = true });
    private long latest;
    private readonly DeviceLines lines;
    private readonly CommandStore store;
    private readonly TimeProvider time;
    private readonly ILogger<CommandPump> log;

    public CommandPump(DeviceLines lines, CommandStore store, TimeProvider time, ILogger<CommandPump> log)
    {
        (this.lines, this.store, this.time, this.log) = (lines, store, time, log);
        // From the beginning: a gateway may have started to listen before this runs.
        lines.Opened += Wake;
    }

    /// <summary>The instant of a new command: later than that of the one before, so that they are delivered in the order asked for.</summary>
    public DateTimeOffset Next()
    {
        var now = Clock.Now(time).UtcTicks;
        long last, next;
        do
        {
            last = Volatile.Read(ref latest);
            next = Math.Max(now, last + TimeSpan.TicksPerMicrosecond);
        }
        while (Interlocked.CompareExchange(ref latest, next, last) != last);
        return new(next, TimeSpan.Zero);
    }

    /// <summary>Looks what waits for a device, when it is connected here.</summary>
    public void Wake(DeviceId device)
    {
        if (lines.IsOpen(device))
            woken.Writer.TryWrite(device);
    }

    /// <summary>Looks for commands that other nodes have kept, and for those that were not answered.</summary>
    public async Task Look(CancellationToken cancel)
    {
        if (!lines.Any)
            return;
        foreach (var device in await store.AskedSince(Clock.Now(time) - Overlap, cancel))
            Wake(device);
        foreach (var device in lines.DueAgain(time.GetUtcNow()))
            Wake(device);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Pump(stoppingToken), LookAgainAndAgain(stoppingToken));

    private async Task Pump(CancellationToken stopping)
    {
        while (await woken.Reader.WaitToReadAsync(stopping))
        {
            var devices = new HashSet<DeviceId>();
            while (devices.Count < MostAtOnce && woken.Reader.TryRead(out var device))
                devices.Add(device);
            await Safely(async () =>
            {
                var waiting = await store.Waiting([.. devices], stopping);
                foreach (var commands in waiting)
                    lines.Deliver(commands.Key, [.. commands], store);
            }, () => lines.AgainLater(devices));
        }
    }

    private async Task LookAgainAndAgain(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stopping))
            await Safely(() => Look(stopping), () => { });
    }

    private async Task Safely(Func<Task> act, Action failed)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database is away: what waits is kept there and is looked for again.
            log.LogWarning("Could not look for commands: {Reason}", e.Message);
            failed();
        }
    }
}
