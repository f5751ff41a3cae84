using System.Threading.Channels;
using Linli.Platform.Geo;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>A decision of a rule that becomes an alarm, or ends one.</summary>
internal sealed class PendingFiring(Firing firing)
{
    private volatile bool delivered;

    public Firing Firing => firing;

    /// <summary>Whether it lies in the database as an alarm.</summary>
    public bool Delivered => delivered;

    public void Deliver() => delivered = true;
}

/// <summary>
/// Turns decisions of rules into alarms, at once and in their order, each batch in a transaction of its own. What the database does not take
/// now is tried again until it does; meanwhile the journal, and later the table of firings, has it.
/// </summary>
internal sealed class FiringDesk(IServiceScopeFactory scopes, TimeProvider time, ILogger<FiringDesk> log) : IDisposable
{
    private const int Most = 64;
    // Whoever waits for word of a child waits for this too, once the database is back.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private readonly Channel<PendingFiring> line = Channel.CreateUnbounded<PendingFiring>(new() { SingleReader = true });
    private readonly List<PendingFiring> waiting = [];
    private readonly SemaphoreSlim turn = new(1, 1);
    private int failures;

    /// <summary>How many wait because they could not be written.</summary>
    public int Stuck => Volatile.Read(ref failures) == 0 ? 0 : waiting.Count;

    public void Deliver(PendingFiring firing) => line.Writer.TryWrite(firing);

    /// <summary>Delivers what comes until it is stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (await line.Reader.WaitToReadAsync(stopping))
            while (!await DeliverAll(stopping))
                await Task.Delay(Pause, time, stopping);
    }

    /// <summary>Delivers all there is; <c>false</c> when something has to be tried again.</summary>
    public async Task<bool> DeliverAll(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            do
            {
                while (waiting.Count < Most && line.Reader.TryRead(out var next))
                    waiting.Add(next);
                if (waiting.Count > 0 && !await DeliverWaiting(cancel))
                    return false;
            }
            while (waiting.Count == 0 && line.Reader.TryPeek(out _));
            return waiting.Count == 0;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private TimeSpan Pause => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures, 6)) / 2));

    private async Task<bool> DeliverWaiting(CancellationToken cancel)
    {
        try
        {
            await Raise(waiting, cancel);
            waiting.Clear();
            failures = 0;
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            if (failures++ == 0)
                log.LogError(e, "{Count} alarms could not be written; they are tried again until they are.", waiting.Count);
        }

        return waiting.Count > 1 && await OneByOne(cancel);
    }

    // One that cannot be written must not hold up the others; but what ends an alarm never overtakes what raised it.
    private async Task<bool> OneByOne(CancellationToken cancel)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        var left = new List<PendingFiring>();
        foreach (var one in waiting)
            try
            {
                if (held.Contains(one.Firing.Key))
                {
                    left.Add(one);
                    continue;
                }

                await Raise([one], cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogDebug(e, "Alarm {Key} waits.", one.Firing.Key);
                held.Add(one.Firing.Key);
                left.Add(one);
            }

        waiting.Clear();
        waiting.AddRange(left);
        if (left.Count == 0)
            failures = 0;
        return left.Count == 0;
    }

    private async Task Raise(IReadOnlyList<PendingFiring> firings, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var result = await scope.ServiceProvider.GetRequiredService<UseCaseRunner>().Run(new RaiseFirings([.. firings.Select(f => FiringFacts.Of(f.Firing))]), cancel);
        if (!result.Ok)
            throw new InvalidOperationException("Alarms were refused: " + result.Problem.Code);
        foreach (var firing in firings)
            firing.Deliver();
    }
}

/// <summary>A firing as it is carried to the alarms and, while it waits, kept.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Device">Which device.</param>
/// <param name="Key">What makes the cause one and the same.</param>
/// <param name="Raised">Whether it came true or is over.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Point">Where, WGS-84.</param>
/// <param name="WhyZh">Why, in Chinese.</param>
/// <param name="WhyEn">Why, in English.</param>
public sealed record FiringFacts(string Rule, DeviceId Device, string Key, bool Raised, DateTimeOffset At, GeoPoint? Point, string WhyZh, string WhyEn)
{
    internal static FiringFacts Of(in Firing f) => new(
        f.Rule, f.Device, f.Key, f.Raised, f.At, f.Fix is { } fix ? new GeoPoint(fix.Latitude, fix.Longitude) : null, f.Why.Zh, f.Why.En);

    internal Firing ToFiring() => new(
        Cause.Read(Rule, Device, Key), Raised, At, Point is { } p ? new Fix(p.Latitude, p.Longitude) : null, (Phrase)(WhyZh, WhyEn));
}
