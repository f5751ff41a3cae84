using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.RabbitMq;
using Linli.Sensing.Cluster;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Sensing.Tests.Pipeline;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

/// <summary>The town's clock, whose pauses are short: what is tried again is tried again soon.</summary>
internal sealed class ShortPauses(TimeProvider inner) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(20) : dueTime, Timeout.InfiniteTimeSpan);
}

/// <summary>What befalls the next writes to the database.</summary>
internal enum Mishap
{
    None,

    /// <summary>It does not answer.</summary>
    Away,

    /// <summary>The turn is lost before anything was written.</summary>
    BeforeWrite,

    /// <summary>The turn is lost after the commit, before the broker hears of it.</summary>
    AfterWrite,
}

internal sealed class MishapStore(IQueueStore inner) : IQueueStore
{
    private int left;

    public Mishap Mishap { get; private set; }

    /// <summary>The next so many writes fail in this way.</summary>
    public void Let(Mishap mishap, int times) => (Mishap, left) = (mishap, times);

    public Task<TakenQueue> TakeOver(int queue, CancellationToken cancel) => inner.TakeOver(queue, cancel);

    public Task<(int Queue, IReadOnlyList<RestoredTwin> Twins)> Claim(int partition, int queue, CancellationToken cancel) => inner.Claim(partition, queue, cancel);

    public async Task Write(Cut cut, int queue, long epoch, CancellationToken cancel)
    {
        var mishap = Mishap != Mishap.None && Interlocked.Decrement(ref left) >= 0 ? Mishap : Mishap.None;
        if (mishap == Mishap.Away)
            throw new TimeoutException("The database is away.");
        if (mishap == Mishap.BeforeWrite)
            throw new TurnLostException(queue);
        await inner.Write(cut, queue, epoch, cancel);
        if (mishap == Mishap.AfterWrite)
            throw new TurnLostException(queue);
    }

    public Task<IReadOnlySet<(DeviceId Device, string Measure, long At)>> Known(IReadOnlyList<(DeviceId Device, string Measure, long At)> doubtful, CancellationToken cancel) =>
        inner.Known(doubtful, cancel);

    public Task<(IReadOnlyList<RestoredTwin> Twins, IReadOnlyList<Guid> Events)> LoadAll(CancellationToken cancel) => inner.LoadAll(cancel);

    public Task<int> AgreeOnQueues(int queues, CancellationToken cancel) => inner.AgreeOnQueues(queues, cancel);
}

/// <summary>A node of the cluster in this process.</summary>
internal sealed record Node(ClusterNode Cluster, ClusterIntake Intake, TwinBook Twins, FiringDesk Alarms, MishapStore Store) : IAsyncDisposable
{
    public async Task<Intake> Take(params Reading[] readings) => await Intake.Take(readings, CancellationToken.None);

    public Task Settle() => Cluster.Settle(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>A town on PostgreSQL, whose nodes share one broker.</summary>
internal sealed class ClusterBed : IAsyncDisposable
{
    /// <summary>Name of the collection of tests that share the broker: one of them stops it.</summary>
    public const string OneBroker = "one broker";

    private readonly List<Node> nodes = [];

    private ClusterBed(TestTown town, ClusterOptions options) => (Town, Options) = (town, options);

    public TestTown Town { get; }

    public ClusterOptions Options { get; }

    public PipelineOptions Intake { get; } = new() { StoreEvery = TimeSpan.Zero };

    public KnownDevices Devices => (KnownDevices)Town.Services.GetRequiredService<IDevices>();

    public static string Broker => Environment.GetEnvironmentVariable("LINLI_TEST_RABBITMQ") is { Length: > 0 } uri
        ? uri
        : throw new InvalidOperationException("LINLI_TEST_RABBITMQ is not set.");

    public static void SkipWithoutBroker() =>
        Assert.SkipWhen(Environment.GetEnvironmentVariable("LINLI_TEST_RABBITMQ") is null or "", "RabbitMQ is not configured: set LINLI_TEST_RABBITMQ to its address, such as amqp://guest:guest@127.0.0.1:5672/.");

    /// <summary>A town with devices, rules and alarms that are doubles, or with its own.</summary>
    public static async Task<ClusterBed> Make(bool doubles = true)
    {
        SkipWithoutBroker();
        var town = await TestTown.Found(DatabaseKind.Postgres, builder =>
        {
            foreach (var host in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(PipelineHost)).ToList())
                builder.Services.Remove(host);
            if (!doubles)
                return;
            builder.Services.Replace(ServiceDescriptor.Singleton<IDevices>(new KnownDevices()));
            builder.Services.AddSingleton(TestKinds.Probe).AddSingleton(TestKinds.Walker).AddSingleton(TestKinds.Card);
            builder.Services.AddSingleton<IRuleLanes>(new Tests.Pipeline.SwitchRule()).AddSingleton<AlarmTrouble>();
            builder.Services.AddScoped<IAlarms, CountingAlarms>().AddSingleton<IRules, OneRule>();
        });
        return new(town, Settings(Broker));
    }

    public static ClusterOptions Settings(string broker, Action<ClusterOptions>? adjust = null)
    {
        var options = new ClusterOptions { Broker = broker, Name = "test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), Queues = 4 };
        adjust?.Invoke(options);
        return ClusterOptions.Checked(options);
    }

    /// <summary>Another node, which has joined.</summary>
    public async Task<Node> Join(ClusterOptions? options = null)
    {
        var node = Make(options ?? Options);
        await node.Cluster.Join(CancellationToken.None);
        return node;
    }

    /// <summary>A node that has not joined.</summary>
    public Node Make(ClusterOptions options)
    {
        var s = Town.Services;
        var (devices, kinds, cipher, figures) = (s.GetRequiredService<IDevices>(), s.GetRequiredService<DeviceKinds>(), s.GetRequiredService<FieldCipher>(), new Figures());
        var scopes = s.GetRequiredService<IServiceScopeFactory>();
        var store = new MishapStore((IQueueStore)s.GetRequiredService<IReadingStore>());
        var alarms = new FiringDesk(scopes, Town.Time, NullLogger<FiringDesk>.Instance);
        var parts = new KeeperParts(
            devices, kinds, s.GetRequiredService<IRuleLanes>(), store, alarms, new CoordinateWatch(scopes, devices), figures, Intake, cipher, new ShortPauses(Town.Time), null,
            NullLogger.Instance);
        var twins = new TwinBook(devices, kinds, Town.Time);
        var intake = new ClusterIntake(new Door(devices, kinds, Intake), devices, twins, figures, Intake, options, cipher, Town.Time, s.GetRequiredService<IReadingStore>(), NullLogger<ClusterIntake>.Instance);
        var broker = new RabbitBroker(options, NullLogger<RabbitBroker>.Instance);
        var node = new Node(new(broker, intake, twins, parts, options, cipher, new ShortPauses(Town.Time), NullLogger<ClusterNode>.Instance), intake, twins, alarms, store);
        nodes.Add(node);
        return node;
    }

    /// <summary>Asks the broker itself.</summary>
    public async Task<T> Ask<T>(Func<IChannel, Names, Task<T>> ask)
    {
        var (connection, _) = await new RabbitBroker(Options, NullLogger<RabbitBroker>.Instance).Open(CancellationToken.None);
        await using (connection)
        {
            await using var channel = await connection.CreateChannelAsync();
            return await ask(channel, new(Options));
        }
    }

    public Task<T> Read<T>(Func<LinliDb, Task<T>> read) => Town.InScope(s => read(s.GetRequiredService<LinliDb>()));

    public Task<int> Stored() => Read(async db => await db.Records<ReadingRow>().CountAsync() + await db.Records<PositionRow>().CountAsync());

    /// <summary>Every alarm that waits is written.</summary>
    public async Task DeliverAlarms()
    {
        foreach (var node in nodes)
            await node.Alarms.DeliverAll(CancellationToken.None);
    }

    /// <summary>How often each alarm was raised and cleared.</summary>
    public Task<Dictionary<string, int>> Alarms() =>
        Read(db => db.Records<HourRow>().Where(h => h.Measure.StartsWith("alarm:")).ToDictionaryAsync(h => h.Measure, h => h.Count));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await Ask(async (channel, names) =>
        {
            for (var queue = 0; queue < Options.Queues; queue++)
                await channel.QueueDeleteAsync(names.Queue(queue));
            await channel.QueueDeleteAsync(names.Refused);
            await channel.ExchangeDeleteAsync(names.Readings);
            await channel.ExchangeDeleteAsync(names.News);
            return true;
        });
        await Town.DisposeAsync();
    }
}
