using Linli.Platform.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Keeps the way of the readings open on one node at a time: one order for each device. A node that dies gives its turn back with its
/// connection; what its journal has and the database has not comes in when it starts again.
/// </summary>
internal sealed class PipelineHost(
    ReadingPipeline pipeline, FiringDesk alarms, CoordinateWatch coordinates, NodeLock locks, PipelineOptions options, TimeProvider time, ILogger<PipelineHost> log)
    : BackgroundService
{
    private const string Turn = "sensing.intake";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the server waits for nothing here.
        await Task.Yield();
        await using var turn = await Open(stoppingToken);
        if (turn is null)
            return;
        try
        {
            var rounds = new Rounds(time, log);
            await Task.WhenAll(
                rounds.Go("store", options.StoreEvery, pipeline.Wake, Store, stoppingToken),
                rounds.Go("timers", Second, null, async _ => await pipeline.Tick(), stoppingToken),
                rounds.Go("coordinates", Rounds.Refresh, null, coordinates.Refresh, stoppingToken),
                rounds.Deliver(alarms, stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        using var limit = new CancellationTokenSource(Drain);
        await pipeline.Close(store: true, limit.Token);
    }

    private async Task<IAsyncDisposable?> Open(CancellationToken stopping)
    {
        var told = false;
        while (!stopping.IsCancellationRequested)
        {
            IAsyncDisposable? turn = null;
            try
            {
                turn = await locks.TryTake(Turn, stopping);
                if (turn is not null && await pipeline.Open(stopping))
                    return turn;
                if (!told)
                    log.LogInformation("Another node takes the readings; this one stands by.");
                told = true;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (!told)
                    log.LogError(e, "Readings cannot be taken yet; tried again every {Pause}.", Retry);
                told = true;
            }
            catch (OperationCanceledException)
            {
                // Stopping.
            }

            pipeline.StandBy();
            if (turn is not null)
                await turn.DisposeAsync();
            try
            {
                await Task.Delay(Retry, time, stopping);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    // Readings that could not be stored wait a little longer.
    private async Task Store(CancellationToken cancel)
    {
        while (!await pipeline.Store(cancel))
            await Task.Delay(Retry, time, cancel);
    }
}
