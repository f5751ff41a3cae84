using System.Net.Http.Headers;
using System.Text.Json;
using Linli.Cases;
using Linli.Cases.ClockWork;
using Linli.Notices;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Keys;
using Linli.Places;
using Linli.Places.Grids;
using Linli.Places.Scopes;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Linli.Open311.Tests;

/// <summary>A whole server: two communities, the first with two grids, one team, five categories, keys for clients.</summary>
public sealed class City : IAsyncLifetime
{
    public const string Lamp = "lamp";
    public const string Lift = "lift";
    public const string Other = "other";
    public const string Secret = "secret";

    private readonly string folder = Directory.CreateTempSubdirectory("linli-open311-").FullName;
    private readonly string? postgres;
    private WebApplication app = null!;

    public City() : this(null)
    {
    }

    private City(string? postgres) => this.postgres = postgres;

    public FakeTime Time { get; } = new(new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));

    public HttpClient Client { get; private set; } = null!;

    /// <summary>May report everywhere.</summary>
    public string Key { get; private set; } = "";

    /// <summary>May read, dispatch and handle in the first community.</summary>
    public string HandlerKey { get; private set; } = "";

    /// <summary>May do nothing that concerns cases.</summary>
    public string PowerlessKey { get; private set; } = "";

    public static async Task<City> Found(bool onPostgres = false)
    {
        var server = Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES");
        if (onPostgres && server is null)
            Assert.Skip("LINLI_TEST_POSTGRES is not set.");
        var city = new City(onPostgres
            ? new NpgsqlConnectionStringBuilder(server) { Database = "linli_open311_" + Guid.CreateVersion7().ToString("N"), MaxPoolSize = 40 }.ConnectionString
            : null);
        await city.InitializeAsync();
        return city;
    }

    public async ValueTask InitializeAsync()
    {
        var options = new ServerOptions(folder, Database: postgres is null ? null : DatabaseKind.Postgres, Connection: postgres);
        app = LinliServer.Build(
            options, [new PlacesModule(), new PeopleModule(), new NoticesModule(), new CasesModule(), new Types(), new Open311Module()], builder =>
            {
                builder.Logging.ClearProviders();
                builder.WebHost.UseTestServer();
                builder.Services.AddSingleton<TimeProvider>(Time);
                builder.Services.AddSingleton(new DemoMode(false));
            });
        await InScope<LinliDb, int>(async db =>
        {
            await db.Database.EnsureCreatedAsync();
            return await db.Database.ExecuteSqlRawAsync(postgres is null
                ? "CREATE VIRTUAL TABLE platform_search USING fts5(kind UNINDEXED, subject UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 0');"
                : "CREATE TABLE platform_search (kind text NOT NULL, subject uuid NOT NULL, body tsvector NOT NULL);");
        });
        await Settle();
        await app.StartAsync();
        Client = app.GetTestClient();
        Key = await MakeKey("council app", CasesPermissions.Log);
        HandlerKey = await MakeKey("lamp contractor", CasesPermissions.Read, CasesPermissions.Dispatch, CasesPermissions.Handle);
        PowerlessKey = await MakeKey("weather station", CasesPermissions.Statistics);
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await InScope<LinliDb, bool>(db => db.Database.EnsureDeletedAsync());
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    public async Task<Reply> Get(string path, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/open311/v2/" + path);
        if (language is not null)
            request.Headers.AcceptLanguage.ParseAdd(language);
        return await Reply.Of(await Client.SendAsync(request));
    }

    /// <summary>Posts a form; fields with a <c>null</c> value are left out.</summary>
    public async Task<Reply> Post(string path, string? repeatKey, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/open311/v2/" + path)
        {
            Content = new FormUrlEncodedContent(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!))),
        };
        if (repeatKey is not null)
            request.Headers.Add("Idempotency-Key", repeatKey);
        return await Reply.Of(await Client.SendAsync(request));
    }

    /// <summary>The fields of a right request at a point in the first grid, then others that add to them or replace them.</summary>
    public (string Name, string? Value)[] Fields(params (string Name, string? Value)[] more)
    {
        var usual = new (string Name, string? Value)[]
        {
            ("api_key", Key), ("service_code", Other), ("lat", "30.208"), ("long", "120.21"), ("description", "路灯旁的井盖松动了"),
        };
        return [.. usual.Where(u => more.All(m => m.Name != u.Name)), .. more];
    }

    /// <summary>Posts a right request and gives its id.</summary>
    public async Task<string> Report(params (string Name, string? Value)[] more)
    {
        var reply = await Post("requests.json", null, Fields(more));
        ((int)reply.Status).ShouldBe(200, reply.Body);
        return reply.Json[0].GetProperty("service_request_id").GetString()!;
    }

    public async Task<JsonElement> One(string id)
    {
        var reply = await Get($"requests/{id}.json");
        ((int)reply.Status).ShouldBe(200, reply.Body);
        return reply.Json[0];
    }

    public Task<Reply> PostPhoto(byte[] photo, string fileName, params (string Name, string? Value)[] fields) =>
        PostPhotoTo("requests.json", photo, fileName, fields);

    public async Task<Reply> PostPhotoTo(string path, byte[] photo, string fileName, params (string Name, string? Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(f => f.Value is not null))
            form.Add(new StringContent(value!), name);
        var file = new ByteArrayContent(photo);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(file, "media", fileName);
        return await Reply.Of(await Client.PostAsync("/open311/v2/" + path, form));
    }

    /// <summary>Does something as a member of staff who may do everything in the first community.</summary>
    public async Task<T> Do<T>(ICommand<T> command)
    {
        var result = await InScope<UseCaseRunner, Result<T>>((runner, services) =>
        {
            services.GetRequiredService<CurrentCaller>().Value = Staff;
            return runner.Run(command, CancellationToken.None);
        });
        result.Problems.ShouldBeEmpty();
        return result.Value!;
    }

    public Task<CaseId> IdOf(string number) =>
        InScope<LinliDb, CaseId>(db => db.Unfiltered<Cases.Case>().Where(c => c.Number == number).Select(c => c.Id).SingleAsync());

    internal Task<Cases.Case> CaseOf(string number) =>
        InScope<LinliDb, Cases.Case>(db => db.Unfiltered<Cases.Case>().AsNoTracking().SingleAsync(c => c.Number == number));

    internal Task<List<CaseEntry>> EntriesOf(CaseId id) =>
        InScope<LinliDb, List<CaseEntry>>(db => db.Records<CaseEntry>().AsNoTracking().Where(e => e.Case == id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync());

    public Task<int> CountCases() => InScope<LinliDb, int>(db => db.Unfiltered<Cases.Case>().CountAsync());

    public Task<int> CloseUnanswered() => InScope<IServiceProvider, int>(async services =>
    {
        services.GetRequiredService<CurrentCaller>().Value = Caller.System;
        await services.GetRequiredService<CloseUnanswered>().Run(CancellationToken.None);
        return 0;
    });

    public async Task<TAnswer> InScope<TService, TAnswer>(Func<TService, IServiceProvider, Task<TAnswer>> act) where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>(), scope.ServiceProvider);
    }

    public Task<TAnswer> InScope<TService, TAnswer>(Func<TService, Task<TAnswer>> act) where TService : notnull =>
        InScope<TService, TAnswer>((service, _) => act(service));

    public Task<string> MakeKey(string name, params string[] permissions) => AsSystem(new MakeApiKey(name, ScopePath.Root, permissions), k => k.Key);

    private static Caller Staff => new(Guid.Parse("0193c000-0000-7000-8000-000000000101"), "周勇",
    [
        new("desk_clerk", ScopePath.Root, null, new HashSet<string>
        {
            CasesPermissions.Read, CasesPermissions.Accept, CasesPermissions.Dispatch, CasesPermissions.Handle, CasesPermissions.Merge, CasesPermissions.Log,
        }),
    ]);

    private Task<TAnswer> AsSystem<T, TAnswer>(ICommand<T> command, Func<T, TAnswer> pick) => InScope<UseCaseRunner, TAnswer>(async (runner, services) =>
    {
        services.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var result = await runner.Run(command, CancellationToken.None);
        result.Problems.ShouldBeEmpty();
        return pick(result.Value!);
    });

    private async Task Settle()
    {
        await AsSystem(new CreatePlace(null, PlaceKind.City, "c", "城", "City", Prefix: "HF", AreaCode: "330100"), p => p);
        await AsSystem(new CreatePlace("c", PlaceKind.Community, "k1", "甲社区", "First", Longitude: 120.2105, Latitude: 30.208), p => p);
        await AsSystem(new CreatePlace("c", PlaceKind.Community, "k2", "乙社区", "Second", Longitude: 120.25, Latitude: 30.208), p => p);
        await AsSystem(new CreatePlace("k1", PlaceKind.Compound, "k1-a", "甲苑", "Compound A", AddressName: "甲"), p => p);
        await AsSystem(new CreatePlace("k1-a", PlaceKind.Building, "k1-a-1", "1幢", "Building 1", AddressName: "1", Longitude: 120.2102, Latitude: 30.2081), p => p);
        await AsSystem(new ImportGrids(Grids()), p => p);
        await InScope<LinliDb, int>(async db =>
        {
            db.Insert(new TeamRow { Code = "lamps", NameZh = "照明班", NameEn = "Lamp team", Kind = "municipal", Scope = "/c/" });
            db.Records<ClockRule>().Add(new()
            {
                Id = Guid.CreateVersion7(Time.GetUtcNow()), Jurisdiction = "/", Type = "*", Clock = CaseClock.Finish, Amount = 5,
                Unit = ClockUnit.WorkingDays, EffectiveFrom = new(2020, 1, 1), Source = "test",
            });
            db.Records<Category>().AddRange(
                CategoryOf("facilities", "公共设施", "Facilities", "report", open: false),
                CategoryOf(Lamp, "路灯故障", "Street light", "report", open: true, "facilities", "路灯 灯 照明"),
                CategoryOf(Lift, "电梯困人", "Lift", "report", open: true, "facilities"),
                CategoryOf(Other, "其他", "Other", "report", open: true),
                CategoryOf("inside", "内部", "Inside", "report", open: false),
                CategoryOf(Secret, "投诉", "Complaint", "complaint", open: true));
            db.Records<CategoryQuestion>().AddRange(
                QuestionOf(Lamp, "pole", 1, QuestionKind.Line, false, "灯杆编号"),
                QuestionOf(Lamp, "fault", 2, QuestionKind.OneOf, true, "故障表现", "off=不亮=Off|flicker=闪烁=Flickers"),
                QuestionOf(Lift, "floor", 1, QuestionKind.Number, true, "停在几层"),
                QuestionOf(Lift, "since", 2, QuestionKind.Moment, false, "从何时起"),
                QuestionOf(Lift, "who", 3, QuestionKind.ManyOf, false, "被困的人", "child=儿童=Child|elder=老人=Elder|other=其他=Other"),
                QuestionOf(Lift, "note", 4, QuestionKind.Text, false, "补充"));
            return await db.SaveChangesAsync();
        });
    }

    private static Category CategoryOf(string code, string zh, string en, string type, bool open, string? parent = null, string keywords = "") => new()
    {
        Code = code, NameZh = zh, NameEn = en, Type = type, Open311 = open, Parent = parent, Keywords = keywords, Icon = "bulb", TeamKind = "municipal",
    };

    private static CategoryQuestion QuestionOf(string category, string code, int order, QuestionKind kind, bool required, string label, string options = "") => new()
    {
        Category = category, Code = code, Order = order, Kind = kind, Required = required, LabelZh = label, LabelEn = code, Options = options,
    };

    private static JsonElement Grids() => JsonSerializer.SerializeToElement(new
    {
        type = "FeatureCollection",
        features = new[] { ("k1-g1", 120.2095, 120.211), ("k1-g2", 120.211, 120.2125) }.Select(g => new
        {
            type = "Feature",
            properties = new { code = g.Item1, community = "k1", name_zh = g.Item1 + "网格", name_en = "Grid " + g.Item1 },
            geometry = new
            {
                type = "Polygon",
                coordinates = new[] { new[] { new[] { g.Item2, 30.207 }, [g.Item3, 30.207], [g.Item3, 30.209], [g.Item2, 30.209], [g.Item2, 30.207] } },
            },
        }),
    });

    /// <summary>The case types of the test, so that no scene is needed.</summary>
    private sealed class Types : IModule
    {
        public string Name => "testtypes";

        public void Declare(ModuleBuilder module) => module.Services
            .AddSingleton(new CaseType("report", ("事件上报", "Report")) { Public = true, MayBeAnonymous = true })
            .AddSingleton(new CaseType("complaint", ("投诉", "Complaint")));
    }
}
