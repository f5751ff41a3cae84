using System.Threading.Channels;
using Linli.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Devices.Commands;

/// <summary>
/// Brings what waits for devices to the connections this node holds: many devices with one query, as thousands come back at once
/// after a power cut. What another node has kept is found within a second.
/// </summary>
internal sealed class CommandPump(DeviceLines lines, CommandStore store, TimeProvider time, ILogger<CommandPump> log) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Clocks of nodes differ by a little, and a command is seen a moment after it was written.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly Channel<DeviceId> woken = Channel.CreateUnbounded<DeviceId>(new() { SingleReader = true });

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lines.Opened += Wake;
        try
        {
            await Task.WhenAll(Pump(stoppingToken), LookAgainAndAgain(stoppingToken));
        }
        finally
        {
            lines.Opened -= Wake;
        }
    }

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
