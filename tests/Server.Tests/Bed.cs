using System.Net.Http.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Files;
using Linli.TestServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

/// <summary>A running server around the test module, over real HTTP, on a database and folder of its own.</summary>
internal sealed class Bed : IAsyncDisposable
{
    private readonly WebApplication app;

    private Bed(WebApplication app, string folder, FakeTime time)
    {
        this.app = app;
        Folder = folder;
        Time = time;
    }

    public string Folder { get; }

    public FakeTime Time { get; }

    public TestAccounts Accounts => app.Services.GetRequiredService<TestAccounts>();

    public Troubles Troubles => app.Services.GetRequiredService<Troubles>();

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Bed> Start(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("linli-server-").FullName;
        var time = new FakeTime();
        var all = settings.ToDictionary(s => s.Name, string? (s) => s.Value);
        all.TryAdd("Database:ConnectionString", $"Data Source={folder}/linli.db;Pooling=False");
        var app = NotesServer.Build(
            new(folder, "http://127.0.0.1:0"), all, builder => builder.Services.AddSingleton<TimeProvider>(time));
        await NotesServer.Prepare(app);
        await app.StartAsync();
        return new(app, folder, time);
    }

    /// <summary>A client in the name of an account, or of nobody.</summary>
    public HttpClient As(Guid? account)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (account is not null)
            client.DefaultRequestHeaders.Add("X-Account", account.ToString());
        return client;
    }

    public async Task<Guid> Write(Guid account, string text, string place, params FileId[] files)
    {
        using var client = As(account);
        using var answer = await client.PostAsJsonAsync("/api/v1/notes", new WriteNote(text, ScopePath.Parse(place, null), files), Json.Options);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<Guid>();
    }

    /// <summary>Waits until everything written so far was relayed.</summary>
    public async Task Relay()
    {
        await app.Services.GetRequiredService<Relay>().DeliverWaiting(CancellationToken.None);
        await Until(async () => await InScope((LinliDb db) =>
            Task.FromResult(!db.Records<OutboxMessage>().Any(m => m.DeliveredAt == null))));
    }

    public async Task<T> InScope<TService, T>(Func<TService, Task<T>> act) where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Yields until something that other threads bring about is so; fails after a minute, which only a stuck program needs.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await so())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(10, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
