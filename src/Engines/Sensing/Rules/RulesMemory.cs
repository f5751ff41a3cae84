using System.Data.Common;
using System.Text;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Rules;

/// <summary>
/// The rules in force, made ready once for all lanes. A change on this node is read as soon as it is committed; one on another is
/// noticed within half a second. Whoever judges goes on with the set there was until the next one is ready.
/// </summary>
internal sealed class RulesMemory(IServiceScopeFactory scopes, IServiceProvider services, IEnumerable<DeviceKind> kinds, ILogger<RulesMemory> log) : IRuleLanes
{
    private readonly Lock loading = new();
    private readonly Lock asking = new();
    private volatile RuleSet? latest;
    private long stamp = -1;
    private int wanted;
    private Task reading = Task.CompletedTask;

    /// <summary>The rules in force; reads them at the first question.</summary>
    public RuleSet Latest
    {
        get
        {
            if (latest is null)
                Read();
            return latest!;
        }
    }

    /// <summary>Ends when what was committed before is in force.</summary>
    public Task Settled
    {
        get
        {
            lock (asking)
                return reading;
        }
    }

    public IRuleLane Make()
    {
        _ = Latest;
        return new RuleLane(() => latest!, Find);
    }

    /// <summary>The device as it is kept now; <c>null</c> while nobody keeps devices.</summary>
    public Device? Find(DeviceId id) => services.GetService<IDevices>()?.Find(id);

    /// <summary>Reads everything anew, beside the lanes; many changes in a row are read once.</summary>
    public void Refresh()
    {
        Interlocked.Increment(ref wanted);
        lock (asking)
            reading = reading.IsCompleted ? Task.Run(ReadWanted) : reading.ContinueWith(_ => ReadWanted(), TaskScheduler.Default);
    }

    /// <summary>Looks whether another node changed something.</summary>
    public async Task Look(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await StampIn(scope.ServiceProvider.GetRequiredService<LinliDb>()).SingleOrDefaultAsync(cancel) != Interlocked.Read(ref stamp))
            Refresh();
    }

    private void ReadWanted()
    {
        if (Interlocked.Exchange(ref wanted, 0) == 0)
            return;
        try
        {
            Read();
        }
        catch (Exception e) when (e is DbException or ObjectDisposedException or InvalidOperationException)
        {
            // What is in force stays so; the next look finds the stamp changed and reads again.
            log.LogWarning("Could not read the rules: {Reason}", e.Message);
        }
    }

    private void Read()
    {
        lock (loading)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
            // The stamp first: a change that slips in between makes the next look read again, never miss it.
            var version = StampIn(db).SingleOrDefault();
            var rules = db.Unfiltered<RuleRow>().AsNoTracking().Where(r => r.On).Select(r => r.Body).ToList();
            var fences = db.Unfiltered<FenceRow>().AsNoTracking().OrderBy(f => f.Code).ToList();
            var own = db.Records<OwnFenceRow>().AsNoTracking().ToList();
            var groups = scope.ServiceProvider.GetService<IDeviceGroups>();
            latest = new RuleSet(
                rules.ConvertAll(RuleText.Read), fences.ConvertAll(f => f.ToFence()),
                own.GroupBy(o => o.Device).ToDictionary(g => g.Key, g => g.Select(o => o.Fence).ToArray()), kinds,
                groups is null ? null : groups.IsIn, services.GetService<ISchoolDays>());
            Interlocked.Exchange(ref stamp, version);
        }
    }

    private static IQueryable<long> StampIn(LinliDb db) => db.Records<RulesStamp>().AsNoTracking().Where(s => s.Id == RulesStamp.TheOnly).Select(s => s.Value);
}

/// <summary>Which devices are in which group; a singleton service of whoever keeps devices.</summary>
internal interface IDeviceGroups
{
    /// <summary>Whether a device is in the group with a code.</summary>
    bool IsIn(DeviceId device, string group);
}

/// <summary>Looks twice a second whether another node changed the rules.</summary>
internal sealed class RulesWatch(RulesMemory memory, TimeProvider time, ILogger<RulesWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookOnce(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task LookOnce(CancellationToken cancel)
    {
        try
        {
            await memory.Look(cancel);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            log.LogWarning("Could not look for changed rules: {Reason}", e.Message);
        }
    }
}

/// <summary>Rules and fences as the database keeps them.</summary>
internal static class RuleText
{
    public static string Write(SensingRule rule) => JsonSerializer.Serialize(rule, Json.Options);

    public static SensingRule Read(string body) => JsonSerializer.Deserialize<SensingRule>(body, Json.Options)!;

    public static string Write(Geometry area)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            GeoJson.WriteGeometry(json, area);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Fence ToFence(this FenceRow row)
    {
        using var document = JsonDocument.Parse(row.Geometry);
        return new(row.Code, (row.NameZh, row.NameEn), ScopePath.Parse(row.Scope, null), GeoJson.ReadGeometry(document.RootElement));
    }
}
