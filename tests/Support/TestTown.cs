using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Installation;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.Tests;

/// <summary>
/// A whole server with every module on a database of its own, and a clock that the test moves. The town is small: the
/// street <c>/zj/ys/</c> with the group <c>hf</c> of the communities <c>hf-1</c> and <c>hf-2</c>, two grids each, a building
/// with six homes each, the teams <c>lighting</c>, <c>plumbing</c>, <c>property</c> and <c>street</c>, and staff whose login
/// says what they are.
/// </summary>
public sealed class TestTown : IAsyncDisposable
{
    /// <summary>Password of all staff.</summary>
    public const string Password = "a-long-enough-pass";

    /// <summary>Monday 23 November 2026, 08:00 in Shanghai.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder;
    private readonly WebApplication app;
    private readonly DatabaseKind kind;
    private readonly string connectionString;
    private readonly Action<WebApplicationBuilder>? adjust;
    private readonly bool isFirst = true;

    private TestTown(string folder, DatabaseKind kind, string connectionString, Action<WebApplicationBuilder>? adjust)
    {
        (this.folder, this.kind, this.connectionString, this.adjust) = (folder, kind, connectionString, adjust);
        app = Build(folder, kind, connectionString, Time, adjust);
    }

    private TestTown(TestTown first)
    {
        (folder, kind, connectionString, Time, isFirst) = (first.folder, first.kind, first.connectionString, first.Time, false);
        app = Build(folder, kind, connectionString, Time, first.adjust);
    }

    public FakeTime Time { get; } = new(Start);

    public IServiceProvider Services => app.Services;

    public string Folder => folder;

    /// <summary>A fresh town, its server started.</summary>
    public static Task<TestTown> Found(DatabaseKind kind = DatabaseKind.Sqlite, Action<WebApplicationBuilder>? adjust = null) =>
        Found(kind, "town", (connection, at) => Make(kind, connection, at), adjust);

    /// <summary>The demo community as a newcomer gets it, its server started; without the 50,000 who only fill it.</summary>
    public static Task<TestTown> FoundDemo(DatabaseKind kind, Action<WebApplicationBuilder>? adjust = null) =>
        Found(kind, "demo", (connection, at) => MakeDemo(kind, connection, at), adjust);

    private static async Task<TestTown> Found(DatabaseKind kind, string template, Func<string, string, Task> make, Action<WebApplicationBuilder>? adjust)
    {
        var folder = Directory.CreateTempSubdirectory("linli-town-").FullName;
        var connectionString = await TestDatabase.Copy(kind, folder, template, make);
        var town = new TestTown(folder, kind, connectionString, adjust);
        await town.InScope(s => s.GetRequiredService<Founding>().Open(CancellationToken.None));
        await town.app.StartAsync();
        return town;
    }

    /// <summary>A second node of the same town: another server on the same database, folder and clock.</summary>
    public async Task<TestTown> Beside()
    {
        var other = new TestTown(this);
        await other.InScope(s => s.GetRequiredService<Founding>().Open(CancellationToken.None));
        await other.app.StartAsync();
        return other;
    }

    /// <summary>Carries out a command as somebody.</summary>
    public async Task<Result<T>> Run<T>(Guid? account, ICommand<T> command) =>
        await As(account, s => s.GetRequiredService<UseCaseRunner>().Run(command, CancellationToken.None));

    /// <summary>Answers a query as somebody.</summary>
    public async Task<Result<T>> Ask<T>(Guid? account, IQuery<T> query) =>
        await As(account, s => s.GetRequiredService<UseCaseRunner>().Ask(query, CancellationToken.None));

    /// <summary>Does something in a scope of its own as somebody; <c>null</c> is nobody.</summary>
    public async Task<T> As<T>(Guid? account, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = account is { } known
            ? await scope.ServiceProvider.GetRequiredService<ICallerDirectory>().Find(known, CancellationToken.None)
                ?? throw new InvalidOperationException($"Account {known} is not there.")
            : Caller.Anonymous;
        return await act(scope.ServiceProvider);
    }

    /// <summary>Does something in a scope of its own as the system.</summary>
    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act) => await InScope(app.Services, act);

    /// <summary>The account of a member of staff.</summary>
    public Task<Guid> Staff(string login) => InScope(s =>
        s.GetRequiredService<LinliDb>().Records<Account>().Where(a => a.UserName == login).Select(a => a.Id).SingleAsync());

    /// <summary>A resident who signed in with this number, unverified.</summary>
    public async Task<Guid> Resident(string phone)
    {
        var client = await ResidentClient(phone);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        return me.GetProperty("account").GetGuid();
    }

    /// <summary>A verified resident of the first community, or of another one, who signed in with this number.</summary>
    /// <param name="phone">The number.</param>
    /// <param name="community">Which community; the first when left out.</param>
    /// <param name="home">Whether they live in the first home of the first building, in grid <c>hf-1-g01</c>.</param>
    public async Task<Guid> VerifiedResident(string phone, ScopePath? community = null, bool home = false)
    {
        var account = await Resident(phone);
        if (home)
            await GiveHome(account);
        return await MoveIn(account, community);
    }

    /// <summary>A client signed in as a verified resident of the first community, or of another one.</summary>
    public async Task<HttpClient> VerifiedClient(string phone, ScopePath? community = null)
    {
        var client = await ResidentClient(phone);
        await MoveIn((await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid(), community);
        return client;
    }

    private Task<int> GiveHome(Guid account) => InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Insert(Residency.Tie(
            await db.Records<Account>().SingleAsync(a => a.Id == account),
            (await s.GetRequiredService<IHomes>().InBuilding(SmallTown.First.Child("hf-1-c").Child("hf-1-c-7"), CancellationToken.None))[0],
            HomeRelation.Owner, Start.AddDays(-1), null));
        return await db.SaveChangesAsync();
    });

    private Task<Guid> MoveIn(Guid account, ScopePath? community) => InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Insert(new PostHeld { Id = Guid.CreateVersion7(Start), AccountId = account, Post = Posts.Resident, Scope = (community ?? SmallTown.First).Value, From = Start.AddDays(-1) });
        await db.SaveChangesAsync();
        s.GetRequiredService<CallerDirectory>().Forget(account);
        return account;
    });

    /// <summary>A client without sign-in, or with a bearer token.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client signed in as a member of staff.</summary>
    public async Task<HttpClient> StaffClient(string login) =>
        Client(await Token(await Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = Password })));

    /// <summary>A client signed in as the resident with this number.</summary>
    public async Task<HttpClient> ResidentClient(string phone)
    {
        var sent = await Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone });
        var code = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("demoCode").GetString();
        return Client(await Token(await Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone, code })));
    }

    /// <summary>Delivers what lies in the outbox.</summary>
    public Task<int> DeliverEvents() => app.Services.GetRequiredService<Relay>().DeliverWaiting(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (!isFirst)
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await TestDatabase.Drop(kind, connectionString);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> Token(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.GetProperty("accessToken").GetString()!
            : throw new InvalidOperationException($"Sign-in failed: {(int)answer.StatusCode} {text}");
    }

    private static WebApplication Build(
        string folder, DatabaseKind kind, string connectionString, FakeTime time, Action<WebApplicationBuilder>? adjust) =>
        LinliServer.Build(new(folder, Database: kind, Connection: connectionString), adjust: builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["People:RequireTotp"] = "false",
                ["RateLimits:Enabled"] = "false",
                ["Lines:Enabled"] = "false",
            });
            builder.Logging.ClearProviders();
            builder.WebHost.UseTestServer();
            builder.Services.AddSingleton<TimeProvider>(time);

            // The relay and the jobs are called by the test, when it wants them.
            foreach (var background in builder.Services.Where(IsBackground).ToList())
                builder.Services.Remove(background);
            adjust?.Invoke(builder);
        });

    private static bool IsBackground(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(LinliDb).Assembly;

    private static async Task Make(DatabaseKind kind, string connectionString, string folder)
    {
        await using var app = Build(folder, kind, connectionString, new(Start), null);
        await app.Services.GetRequiredService<Founding>().Open(CancellationToken.None);
        await app.Services.GetRequiredService<Founding>().FoundBare(
            services =>
            {
                // Codes are shown instead of sent, as in the demo.
                services.GetRequiredService<LinliDb>().Records<Setting>().Add(new() { Name = Setting.Demo, Value = "2026-11-23" });
                return Task.CompletedTask;
            },
            CancellationToken.None);
        await InScope(app.Services, async s =>
        {
            await SmallTown.Fill(s);
            return true;
        });
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static async Task MakeDemo(DatabaseKind kind, string connectionString, string folder)
    {
        await using var app = Build(folder, kind, connectionString, new(Start), builder => builder.Services.Configure<PeopleOptions>(o => o.DemoPopulation = 0));
        var founding = app.Services.GetRequiredService<Founding>();
        await founding.Open(CancellationToken.None);
        await founding.FoundDemo(DemoFolder.Path, null, CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static async Task<T> InScope<T>(IServiceProvider services, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        return await act(scope.ServiceProvider);
    }
}
