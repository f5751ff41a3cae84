using Linli.Platform.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Events;

/// <summary>
/// Keeps the relay running on one node at a time: at once after a commit on that node, and every two seconds for the other
/// nodes' commits and for retries.
/// </summary>
internal sealed class RelayService(Relay relay, NodeLock locks, RelaySignal signal, TimeProvider time, ILogger<RelayService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var turn = await locks.TryTake("relay", stopping);
                if (turn is not null)
                    await KeepDelivering(stopping);
                else
                    await relay.Overhear(stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The relay could not read the outbox; it tries again.");
            }

            // Another node has the turn: look again soon, in case it dies, and for what it delivered.
            await signal.Wait(Pause, time, stopping);
        }
    }

    private async Task KeepDelivering(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await relay.DeliverWaiting(stopping);
            await signal.Wait(Pause, time, stopping);
        }
    }
}
