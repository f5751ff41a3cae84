using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Cases.Report;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Places.Scopes;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Installation;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Journeys;

/// <summary>A real server on a free port with one small community, and somebody of its staff to act; on SQLite.</summary>
public partial class Town : IAsyncLifetime
{
    private static readonly ScopePath Community = ScopePath.Parse("/hf/hf-1/", null);

    /// <summary>The community of the home 和二-7-502.</summary>
    public static ScopePath Second { get; } = ScopePath.Parse("/hf/hf-2/", null);

    private readonly string folder = Directory.CreateTempSubdirectory("linli-journeys-").FullName;
    private static int hired;
    private readonly SmsBox sms = new();
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>The clock of its server.</summary>
    public TownClock Clock { get; } = new();

    /// <summary>Which database it lives on, and its connection string.</summary>
    /// <param name="folder">Its data folder.</param>
    protected virtual (DatabaseKind Kind, string Connection) Database(string folder) => TestDatabase.Fresh(DatabaseKind.Sqlite, folder);

    private (DatabaseKind Kind, string Connection) database;

    public async ValueTask InitializeAsync()
    {
        database = Database(folder);
        app = LinliServer.Build(new(folder, "http://127.0.0.1:0", database.Kind, database.Connection), adjust: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock);
            LetTheCityAnswer(builder.Services);
            builder.Services.AddSingleton<ISmsSender>(sms);
            builder.Configuration["People:RequireTotp"] = "false";
            builder.Configuration["Push:AllowPrivate"] = "true";
            builder.Services.AddSingleton(new RateLimitOptions { Enabled = false });
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        });
        var founding = app.Services.GetRequiredService<Founding>();
        await founding.Open(default);
        await founding.FoundBare(FillRows, default);
        await FillPlaces();
        await app.StartAsync();
        Address = new(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await TestDatabase.Drop(database.Kind, database.Connection);
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The last code that was sent to a phone.</summary>
    public string CodeFor(string phone) => Regex.Match(sms.Last[phone], @"\d{6}").Value;

    /// <summary>A member of the lighting team who may do everything with cases of the community.</summary>
    public Task Accept(CaseId item) => Act(new AcceptCase { Case = item });

    public Task Dispatch(CaseId item) => Act(new DispatchCase { Case = item, Team = "lighting", How = DispatchHow.Grab });

    public Task Start(CaseId item) => Act(new StartCase { Case = item });

    /// <summary>A word from the staff to the reporters.</summary>
    public Task Reply(CaseId item, string text) => Act(new AddMessage { Case = item, Text = text });

    /// <summary>Answers "solved" with a photo taken after the work.</summary>
    public Task Answer(CaseId item, string text) => AsStaff(async services =>
    {
        await using var photo = new MemoryStream(Photo);
        var stored = await services.GetRequiredService<IFileStore>().Save(photo, "after.png", FilePurpose.Photo, default);
        await Run(services, new AnswerCase { Case = item, Text = text, Outcome = CaseOutcome.Solved, Files = [stored.Value!.Id] });
    });

    /// <summary>A neighbour's public report at the community's centre.</summary>
    public async Task<CaseReceipt> Report(string text, string category = "light")
    {
        CaseReceipt? receipt = null;
        await AsStaff(async services => receipt = await Run(services, new ReportCase
        {
            Channel = CaseChannel.Steward, Category = category, Text = text, Longitude = 120.2151, Latitude = 30.2101, PlaceText = "7幢门口",
        }));
        return receipt!;
    }

    /// <summary>Password of everybody who was hired.</summary>
    public const string Password = "a-long-enough-pass";

    /// <summary>A new member of staff, of the first community unless another place is named; returns the login.</summary>
    public async Task<string> Hire(string post, string? team = null, ScopePath? at = null, string name = "李敏")
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<LinliDb>();
        var time = services.GetRequiredService<TimeProvider>();
        var now = Linli.Platform.Data.Clock.Now(time);
        var login = $"{post}-{Interlocked.Increment(ref hired)}";
        var person = new Person { Id = Guid.CreateVersion7(now), Name = name, At = now };
        var account = NewAccounts.Staff(person.Id, login, time, now);
        account.PasswordHash = services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(account, Password);
        db.Records<Person>().Add(person);
        db.Records<Account>().Add(account);
        db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = (at ?? Community).Value, Team = team, From = now });
        await db.SaveChangesAsync();
        return login;
    }

    /// <summary>A picture of 1 × 1 pixel.</summary>
    public static byte[] Photo { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==");

    private Task Act<TAnswer>(ICommand<TAnswer> command) => AsStaff(services => Run(services, command));

    private async Task AsStaff(Func<IServiceProvider, Task> act, ScopePath? at = null)
    {
        var permissions = app.Services.GetRequiredService<Composition>().Permissions.All.Select(p => p.Name).ToHashSet();
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value =
            new(Worker, "李敏", [new Grant(Posts.CommunityWorker, at ?? Community, "lighting", permissions)]);
        await act(scope.ServiceProvider);
    }

    private static readonly Guid Worker = Guid.Parse("019a0000-0000-7000-8000-000000000001");

    private static async Task<TAnswer> Run<TAnswer>(IServiceProvider services, ICommand<TAnswer> command)
    {
        var result = await services.GetRequiredService<UseCaseRunner>().Run(command, default);
        result.Ok.ShouldBeTrue(result.Ok ? "" : result.Problem.Message.En);
        return result.Value!;
    }

    private static Task FillRows(IServiceProvider services)
    {
        var db = services.GetRequiredService<LinliDb>();
        db.Insert(new TeamRow { Code = "lighting", NameZh = "照明维修班", NameEn = "Lighting team", Kind = "municipal", Scope = Community.Value });
        db.Records<Category>().AddRange(
            Kind("light", "路灯照明", "Street lamps", "bulb", "report", "路灯 灯 不亮 黑 照明"),
            Kind("litter", "垃圾清运", "Litter", "trash", "report", "垃圾 臭 清运"),
            Kind("road", "道路破损", "Road damage", "road", "report", "路面 坑 井盖"),
            Kind("parking", "乱停车", "Parking", "car", "report", "停车 占道 车"),
            Kind("green", "绿化", "Greenery", "trees", "report", "树 草 绿化"),
            Kind("noise", "噪音", "Noise", "volume", "report", "噪音 吵"),
            Kind("lift", "电梯", "Lifts", "elevator", "property", "电梯"),
            Kind("pipe", "水管漏水", "Leaks", "droplet", "property", "漏水 水管"),
            Kind("help", "生活求助", "Daily help", "heart-handshake", "help", ""),
            Kind("question", "咨询", "Question", "help-circle", "consultation", ""),
            Kind("mediation", "邻里调解", "Mediation", "scale", "mediation", ""),
            Kind("other", "其他", "Other", "dots", "report", ""));
        foreach (var (clock, amount, unit) in new[] { (CaseClock.Accept, 4, ClockUnit.WorkingHours), (CaseClock.FirstAnswer, 3, ClockUnit.WorkingDays), (CaseClock.Finish, 5, ClockUnit.WorkingDays) })
            db.Records<ClockRule>().Add(new()
            {
                Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Jurisdiction = "/", Type = "*", Clock = clock, Amount = amount, Unit = unit,
                EffectiveFrom = new(2020, 1, 1), Source = "test",
            });
        return Task.CompletedTask;
    }

    private static Category Kind(string code, string zh, string en, string icon, string type, string keywords) => new()
    {
        Code = code, NameZh = zh, NameEn = en, Icon = icon, Type = type, TeamKind = "municipal", Keywords = keywords, Order = code == "other" ? 99 : 1,
    };

    private async Task FillPlaces()
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var services = scope.ServiceProvider;
        await Run(services, new CreatePlace(null, PlaceKind.Group, "hf", "和风里", "Hefengli", Prefix: "HF", Longitude: 120.215, Latitude: 30.21));
        await Run(services, new CreatePlace("hf", PlaceKind.Community, "hf-1", "和一社区", "Heyi", Longitude: 120.215, Latitude: 30.21));
        await Run(services, new CreatePlace("hf-1", PlaceKind.Compound, "hf-1-c01", "望汐新村", "Wangxi New Village", Longitude: 120.215, Latitude: 30.21));
        await Run(services, new CreatePlace("hf-1", PlaceKind.Compound, "hf-1-c02", "听涛苑", "Tingtao Court", Longitude: 120.217, Latitude: 30.211));
        await Run(services, new CreatePlace("hf-1-c01", PlaceKind.Building, "hf-1-c01-07", "7幢", "Building 7", "7", Longitude: 120.2152, Latitude: 30.2102));
        await Run(services, new CreatePlace("hf", PlaceKind.Community, "hf-2", "和二社区", "He'er", Longitude: 120.225, Latitude: 30.21));
        await Run(services, new CreatePlace("hf-2", PlaceKind.Compound, "hf-2-c01", "和二苑", "He'er Court", AddressName: "和二", Longitude: 120.225, Latitude: 30.21, PropertyCompany: "prop-herun"));
        await Run(services, new CreatePlace("hf-2-c01", PlaceKind.Building, "hf-2-c01-07", "7幢", "Building 7", "7", Longitude: 120.2252, Latitude: 30.2102));
        using var grids = JsonDocument.Parse("""
            {"type":"FeatureCollection","features":[{"type":"Feature",
             "properties":{"code":"hf-1-g01","community":"hf-1","name_zh":"第一网格","name_en":"Grid 1"},
             "geometry":{"type":"Polygon","coordinates":[[[120.21,30.205],[120.22,30.205],[120.22,30.215],[120.21,30.215],[120.21,30.205]]]}},
             {"type":"Feature",
             "properties":{"code":"hf-2-g02","community":"hf-2","name_zh":"第二网格","name_en":"Grid 2"},
             "geometry":{"type":"Polygon","coordinates":[[[120.22,30.205],[120.23,30.205],[120.23,30.215],[120.22,30.215],[120.22,30.205]]]}}]}
            """);
        await Run(services, new ImportGrids(grids.RootElement.Clone()));
        await Run(services, new AddHomes("hf-2-c01-07", [new(0, 5, "501"), new(0, 5, "502")]));
        await FillSecond(services);
    }

    // What a resident of the second community is told: its desk, the steward of the grid, the property company.
    private async Task FillSecond(IServiceProvider services)
    {
        var db = services.GetRequiredService<LinliDb>();
        db.Records<FacilityRow>().Add(new()
        {
            Code = "f-centre-2", Place = Second, Kind = "service_centre", NameZh = "和二社区服务中心", NameEn = "He'er Community Service Centre", Longitude = 120.2269,
            Latitude = 30.2091, OpeningHours = "Mo-Fr 08:30-17:30", Phone = "0571-55501042", Address = "纸鸢街 342 号",
        });
        db.Insert(new TeamRow { Code = "prop-herun", NameZh = "和润物业", NameEn = "Herun Property", Kind = "property", Scope = "/hf/", Phone = "0571-55502008", Hours = "Mo-Su 08:00-20:00" });
        await db.SaveChangesAsync();
        var steward = await Hire(Posts.GridSteward, at: Second.Child("hf-2-g02"), name: "宋诗梅");
        var account = await db.Records<Account>().Where(a => a.UserName == steward).Select(a => a.Id).SingleAsync();
        await Run(services, new SetGridSteward("hf-2-g02", account));
    }

    /// <summary>Makes somebody who signed in a verified resident of 和二-7-502.</summary>
    public async Task MoveIn(string account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<LinliDb>();
        var id = Guid.Parse(account);
        var home = (await services.GetRequiredService<IHomes>().FindLabel("和二-7-502", default))!;
        var tie = Residency.Tie(await db.Records<Account>().SingleAsync(a => a.Id == id), home, HomeRelation.Family, Linli.Platform.Data.Clock.Now(services.GetRequiredService<TimeProvider>()), null);
        db.Insert(tie);
        db.Insert(Residency.Post(tie, Second, null));
        await db.SaveChangesAsync();
        services.GetRequiredService<CallerDirectory>().Forget(id);
    }

    /// <summary>The elders' college with a catalogue of twenty courses, and somebody who signed in, old enough for it.</summary>
    /// <returns>The ids of the courses.</returns>
    public async Task<IReadOnlyList<Guid>> College(string account)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var id = Guid.Parse(account);
        var person = await db.Records<Account>().Where(a => a.Id == id).Select(a => a.PersonId).SingleAsync();
        await db.Records<Person>().Where(p => p.Id == person).ExecuteUpdateAsync(u => u.SetProperty(p => p.BirthDate, new DateOnly(1965, 10, 28)));
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var login = await Hire(Posts.Operator);
        using var office = new HttpClient { BaseAddress = Address };
        var signedIn = await (await office.PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = Password })).Content.ReadFromJsonAsync<JsonElement>();
        office.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("accessToken").GetString());
        // All in one year, whatever the day; a course begins on no public holiday.
        var first = Linli.Platform.Time.LocalTime.Today(Clock).AddDays(3);
        while (Linli.Platform.Time.WorkingDayCalendar.China.Find(first) is { Kind: Linli.Platform.Time.CalendarDayKind.Holiday })
            first = first.AddDays(1);
        var courses = new List<Guid>();
        for (var i = 1; i <= 20; i++)
        {
            var made = await office.PostAsJsonAsync("/api/v1/learning/courses", new { programme = "college", place = "hf-1", titleZh = $"国画第 {i} 班", teacher = "徐老师", firstDay = first, from = "14:00", days = "MO,TU,WE,TH,FR,SA,SU", meetings = 1 });
            courses.Add((await made.Content.ReadFromJsonAsync<JsonElement>()).GetGuid());
        }

        var catalogue = (await office.GetFromJsonAsync<JsonElement>($"/api/v1/learning/office?year={first.Year}")).GetProperty("catalogues")[0].GetProperty("id").GetGuid();
        (await office.PostAsJsonAsync($"/api/v1/learning/catalogues/{catalogue}/publish", new { })).EnsureSuccessStatusCode();
        return courses;
    }

    private sealed class SmsBox : ISmsSender
    {
        public ConcurrentDictionary<string, string> Last { get; } = new();

        public Problem? NotReady => null;

        public Task<Problem?> Send(string phone, string text, CancellationToken cancel)
        {
            Last[phone] = text;
            return Task.FromResult<Problem?>(null);
        }
    }
}
