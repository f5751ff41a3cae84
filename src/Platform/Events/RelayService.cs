using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Events;

/// <summary>Keeps the relay running: at once after a commit on this node, and every two seconds for the other nodes and retries.</summary>
internal sealed class RelayService(Relay relay, RelaySignal signal, TimeProvider time, ILogger<RelayService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await relay.DeliverWaiting(stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The relay could not read the outbox; it tries again.");
            }

            await signal.Wait(TimeSpan.FromSeconds(2), time, stopping);
        }
    }
}
