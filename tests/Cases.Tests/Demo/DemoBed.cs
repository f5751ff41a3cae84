using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Cases.Tests.Demo;

/// <summary>The demo community as it is founded at an instant, on a database of its own.</summary>
internal sealed class DemoBed : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linli-demo-").FullName;
    private readonly WebApplication app;

    private DemoBed(DateTimeOffset now) => app = LinliServer.Build(new(folder), adjust: builder =>
    {
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(new FakeTime(now));
        // Cases are told by the cast; the 50,000 others only take time here.
        builder.Services.Configure<PeopleOptions>(o => o.DemoPopulation = 0);
    });

    public DateTimeOffset Now { get; private init; }

    public static async Task<DemoBed> Found(DateTimeOffset now)
    {
        var bed = new DemoBed(now) { Now = now };
        var founding = bed.app.Services.GetRequiredService<Founding>();
        (await founding.Open(CancellationToken.None)).ShouldBeFalse();
        await founding.FoundDemo(DemoFolder.Path, null, CancellationToken.None);
        return bed;
    }

    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public Task<T> Read<T>(Func<LinliDb, Task<T>> query) => InScope(s => query(s.GetRequiredService<LinliDb>()));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
