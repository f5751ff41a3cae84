using System.Diagnostics;
using System.Globalization;
using Linli.Ledger;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Platform.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linli.Bench.Ledger;

/// <summary>Where the measured transfers go.</summary>
internal enum Target
{
    /// <summary>From many wallets to many wallets: two balances each.</summary>
    ManyAccounts,

    /// <summary>From many wallets to the cooperative, which has no floor.</summary>
    Cooperative,

    /// <summary>From many wallets to one account with a floor: everybody wants the same row.</summary>
    OneLockedAccount,
}

/// <summary>The ledger as the server runs it, on an empty database.</summary>
internal sealed class LedgerBed(ServiceProvider services, string? admin) : IAsyncDisposable
{
    private const int Wallets = 1000;
    private AccountId[] wallets = [];
    private AccountId cooperative, outside, locked, longOne;
    private int key;

    public string? ConnectionString { get; private init; }

    public static async Task<LedgerBed> Open(DatabaseKind kind, string folder, string? admin)
    {
        var data = Path.Combine(folder, "ledger-" + kind);
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        var connection = kind == DatabaseKind.Sqlite ? $"Data Source={Path.Combine(data, "linli.db")}" : await Create(admin!);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Kind"] = kind.ToString(), ["Database:ConnectionString"] = connection,
        }).Build();
        var collection = new ServiceCollection().AddLogging();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddLinli([new PlacesModule(), new PeopleModule(), new NoticesModule(), new LedgerModule()], configuration, new(data));
        var bed = new LedgerBed(collection.BuildServiceProvider(), admin) { ConnectionString = connection };
        await bed.InScope(s => s.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync());
        await bed.InScope(async s =>
        {
            await s.GetRequiredService<Founding>().FoundBare(_ => Task.CompletedTask, CancellationToken.None);
            return true;
        });
        await bed.OpenAccounts();
        return bed;
    }

    /// <summary>Durable transfers a second.</summary>
    public async Task<double> Rate(Target target, int clients, TimeSpan span)
    {
        var lane = services.GetRequiredService<ITransferLane>();
        using var end = new CancellationTokenSource();
        var count = new long[clients];
        var started = 0L;
        async Task Client(int number)
        {
            var random = new Random(number);
            while (!end.IsCancellationRequested)
            {
                var from = wallets[random.Next(Wallets)];
                var to = target switch { Target.Cooperative => cooperative, Target.OneLockedAccount => locked, _ => wallets[random.Next(Wallets)] };
                if (from == to)
                    continue;
                var posted = await lane.Post(Pay(from, to, 5), CancellationToken.None);
                if (!posted.Ok)
                    throw new InvalidOperationException(posted.Problem.Message.En);
                count[number]++;
            }
        }

        var work = Enumerable.Range(0, clients).Select(i => Task.Run(() => Client(i))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1)); // what compiles and caches at first
        var before = count.Sum();
        started = Stopwatch.GetTimestamp();
        await Task.Delay(span);
        var rate = (count.Sum() - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(work);
        return rate;
    }

    /// <summary>Gives one account many lines.</summary>
    public async Task Fill(int transfers)
    {
        var lane = services.GetRequiredService<ITransferLane>();
        foreach (var part in Enumerable.Range(0, transfers).Chunk(512))
            await Task.WhenAll(part.Select(i => lane.Post(Pay(wallets[i % Wallets], longOne, 1), CancellationToken.None)));
    }

    /// <summary>Milliseconds to the first page of the account with many lines, the fastest of ten.</summary>
    public async Task<double> Statement()
    {
        var best = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await InScope(s => s.GetRequiredService<ILedger>().Statement(new(longOne) { Take = 20 }, CancellationToken.None));
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }

    /// <summary>Computes everything anew.</summary>
    public async Task<(long Checked, TimeSpan Took)> Verify()
    {
        var check = await InScope(async s =>
        {
            // Sealing is not part of it.
            await s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            var report = await s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None);
            return report.Faults.Count == 0 ? (report.Checked, Stopwatch.GetElapsedTime(started)) : throw new InvalidOperationException(report.Faults[0]);
        });
        return check;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (admin is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await Execute(admin, $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(ConnectionString).Database} WITH (FORCE)");
    }

    private async Task OpenAccounts() => await InScope(async s =>
    {
        var (db, ledger) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<ILedger>());
        async Task<AccountId> Of(OwnerKind kind, string owner, long? floor) =>
            await ledger.Open(new(new(kind, owner), LedgerUnit.Fen, "bench", ScopePath.Root, floor) { Label = ("账户", "Account") }, CancellationToken.None);
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        (cooperative, outside, locked) = (await Of(OwnerKind.Cooperative, "coop", null), await Of(OwnerKind.Outside, "bank", null), await Of(OwnerKind.Fund, "fund", 0));
        longOne = await Of(OwnerKind.Shop, "shop", null);
        wallets = new AccountId[Wallets];
        for (var i = 0; i < Wallets; i++)
            wallets[i] = await Of(OwnerKind.Person, i.ToString(CultureInfo.InvariantCulture), 0);
        await db.SaveChangesAsync();
        foreach (var wallet in wallets)
            await ledger.Post(Pay(outside, wallet, 1_000_000_000), CancellationToken.None);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });

    private Transfer Pay(AccountId from, AccountId to, long fen) => new(
        "bench", Interlocked.Increment(ref key).ToString(CultureInfo.InvariantCulture), "bench.pay", ("食堂午餐", "Lunch at the canteen"),
        [Entry.From(from, new Fen(fen)), Entry.To(to, new Fen(fen))]);

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        return await act(scope.ServiceProvider);
    }

    private static async Task<string> Create(string admin)
    {
        var name = $"linli_ledger_bench_{Environment.ProcessId}";
        await Execute(admin, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
