using Linli.Platform.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Keeps the way of the readings open on one node at a time: one order for each device. A node that dies gives its turn back with its
/// connection; what its journal has and the database has not comes in when it starts again.
/// </summary>
internal sealed class PipelineHost(
    ReadingPipeline pipeline, Salvage salvage, FiringDesk alarms, CoordinateWatch coordinates, NodeLock locks, PipelineOptions options, TimeProvider time, ILogger<PipelineHost> log)
    : BackgroundService
{
    private const string Turn = "sensing.intake";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExpectEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);
    private INodeTurn? turn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the server waits for nothing here.
        await Task.Yield();
        while (await Open(stoppingToken) is { } taken)
        {
            turn = taken;
            await Work(stoppingToken);
        }
    }

    // Until the server stops, or another node has the turn: then this one stands by until it is free again.
    private async Task Work(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var rounds = new Rounds(time, log);
            await Task.WhenAll(
                rounds.Go("store", options.StoreEvery, pipeline.Wake, Store, end.Token),
                rounds.Go("timers", Second, null, async _ => await pipeline.Tick(), end.Token),
                rounds.Go("first words", ExpectEvery, null, _ => Expect(), end.Token),
                rounds.Go("coordinates", Rounds.Refresh, null, coordinates.Refresh, end.Token),
                rounds.Go("turn", Second, null, cancel => Watch(end, cancel), end.Token),
                rounds.Deliver(alarms, end.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping, or the turn is over.
        }

        using var limit = new CancellationTokenSource(Drain);
        await pipeline.Close(store: true, limit.Token);
        await turn!.DisposeAsync();
    }

    private async Task Watch(CancellationTokenSource end, CancellationToken cancel)
    {
        if (!pipeline.IsLost && await HasTurn(cancel))
            return;
        log.LogError("Another node takes the readings now; this one stores what it acknowledged and stands by.");
        pipeline.StandBy();
        await end.CancelAsync();
    }

    // The turn goes with its connection: after a restart of the database it belongs to whoever asks first.
    private async Task<bool> HasTurn(CancellationToken cancel)
    {
        if (await turn!.Holds(cancel))
            return true;
        try
        {
            await turn.DisposeAsync();
            if (await locks.TryTake(Turn, cancel) is not { } again)
                return false;
            turn = again;
            log.LogInformation("The turn of the readings had gone with its connection and was taken again.");
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // While the database is away nobody else has it either, and the journal takes what comes.
            log.LogDebug(e, "The turn of the readings cannot be asked for.");
            return true;
        }
    }

    private async Task<INodeTurn?> Open(CancellationToken stopping)
    {
        var (told, failed, brought) = (false, false, false);
        while (!stopping.IsCancellationRequested)
        {
            INodeTurn? taken = null;
            try
            {
                taken = await locks.TryTake(Turn, stopping);
                if (taken is not null && await pipeline.Open(stopping))
                {
                    log.LogInformation("This node takes the readings.");
                    return taken;
                }

                if (taken is null && !brought)
                {
                    await salvage.Bring(stopping);
                    brought = true;
                }

                if (!told)
                    log.LogInformation("Another node takes the readings; this one stands by.");
                told = true;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (!failed)
                    log.LogError(e, "Readings cannot be taken yet; tried again every {Pause}.", Retry);
                failed = true;
            }
            catch (OperationCanceledException)
            {
                // Stopping.
            }

            pipeline.StandBy();
            if (taken is not null)
                await taken.DisposeAsync();
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

    private Task Expect()
    {
        pipeline.Expect();
        return Task.CompletedTask;
    }

    // Readings that could not be stored wait a little longer.
    private async Task Store(CancellationToken cancel)
    {
        while (!await pipeline.Store(cancel))
            await Task.Delay(Retry, time, cancel);
    }
}
