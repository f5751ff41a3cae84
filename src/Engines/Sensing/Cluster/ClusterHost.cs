using Linli.Sensing.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>Keeps this node in the cluster: joins, beats, shares, joins again when the broker was away, and leaves in order.</summary>
internal sealed class ClusterHost(ClusterNode node, FiringDesk alarms, CoordinateWatch coordinates, TimeProvider time, ILogger<ClusterHost> log) : BackgroundService
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the server waits for nothing here.
        await Task.Yield();
        var rounds = new Rounds(time, log);
        try
        {
            await Task.WhenAll(
                StayIn(stoppingToken),
                rounds.Go("beat", Second, null, Beat, stoppingToken),
                rounds.Go("coordinates", Rounds.Refresh, null, coordinates.Refresh, stoppingToken),
                rounds.Deliver(alarms, stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        await node.Leave(Drain);
        using var limit = new CancellationTokenSource(Drain);
        await alarms.DeliverAll(limit.Token);
    }

    private async Task Beat(CancellationToken cancel)
    {
        await node.Beat(cancel);
        node.Share();
    }

    private async Task StayIn(CancellationToken stopping)
    {
        string? told = null;
        while (true)
        {
            try
            {
                var lost = await node.Join(stopping);
                log.LogInformation("This node takes readings and shares them with the others.");
                told = null;
                await Until(lost, stopping);
                log.LogWarning("The connection to the broker is lost; devices are told to keep their readings until it is back.");
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (told != e.Message)
                    log.LogError("Readings cannot be shared yet, tried again every {Pause}: {Reason}", Retry, e.Message);
                told = e.Message;
            }

            await node.Leave(TimeSpan.Zero);
            await Task.Delay(Retry, time, stopping);
        }
    }

    private static async Task Until(CancellationToken lost, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var one = lost.Register(() => ended.TrySetResult());
        using var other = stopping.Register(() => ended.TrySetCanceled(stopping));
        await ended.Task;
    }
}
