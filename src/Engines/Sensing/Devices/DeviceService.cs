using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Devices;

/// <summary>Looks every second, on every node, what other nodes and the command line have changed.</summary>
internal sealed class DeviceService(DeviceMemory memory, FirstWords words, TimeProvider time, ILogger<DeviceService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        for (var tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                memory.Look();
                // Every device is looked at, and nobody waits for this.
                if (tick % 15 == 14)
                    await words.Look(stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // What is in memory goes on serving while the database is away; devices stay connected.
                log.LogWarning("Could not look for changes of devices: {Reason}", e.Message);
            }
        }
    }
}
