using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Tests.Cluster;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Who takes the readings of several nodes: the turn passes on, is lost, and comes back.</summary>
public sealed class HostTests
{
    private const string Takes = "This node takes the readings.";
    private const string StandsBy = "Another node takes the readings; this one stands by.";
    private const string Lost = "Another node takes the readings now; this one stores what it acknowledged and stands by.";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task NodeThatLeaves_GivesItsTurnToTheOneThatStandsBy(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        await using var one = await HostedNode.Start(bed, "one");
        await one.Says(Takes);
        await using var two = await HostedNode.Start(bed, "two");
        await two.Says(StandsBy);
        (await one.Life.Take(new Reading(device.Id, "heat", Now, 1))).Accepted.ShouldBe(1);
        (await two.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Busy.ShouldBeTrue("whoever sent it asks again, and comes to the other");

        await one.Stop();
        await two.Says(Takes);
        (await one.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Busy.ShouldBeTrue();
        (await two.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Accepted.ShouldBe(1);
        (await two.Life.Take(new Reading(device.Id, "heat", Now, 1))).Repeated.ShouldBe(1, "it knows what the first one took");
        await two.Stop();
        (await bed.Stored()).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task NodeWhoseTurnIsOver_StandsBy_AndTakesThemAgainWhenItIsFree(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        await using var one = await HostedNode.Start(bed, "one");
        await one.Says(Takes);

        // A later turn has begun in the database.
        var two = await bed.Live(node: "two");
        (await one.Life.Take(new Reading(device.Id, "alarm", Now, 1))).Accepted.ShouldBe(1);
        await one.Says(Lost);
        await one.Says(Takes);
        await two.Stop();
        (await one.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Accepted.ShouldBe(1);
        await one.Stop();
        (await bed.Stored()).ShouldBe(2, "acknowledged is acknowledged");
        (await bed.Alarms()).Values.ShouldBe([1]);
    }

    [Fact]
    public async Task ConnectionThatBreaks_LosesTheTurnOnlyToSomebodyElse()
    {
        await using var bed = await PipelineBed.Make(DatabaseKind.Postgres);
        var device = bed.Devices.Add("P-1");
        await using var one = await HostedNode.Start(bed, "one");
        await one.Says(Takes);
        var database = new NpgsqlConnectionStringBuilder(bed.Town.Services.GetRequiredService<DatabaseOptions>().ConnectionString) { Pooling = false }.ConnectionString;
        await using var rival = new NpgsqlConnection(database);
        await rival.OpenAsync(Cancel);
        await Ask(rival, Break);
        await one.Says("The turn of the readings had gone with its connection and was taken again.");
        (await one.Life.Take(new Reading(device.Id, "heat", Now, 1))).Accepted.ShouldBe(1, "nobody else wanted it");

        // Somebody stands in line for it.
        await using var second = new NpgsqlConnection(database);
        await second.OpenAsync(Cancel);
        var waits = Ask(second, "SELECT true FROM pg_advisory_lock(hashtextextended('linli.sensing.intake', 0))");
        while (!await Ask(rival, "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND " + Mine + ")"))
        {
            // The server answers when it is so.
        }

        await Ask(rival, Break);
        await waits;
        await one.Says(Lost);
        await one.Says(StandsBy);
        (await one.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Busy.ShouldBeTrue();
        await second.CloseAsync();
        await one.Says(Takes);
        (await one.Life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Accepted.ShouldBe(1);
        await one.Stop();
        (await bed.Stored()).ShouldBe(2);
    }

    private const string Mine = "database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('linli.sensing.intake', 0)";
    private const string Break = "SELECT coalesce(bool_and(pg_terminate_backend(pid)), false) FROM pg_locks WHERE locktype = 'advisory' AND granted AND " + Mine;

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(Cancel))!;
    }
}

/// <summary>A node whose host keeps its pipeline, with short pauses; what it logs tells how far it is.</summary>
internal sealed class HostedNode : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<PipelineBed, NodeLock> Shared = new();
    private readonly Heard log = new();
    private PipelineHost host = null!;
    private bool stopped;

    public Life Life { get; private set; } = null!;

    public static async Task<HostedNode> Start(PipelineBed bed, string node)
    {
        var database = bed.Town.Services.GetRequiredService<DatabaseOptions>();
        // On SQLite the turn is that of a process.
        var locks = database.Kind == DatabaseKind.Sqlite ? Shared.GetOrAdd(bed, _ => new(database)) : new NodeLock(database);
        var life = await bed.Live(node: node, opens: false);
        var hosted = new HostedNode { Life = life };
        hosted.host = new(life.Pipeline, bed.SalvageOf(life, node), life.Alarms, life.Coordinates, locks, bed.Options, new ShortPauses(bed.Town.Time), hosted.log);
        await hosted.host.StartAsync(CancellationToken.None);
        return hosted;
    }

    /// <summary>Waits until it has said this, once more than it was waited for before.</summary>
    public Task Says(string line) => log.Next(line).WaitAsync(TestContext.Current.CancellationToken);

    public async Task Stop()
    {
        stopped = true;
        await host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped)
            await Stop();
        host.Dispose();
    }

    private sealed class Heard : ILogger<PipelineHost>
    {
        private readonly ConcurrentDictionary<string, SemaphoreSlim> lines = new();

        public Task Next(string line) => lines.GetOrAdd(line, _ => new(0)).WaitAsync();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.GetOrAdd(formatter(state, exception), _ => new(0)).Release();
    }
}
