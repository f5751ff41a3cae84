using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Jobs;

/// <summary>Runs the jobs of the modules, each on one node at a time. A job that fails is logged and comes round again.</summary>
internal sealed class JobService(
    Composition composition, IServiceScopeFactory scopes, NodeLock locks, TimeProvider time, ILogger<JobService> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(composition.Jobs.Select(plan => RunAgainAndAgain(plan, stopping)));

    private async Task RunAgainAndAgain(JobPlan plan, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(plan.Every, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await using var turn = await locks.TryTake("job." + plan.Name, stopping);
                if (turn is not null)
                    await RunOnce(plan, stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Job {Job} failed; it runs again in {Every}.", plan.Name, plan.Every);
            }
        }
    }

    private async Task RunOnce(JobPlan plan, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        await ((IJob)scope.ServiceProvider.GetRequiredService(plan.Type)).Run(stopping);
    }
}
