using Linli.Platform.Data;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>When the database behind the journal fails.</summary>
internal enum Trouble
{
    None,

    /// <summary>It does not answer.</summary>
    Away,

    /// <summary>It does not answer when the pipeline opens.</summary>
    AwayAtStart,

    /// <summary>The process dies after the rows and before the checkpoint.</summary>
    BeforeCheckpoint,

    /// <summary>The process dies after the checkpoint, before it hears of it.</summary>
    AfterCheckpoint,
}

internal sealed class TroubledStore(IReadingStore inner) : IReadingStore
{
    public Trouble Trouble { get; set; }

    public Task<Restored> Load(Guid journal, CancellationToken cancel) =>
        Trouble == Trouble.AwayAtStart ? throw new TimeoutException("The database is away.") : inner.Load(journal, cancel);

    public Task<IReadOnlyList<RestoredTwin>> States(CancellationToken cancel) => inner.States(cancel);

    public Task<long> OffsetOf(Guid journal, CancellationToken cancel) => inner.OffsetOf(journal, cancel);

    public Task<IReadOnlyList<Guid>> KnownEvents(IReadOnlyCollection<Guid> keys, CancellationToken cancel) =>
        Trouble == Trouble.Away ? throw new TimeoutException("The database is away.") : inner.KnownEvents(keys, cancel);

    public async Task<bool> Write(Cut cut, Guid journal, CancellationToken cancel)
    {
        if (Trouble == Trouble.Away)
            throw new TimeoutException("The database is away.");
        if (Trouble == Trouble.BeforeCheckpoint)
        {
            var rows = new Cut(1, []);
            rows.Part([.. cut.Readings.SelectMany(r => r)], [], [], () => { });
            await inner.Write(rows, journal, cancel);
            throw new TimeoutException("Killed before the checkpoint.");
        }

        var mine = await inner.Write(cut, journal, cancel);
        return Trouble == Trouble.AfterCheckpoint ? throw new TimeoutException("Killed after the checkpoint.") : mine;
    }

    public Task<IReadOnlySet<(DeviceId Device, string Measure, long At)>> Known(
        IReadOnlyList<(DeviceId Device, string Measure, long At)> doubtful, CancellationToken cancel) =>
        Trouble == Trouble.Away ? throw new TimeoutException("The database is away.") : inner.Known(doubtful, cancel);
}

/// <summary>One run of the program: a pipeline that can be stopped well, or killed.</summary>
internal sealed record Life(ReadingPipeline Pipeline, FiringDesk Alarms, Figures Figures, CoordinateWatch Coordinates, TroubledStore Store)
{
    public async Task<Intake> Take(params Reading[] readings) => await Pipeline.Take(readings, CancellationToken.None);

    /// <summary>What is in memory is lost; the journal and the database stay.</summary>
    public Task Kill() => Pipeline.Close(store: false, CancellationToken.None);

    public Task Stop() => Pipeline.Close(store: true, CancellationToken.None);
}

/// <summary>A town whose pipelines the test starts, stops and kills.</summary>
internal sealed class PipelineBed : IAsyncDisposable
{
    private PipelineBed(TestTown town) => Town = town;

    public TestTown Town { get; }

    public KnownDevices Devices => (KnownDevices)Town.Services.GetRequiredService<IDevices>();

    public AlarmTrouble AlarmTrouble => Town.Services.GetRequiredService<AlarmTrouble>();

    public SwitchRule Rule => (SwitchRule)Town.Services.GetRequiredService<IRuleLanes>();

    public PipelineOptions Options { get; } = new() { Lanes = 3, SegmentBytes = 4096 };

    public static async Task<PipelineBed> Make(DatabaseKind kind, IRuleLanes? rules = null) => new(await TestTown.Found(kind, builder =>
    {
        foreach (var host in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(PipelineHost)).ToList())
            builder.Services.Remove(host);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDevices>(new KnownDevices()));
        builder.Services.AddSingleton(TestKinds.Probe).AddSingleton(TestKinds.Walker).AddSingleton(TestKinds.Card);
        builder.Services.AddSingleton(rules ?? new SwitchRule());
        builder.Services.AddSingleton<AlarmTrouble>();
        builder.Services.AddScoped<IAlarms, CountingAlarms>().AddSingleton<IRules, OneRule>();
    }));

    public async Task<Life> Live(Action<TroubledStore>? trouble = null, string? node = null, bool opens = true)
    {
        var services = Town.Services;
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var store = new TroubledStore(services.GetRequiredService<IReadingStore>());
        trouble?.Invoke(store);
        var (figures, kinds) = (new Figures(), services.GetRequiredService<DeviceKinds>());
        var alarms = new FiringDesk(scopes, Town.Time, NullLogger<FiringDesk>.Instance);
        var coordinates = new CoordinateWatch(scopes, Devices);
        var pipeline = new ReadingPipeline(
            new Door(Devices, kinds, Options), Devices, kinds, services.GetRequiredService<IRuleLanes>(), store, alarms, coordinates, figures,
            Options, new DataFolder(FolderOf(node)), Town.Time, NullLogger<ReadingPipeline>.Instance);
        if (opens)
            (await pipeline.Open(CancellationToken.None)).ShouldBeTrue("the journal is free");
        return new(pipeline, alarms, figures, coordinates, store);
    }

    /// <summary>What only the journal of a node has comes to the database.</summary>
    public async Task<int> Salvage(string? node = null) => await SalvageOf(await Live(node: node, opens: false), node).Bring(CancellationToken.None);

    public Salvage SalvageOf(Life life, string? node) => new(
        new DataFolder(FolderOf(node)), Options, life.Store, Devices, Town.Services.GetRequiredService<DeviceKinds>(), Town.Services.GetRequiredService<IRuleLanes>(),
        life.Alarms, life.Coordinates, life.Figures, Town.Time, NullLogger<Salvage>.Instance);

    /// <summary>Where a node of its own keeps its data.</summary>
    public string FolderOf(string? node) => node is null ? Town.Folder : Path.Combine(Town.Folder, node);

    public Task<T> Read<T>(Func<LinliDb, Task<T>> read) => Town.InScope(s => read(s.GetRequiredService<LinliDb>()));

    public Task<int> Stored() => Read(async db => await db.Records<ReadingRow>().CountAsync() + await db.Records<PositionRow>().CountAsync());

    /// <summary>How often each alarm was raised and cleared.</summary>
    public Task<Dictionary<string, int>> Alarms() =>
        Read(db => db.Records<HourRow>().Where(h => h.Measure.StartsWith("alarm:")).ToDictionaryAsync(h => h.Measure, h => h.Count));

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
