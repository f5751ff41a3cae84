using System.Diagnostics;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>How a simulation runs.</summary>
/// <param name="Speed">Virtual seconds in a real one.</param>
/// <param name="Hours">Virtual hours until it ends; <c>null</c> without end.</param>
/// <param name="Seed">The same seed, the same chances.</param>
internal sealed record SimulationPlan(double Speed, double? Hours, int Seed);

/// <summary>
/// Lets virtual time pass and has every kind of actor do its part in it, a bounded number of them at once: where the
/// server is slower than the day, the day waits.
/// </summary>
internal sealed class Simulator(SimulationPlan plan, SimulatedDay day, IReadOnlyList<IActor> actors)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Virtual time that has passed.</summary>
    public TimeSpan Passed { get; private set; }

    /// <summary>Lives until the plan's end.</summary>
    public async Task Run(CancellationToken cancel)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var began = day.Now;
        var due = new double[actors.Count];
        var clock = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        while (!cancel.IsCancellationRequested && (plan.Hours is not { } hours || Passed.TotalHours < hours))
        {
            var virtually = (clock.Elapsed - last) * plan.Speed;
            Passed += virtually;
            day.Now = began + Passed;
            for (var i = 0; i < actors.Count; i++)
                for (due[i] += actors[i].PerHour(LocalTime.ToLocal(day.Now).Hour) * virtually.TotalHours * 2 * day.Chance(); due[i] >= 1; due[i]--)
                    await Start(actors[i], places, cancel);

            // What was waited for the server is no time of the day: hours would be skipped, with whoever acts in them.
            last = clock.Elapsed;
            await Task.Delay(Step, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Whoever has begun finishes.
        for (var i = 0; i < AtOnce; i++)
            await places.WaitAsync(CancellationToken.None);
    }

    private async Task Start(IActor actor, SemaphoreSlim places, CancellationToken cancel)
    {
        await places.WaitAsync(CancellationToken.None);
        _ = Live();

        async Task Live()
        {
            try
            {
                await Task.Run(() => actor.Act(day, cancel), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // The simulation was stopped.
            }
            finally
            {
                places.Release();
            }
        }
    }
}
