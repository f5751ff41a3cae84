using System.Net;
using System.Text;
using System.Text.Json;
using Linli.Cases;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Alarms;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>A town with a duty officer, two guards and a patrol member, and rules without the engine that judges them.</summary>
internal static class WatchTown
{
    public static readonly GeoPoint Lake = new(30.2080, 120.2105);

    /// <summary>With rules that are only told of, and no devices.</summary>
    public static async Task<TestTown> Found(DatabaseKind kind, params SensingRule[] rules)
    {
        var town = await TestTown.Found(kind, builder => LongSignIns(builder).Services
            .AddSingleton<IRules>(new KnownRules(rules)).AddSingleton<IDevices, NoDevices>().AddSingleton<ILatest, NothingKnown>()
            .AddSingleton(new AlarmTarget("lake", TimeSpan.FromMinutes(5), ("试", "test"))));
        await Staff(town);
        return town;
    }

    /// <summary>With real rules, fences and devices.</summary>
    public static async Task<TestTown> FoundWhole(DatabaseKind kind)
    {
        var town = await TestTown.Found(kind, builder => LongSignIns(builder).Services.AddSingleton<ILatest, NothingKnown>());
        await Staff(town);
        return town;
    }

    /// <summary>With the whole way from the devices' own ports to the alarms, as a server that runs.</summary>
    public static async Task<TestTown> FoundLive(DatabaseKind kind, Action<WebApplicationBuilder>? adjust = null)
    {
        var town = await TestTown.Found(kind, builder =>
        {
            LongSignIns(builder).Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Lines:Enabled"] = "true", ["Gb26875:Port"] = "0", ["Gb26875:AllowReset"] = "true", ["Mqtt:Port"] = "0", ["Mqtt:TlsPort"] = "-1", ["Jt808:Port"] = "-1", ["Hj212:Port"] = "-1",
            });
            adjust?.Invoke(builder);
        });
        await Staff(town);
        return town;
    }

    /// <summary>Where devices call.</summary>
    public static int PortOf(this TestTown town, string protocol) => town.Services.GetRequiredService<ILines>().EndPointOf(protocol)!.Port;

    /// <summary>A client with a device's own key.</summary>
    public static HttpClient DeviceClient(this TestTown town, string code, string key)
    {
        var client = town.Client();
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{key}")));
        return client;
    }

    /// <summary>What devices have said so far has become alarms, and what follows from these has happened.</summary>
    public static async Task Settle(this TestTown town)
    {
        await town.Services.GetRequiredService<ReadingPipeline>().Tick();
        await town.Services.GetRequiredService<FiringDesk>().DeliverAll(CancellationToken.None);
        await town.DeliverEvents();
    }

    /// <summary>Does something in a transaction of its own as the system.</summary>
    public static Task<T> Do<T>(this TestTown town, Func<IServiceProvider, Task<T>> act) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await using var transaction = await db.BeginTransaction(CancellationToken.None);
        var answer = await act(s);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return answer;
    });

    /// <summary>What a rule decides of readings becomes an alarm, as in the pipeline.</summary>
    public static async Task<IReadOnlyList<Firing>> Judge(this TestTown town, IRuleLane lane, Device device, params Reading[] readings)
    {
        // A rule that was just put is in force.
        await town.Services.GetRequiredService<RulesMemory>().Settled;
        var firings = new List<Firing>();
        foreach (var reading in readings)
            lane.Judge(device, reading, false, reading.At, firings);
        await town.Do(async s =>
        {
            foreach (var f in firings)
                if (f.Raised && await s.GetRequiredService<IRules>().Find(f.Rule, CancellationToken.None) is { } rule)
                    await s.GetRequiredService<IAlarms>().Raise(
                        new(f.Rule, f.Key, rule.Name, device.Scope, rule.Severity, f.At)
                        {
                            Device = device.Id, Why = f.Why, Test = device.State == DeviceState.Test, Point = f.Fix is { } fix ? new GeoPoint(fix.Latitude, fix.Longitude) : device.Place,
                        },
                        CancellationToken.None);
                else
                    await s.GetRequiredService<IAlarms>().Clear(f.Rule, f.Key, f.At, CancellationToken.None);
            return true;
        });
        await town.DeliverEvents();
        return firings;
    }

    private static WebApplicationBuilder LongSignIns(WebApplicationBuilder builder)
    {
        builder.Configuration["People:AccessTokenLife"] = "90.00:00:00";
        return builder;
    }

    private static async Task Staff(TestTown town) => await town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var hash = (await db.Records<Account>().FirstAsync(a => a.UserName == "operator")).PasswordHash;
        var now = TestTown.Start.AddMinutes(-5);
        foreach (var (login, post) in new[] { ("officer", Posts.DutyOfficer), ("officer2", Posts.DutyOfficer), ("guard1", Posts.Guard), ("guard2", Posts.Guard), ("patrol1", Posts.Patrol) })
        {
            now = now.AddMilliseconds(1);
            var person = new Person { Id = Guid.CreateVersion7(now), Name = "王" + login, At = now };
            var account = NewAccounts.Staff(person.Id, login, s.GetRequiredService<TimeProvider>(), now);
            account.PasswordHash = hash;
            db.Records<Person>().Add(person);
            db.Records<Account>().Add(account);
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(now), AccountId = account.Id, Post = post, Scope = SmallTown.Group.Value, From = TestTown.Start.AddDays(-30) });
        }

        foreach (var code in new[] { "lake_alarm", "water_intrusion", "fire_alarm" })
            db.Records<Category>().Add(new() { Code = code, NameZh = "告警", NameEn = "Alarm", Icon = "ripple", Type = "alarm", TeamKind = "municipal", Team = "lighting", Open311 = false });
        return await db.SaveChangesAsync();
    });

    public static SensingRule Rule(string code = "lake", string? category = null, TimeSpan? up = null, params string[] callOut) => new()
    {
        Code = code, Name = ("水域闯入", "Somebody at the water"), Scope = SmallTown.Group, Kind = RuleKind.ZoneEnter, Severity = AlarmSeverity.Critical,
        CaseType = category is null ? null : "alarm", CaseCategory = category, EscalateAfter = up ?? TimeSpan.Zero, CallOut = callOut,
    };

    public static AlarmCause Cause(DateTimeOffset at, string key = "lake/radar/1", string rule = "lake") =>
        new(rule, key, ("水域闯入", "Somebody at the water"), SmallTown.First.Child("hf-1-g01"), AlarmSeverity.Critical, at) { Point = Lake, Why = ("进入溺水危险区", "Entered the danger zone") };

    /// <summary>Raises it as the pipeline does, and lets what follows happen.</summary>
    public static async Task<(Alarm Alarm, bool IsNew)> Raise(this TestTown town, AlarmCause cause)
    {
        var raised = await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var answer = await s.GetRequiredService<IAlarms>().Raise(cause, CancellationToken.None);
            await db.SaveChangesAsync();
            return answer;
        });
        await town.DeliverEvents();
        return raised;
    }

    public static async Task Clear(this TestTown town, AlarmCause cause, DateTimeOffset at)
    {
        await town.InScope(async s =>
        {
            await s.GetRequiredService<IAlarms>().Clear(cause.Rule, cause.Key, at, CancellationToken.None);
            return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        await town.DeliverEvents();
    }

    /// <summary>Lets the watch run as of now.</summary>
    public static async Task Watch(this TestTown town)
    {
        await town.InScope(async s =>
        {
            await s.GetRequiredService<WatchAlarms>().Run(CancellationToken.None);
            return true;
        });
        await town.DeliverEvents();
    }

    /// <summary>Refused because of a field.</summary>
    public static async Task Bad(this Task<HttpResponseMessage> answer, string field)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        JsonDocument.Parse(text).RootElement.GetProperty("field").GetString().ShouldBe(field, text);
    }

    private sealed class KnownRules(SensingRule[] rules) : IRules
    {
        public Task Put(SensingRule rule, CancellationToken cancel) => throw new NotSupportedException();

        public Task<SensingRule?> Find(string code, CancellationToken cancel) => Task.FromResult(rules.FirstOrDefault(r => r.Code == code));
    }

    private sealed class NothingKnown : ILatest
    {
        public DeviceTwin Of(DeviceId device) => new(device, null, false, new Dictionary<string, LatestValue>(), null);
    }

    private sealed class NoDevices : IDevices
    {
        public Device? Find(DeviceId id) => null;

        public Device? ByCode(string code) => null;

        public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit) => [];

        public Device? ByAddress(string protocol, string address) => null;

        public IReadOnlyCollection<Device> OfKind(string kind) => [];

        public Device? Enter(string code, string key) => null;

        public CancellationToken EndOf(DeviceId id) => CancellationToken.None;
    }
}
