using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linli.Places.Tests;

/// <summary>An installation with nothing but places, on a database of its own.</summary>
internal sealed class PlacesBed : IAsyncDisposable
{
    public static readonly Guid Steward = Guid.Parse("0193c000-0000-7000-8000-000000000101");

    private readonly string folder = Path.Combine(Path.GetTempPath(), "linli-places-" + Guid.CreateVersion7(FakeTime.Start));
    private readonly ServiceProvider services;

    private PlacesBed(DatabaseKind kind)
    {
        Directory.CreateDirectory(folder);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Kind"] = kind.ToString(),
            ["Database:ConnectionString"] = kind == DatabaseKind.Postgres ? PostgresDatabase() : $"Data Source={folder}/linli.db;Pooling=False",
        }).Build();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddLinli([new PlacesModule()], configuration, new DataFolder(folder));
        collection.AddScoped<IStewardRoster, Names>();
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public FakeTime Time { get; } = new();

    public PlacesMemory Memory => services.GetRequiredService<PlacesMemory>();

    public IServiceScopeFactory Scopes => services.GetRequiredService<IServiceScopeFactory>();

    public static DemoSamples Samples => new(DemoFolder.Path, FakeTime.Start);

    public static TheoryData<DatabaseKind> Both => [DatabaseKind.Sqlite, DatabaseKind.Postgres];

    public static async Task<PlacesBed> Empty(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        if (kind == DatabaseKind.Postgres && Server is null)
            Assert.Skip("LINLI_TEST_POSTGRES is not set.");
        var bed = new PlacesBed(kind);
        await bed.InScope<LinliDb, bool>(db => db.Database.EnsureCreatedAsync());
        return bed;
    }

    public static async Task<PlacesBed> Demo(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var bed = await Empty(kind);
        await bed.Seed();
        return bed;
    }

    /// <summary>A city with one community of one compound, and two grids that share a border at 120.211.</summary>
    public static async Task<PlacesBed> Small(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var bed = await Empty(kind);
        await bed.Done(new Linli.Places.Scopes.CreatePlace(null, PlaceKind.City, "c", "城", AreaCode: "330100"));
        await bed.Done(new Linli.Places.Scopes.CreatePlace("c", PlaceKind.Community, "k1", "甲社区", "First"));
        await bed.Done(new Linli.Places.Scopes.CreatePlace("c", PlaceKind.Community, "k2", "乙社区", "Second"));
        await bed.Done(new Linli.Places.Scopes.CreatePlace("k1", PlaceKind.Compound, "k1-a", "甲苑", AddressName: "甲"));
        await bed.Done(new Linli.Places.Scopes.CreatePlace("k1-a", PlaceKind.Building, "k1-a-1", "1幢", AddressName: "1", Longitude: 120.2105, Latitude: 30.208));
        await bed.Done(new Linli.Places.Grids.ImportGrids(GridFiles.Of(("k1-g1", "k1", 120.2095, 120.211), ("k1-g2", "k1", 120.211, 120.2125))));
        return bed;
    }

    public Task Seed() => InScope<LinliDb, bool>(async (db, scope) =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.GetRequiredService<PlacesDemo>().Seed(Samples, CancellationToken.None);
        await transaction.CommitAsync();
        return true;
    });

    public Task<Result<T>> Run<T>(ICommand<T> command, Caller? caller = null) => InScope<UseCaseRunner, Result<T>>((runner, scope) =>
    {
        scope.GetRequiredService<CurrentCaller>().Value = caller ?? Caller.System;
        return runner.Run(command, CancellationToken.None);
    });

    public Task<Result<T>> Ask<T>(IQuery<T> query, Caller? caller = null) => InScope<UseCaseRunner, Result<T>>((runner, scope) =>
    {
        scope.GetRequiredService<CurrentCaller>().Value = caller ?? Caller.System;
        return runner.Ask(query, CancellationToken.None);
    });

    public async Task<T> Done<T>(ICommand<T> command, Caller? caller = null)
    {
        var result = await Run(command, caller);
        result.Problems.ShouldBeEmpty();
        return result.Value!;
    }

    public async Task<T> Answer<T>(IQuery<T> query, Caller? caller = null)
    {
        var result = await Ask(query, caller);
        result.Problems.ShouldBeEmpty();
        return result.Value!;
    }

    public Task<TAnswer> InScope<TService, TAnswer>(Func<TService, Task<TAnswer>> act) where TService : notnull =>
        InScope<TService, TAnswer>((service, _) => act(service));

    public async Task<TAnswer> InScope<TService, TAnswer>(Func<TService, IServiceProvider, Task<TAnswer>> act) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>(), scope.ServiceProvider);
    }

    public static Caller StaffAt(params string[] paths) => new(Steward, "周", [
        .. paths.Select(p => new Grant("grid_steward", ScopePath.Parse(p, null), null,
            new HashSet<string> { PlacesPermissions.Grids, PlacesPermissions.Homes, PlacesPermissions.Manage, PlacesPermissions.Ledger, PlacesPermissions.Keep }))]);

    public async ValueTask DisposeAsync()
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        if (options.Kind == DatabaseKind.Postgres)
            await InScope<LinliDb, bool>(db => db.Database.EnsureDeletedAsync());
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string? Server => Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES");

    private static string PostgresDatabase() => new NpgsqlConnectionStringBuilder(Server)
    {
        Database = "linli_places_" + Guid.CreateVersion7(FakeTime.Start).ToString("N"),
        MaxPoolSize = 40,
    }.ConnectionString;

    private sealed class Names : IStewardRoster
    {
        public Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<Guid, string>>(accounts.Where(a => a == Steward).ToDictionary(a => a, _ => "周勇"));

        public Task<IReadOnlyDictionary<Guid, string>> CandidatesFor(ScopePath grid, CancellationToken cancel) => NamesOf([Steward], cancel);
    }
}

internal sealed class FakeTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    private TimeSpan passed;

    public void Pass(TimeSpan span) => passed += span;

    public override DateTimeOffset GetUtcNow() => Start + passed;

    public override long GetTimestamp() => passed.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
