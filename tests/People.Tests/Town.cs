using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Notices;
using Linli.People.Accounts;
using Linli.People.SignIn;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Events;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.People.Tests;

/// <summary>A whole server with people and notices on a database of its own, and a clock that the test moves.</summary>
public sealed class Town : IAsyncDisposable
{
    public const string Password = "a-long-enough-pass";
    private readonly string folder;
    private readonly WebApplication app;

    private Town(FakeTime time, string folder, ServerOptions options, Dictionary<string, string?> settings, bool demo, Action<IServiceCollection>? services)
    {
        Time = time;
        this.folder = folder;
        app = Build(time, options, settings, demo, services);
    }

    public FakeTime Time { get; }

    public IServiceProvider Services => app.Services;

    // On PostgreSQL as well, where LINLI_TEST_POSTGRES names a server that may make databases: each town has its own.
    private static DatabaseKind Kind =>
        Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is { Length: > 0 } ? DatabaseKind.Postgres : DatabaseKind.Sqlite;

    private static FakeTime Morning => new(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    public static async Task<Town> Found(bool demo = true, bool requireTotp = false, Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("linli-people-").FullName;
        var connection = await TestDatabase.Copy(Kind, folder, "people", Make);
        var town = new Town(
            Morning, folder, new(folder, Database: Kind, Connection: connection), new() { ["People:RequireTotp"] = requireTotp.ToString() }, demo, services);
        await town.app.StartAsync();
        return town;
    }

    private static async Task Make(string connection, string folder)
    {
        await using var app = Build(Morning, new(folder, Database: Kind, Connection: connection), [], true, null);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static WebApplication Build(
        FakeTime time, ServerOptions options, Dictionary<string, string?> settings, bool demo, Action<IServiceCollection>? services) =>
        LinliServer.Build(options, [new PeopleModule(), new NoticesModule()], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.WebHost.UseTestServer();
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton(new DemoMode(demo));
            builder.Services.AddSingleton<FakePlaces>();
            builder.Services.AddSingleton<IScopeTree>(s => s.GetRequiredService<FakePlaces>());
            builder.Services.AddSingleton<IHomes>(s => s.GetRequiredService<FakePlaces>());
            builder.Services.AddSingleton<IGridStewards>(s => s.GetRequiredService<FakePlaces>());
            builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000);
            services?.Invoke(builder.Services);
        });

    public HttpClient Client(string? token = null)
    {
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        return await act(scope.ServiceProvider);
    }

    public Task<int> DeliverEvents() => app.Services.GetRequiredService<Relay>().DeliverWaiting(CancellationToken.None);

    /// <summary>A member of staff with a post; the login is given.</summary>
    public Task<Guid> Hire(string login, string post, ScopePath scope, string? team = null) => InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var now = Time.GetUtcNow();
        var person = new Person { Id = Guid.CreateVersion7(now), Name = "李" + login, At = now };
        var account = NewAccounts.Staff(person.Id, login, Time, now);
        account.PasswordHash = s.GetRequiredService<IPasswordHasher<Account>>().HashPassword(account, Password);
        db.Records<Person>().Add(person);
        db.Records<Account>().Add(account);
        db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = scope.Value, Team = team, From = now });
        await db.SaveChangesAsync();
        return account.Id;
    });

    public async Task<HttpClient> StaffClient(string login)
    {
        var answer = await Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = Password });
        return Client((await Body(answer)).GetProperty("accessToken").GetString());
    }

    public async Task<HttpClient> ResidentClient(string phone)
    {
        var code = await Code(phone);
        var answer = await Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone, code });
        return Client((await Body(answer)).GetProperty("accessToken").GetString());
    }

    public async Task<string> Code(string phone)
    {
        var answer = await Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone });
        return (await Body(answer)).GetProperty("demoCode").GetString()!;
    }

    public static async Task<JsonElement> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Code of the problem of an answer that must be one, with this status.</summary>
    public static async Task<string> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Services.GetRequiredService<DatabaseOptions>().Kind == DatabaseKind.Postgres)
            await InScope(s => s.GetRequiredService<LinliDb>().Database.EnsureDeletedAsync());
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
