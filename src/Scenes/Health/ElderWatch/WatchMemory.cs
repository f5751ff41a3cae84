using System.Collections.Frozen;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Health.ElderWatch;

/// <summary>Answers for one kind of device, from the one memory.</summary>
internal sealed class Listening(string kind, WatchMemory memory) : ICollectWhen
{
    public string Kind => kind;

    public bool MayKeep(DeviceId device, string measure, DateTimeOffset at) => memory.MayKeep(device.Value, at);
}

/// <summary>
/// Which devices may be listened to, in memory: the pipeline asks for each reading before it is written anywhere. Read at the first
/// question, anew when this node changes it, and every few seconds in case another did. While nothing can be read nothing may be kept.
/// </summary>
internal sealed class WatchMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<WatchMemory> log)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);
    private readonly Lock reading = new();
    private volatile FrozenDictionary<Guid, Span>? known;
    private long readAt;
    private int looking;

    /// <summary>From when a device may be listened to, and when not.</summary>
    internal readonly record struct Span(DateTimeOffset Since, DateTimeOffset? PausedFrom, DateTimeOffset? PausedUntil)
    {
        public bool Holds(DateTimeOffset at) => at >= Since && !(PausedFrom <= at && at < PausedUntil);
    }

    public bool MayKeep(Guid device, DateTimeOffset at) => Now.TryGetValue(device, out var span) && span.Holds(at);

    /// <summary>Reads everything anew once the current transaction is committed.</summary>
    public void Changed(LinliDb db) => db.AfterCommit(() => known = null);

    private FrozenDictionary<Guid, Span> Now
    {
        get
        {
            var now = known ?? Read();
            if (time.GetElapsedTime(Volatile.Read(ref readAt)) > ReadEvery && Interlocked.Exchange(ref looking, 1) == 0)
                _ = Task.Run(Look);
            return now;
        }
    }

    private void Look()
    {
        try
        {
            lock (reading)
                Load();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            // What is in memory goes on serving; the next look comes in a few seconds.
            log.LogWarning("Could not look which devices of homes may be listened to: {Reason}", e.Message);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    private FrozenDictionary<Guid, Span> Read()
    {
        lock (reading)
            return known ?? Load();
    }

    private FrozenDictionary<Guid, Span> Load()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        Volatile.Write(ref readAt, time.GetTimestamp());
        // Of all places: it decides what is kept, and shows nobody anything.
        var homes = db.Unfiltered<HomeDevice>().AsNoTracking().Where(d => d.EndedAt == null).Select(d => new { d.Device, d.Since, d.PausedFrom, d.PausedUntil }).ToList()
            .Select(d => (d.Device, Span: new Span(d.Since, d.PausedFrom, d.PausedUntil)));
        // Empty beds say nothing of anybody; a bed that somebody has only with their consent.
        var today = LocalTime.Today(time);
        var silent = db.Unfiltered<BedStay>().AsNoTracking().Where(s => s.EndedAt == null && s.From <= today && !s.Sensed).Select(s => s.Bed).ToHashSet();
        var beds = db.Unfiltered<CareBed>().AsNoTracking().Where(b => b.Sensor != null).Select(b => new { b.Id, Sensor = b.Sensor!.Value }).ToList()
            .Where(b => !silent.Contains(b.Id)).Select(b => (Device: b.Sensor, Span: new Span(DateTimeOffset.MinValue, null, null)));
        return known = homes.Concat(beds).DistinctBy(d => d.Device).ToFrozenDictionary(d => d.Device, d => d.Span);
    }
}
