using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Devices;

/// <summary>Looks every second, on every node, what other nodes and the command line have changed.</summary>
internal sealed class DeviceService(DeviceMemory memory, TimeProvider time, ILogger<DeviceService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                memory.Look();
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                // What is in memory goes on serving while the database is away; devices stay connected.
                log.LogWarning("Could not look for changes of devices: {Reason}", e.Message);
            }
        }
    }
}
