using System.Collections.Concurrent;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Geo;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>What the scene asks of the engine of sensing, answered from what a test says; the engine itself has tests of its own.</summary>
internal sealed class SensedTown : IDevices, ILatest, IAlarms, IResponders, IFences, IRules
{
    private readonly ConcurrentDictionary<DeviceId, Device> devices = [];
    private readonly ConcurrentDictionary<DeviceId, DeviceTwin> twins = [];
    private readonly ConcurrentDictionary<AlarmId, Alarm> alarms = [];

    public List<(Guid Account, string Kind, GeoPoint? Point)> Duty { get; } = [];

    public Dictionary<string, Fence> Fences { get; } = [];

    public Dictionary<DeviceId, IReadOnlyCollection<string>> Own { get; } = [];

    public Dictionary<string, SensingRule> Rules { get; } = [];

    public static async Task<(TestTown Town, SensedTown Sensed)> Found(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var sensed = new SensedTown();
        var town = await TestTown.Found(kind, builder => builder.Services
            .AddSingleton<IDevices>(sensed).AddSingleton<ILatest>(sensed).AddSingleton<IAlarms>(sensed).AddSingleton<IResponders>(sensed).AddSingleton<IFences>(sensed).AddSingleton<IRules>(sensed));
        return (town, sensed);
    }

    public DeviceId Add(string code, string kind, string? facility = null)
    {
        var id = new DeviceId(Guid.CreateVersion7(TestTown.Start));
        devices[id] = new(id, code, code, kind, SmallTown.Group, DeviceState.InService, CoordinateSystem.Wgs84, null, facility);
        return id;
    }

    public void Says(DeviceId device, DateTimeOffset at, params (string Measure, double Value)[] values) =>
        twins[device] = new(device, at, true, values.ToDictionary(v => v.Measure, v => new LatestValue(v.Value, at)), twins.GetValueOrDefault(device)?.Fix);

    public void IsAt(DeviceId device, DateTimeOffset at, double latitude, double longitude) =>
        twins[device] = new(device, at, true, twins.GetValueOrDefault(device)?.Values ?? new Dictionary<string, LatestValue>(), (new(latitude, longitude, 8), at));

    /// <summary>An alarm is raised, and what follows from it is delivered.</summary>
    public async Task<AlarmId> Raise(TestTown town, string rule, DeviceId device)
    {
        var at = town.Time.GetUtcNow();
        var alarm = new Alarm(new(Guid.CreateVersion7(at)), rule, (rule, rule), device, SmallTown.First, null, AlarmSeverity.Major, AlarmState.Raised, at, at, false);
        alarms[alarm.Id] = alarm;
        await Happens(town, alarm.Id, "raised");
        return alarm.Id;
    }

    public async Task Happens(TestTown town, AlarmId id, string what)
    {
        var alarm = alarms[id];
        await town.InScope(async s =>
        {
            s.GetRequiredService<Outbox>().Add(new AlarmChanged(id, alarm.Rule, alarm.Scope, what, alarm.Severity, false, true));
            return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        await town.DeliverEvents();
    }

    Device? IDevices.Find(DeviceId id) => devices.GetValueOrDefault(id);

    Device? IDevices.ByCode(string code) => devices.Values.FirstOrDefault(d => d.Code == code);

    IReadOnlyCollection<(string Address, Device Device)> IDevices.PartsOf(string protocol, string unit) => [];

    Device? IDevices.ByAddress(string protocol, string address) => null;

    IReadOnlyCollection<Device> IDevices.OfKind(string kind) => [.. devices.Values.Where(d => d.Kind == kind)];

    Device? IDevices.Enter(string code, string key) => null;

    CancellationToken IDevices.EndOf(DeviceId id) => CancellationToken.None;

    DeviceTwin ILatest.Of(DeviceId device) => twins.GetValueOrDefault(device) ?? new(device, null, false, new Dictionary<string, LatestValue>(), null);

    Task<(Alarm Alarm, bool IsNew)> IAlarms.Raise(AlarmCause cause, CancellationToken cancel) => throw new NotSupportedException();

    Task IAlarms.Clear(string rule, string key, DateTimeOffset at, CancellationToken cancel) => Task.CompletedTask;

    Task<Alarm?> IAlarms.Find(AlarmId id, CancellationToken cancel) => Task.FromResult(alarms.GetValueOrDefault(id));

    Task IResponders.CheckIn(Guid account, string kind, ScopePath scope, GeoPoint point, DateTimeOffset until, CancellationToken cancel)
    {
        Duty.Add((account, kind, point));
        return Task.CompletedTask;
    }

    Task IResponders.CheckOut(Guid account, string kind, CancellationToken cancel)
    {
        Duty.RemoveAll(d => d.Account == account && d.Kind == kind);
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<Responder>> IResponders.Nearest(ScopePath place, GeoPoint point, IReadOnlyCollection<string> kinds, int most, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Responder>>([]);

    Task IFences.Put(Fence fence, CancellationToken cancel)
    {
        Fences[fence.Code] = fence;
        return Task.CompletedTask;
    }

    Task IFences.Remove(string code, CancellationToken cancel) => Task.FromResult(Fences.Remove(code));

    Task IFences.SetOwn(DeviceId device, IReadOnlyCollection<string> fences, CancellationToken cancel)
    {
        Own[device] = fences;
        return Task.CompletedTask;
    }

    Task IFences.SetOwnOfMany(IReadOnlyCollection<(DeviceId Device, IReadOnlyCollection<string> Fences)> own, CancellationToken cancel)
    {
        foreach (var (device, fences) in own)
            Own[device] = fences;
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<Fence>> IFences.Within(ScopeSet places, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Fence>>([.. Fences.Values]);

    Task IRules.Put(SensingRule rule, CancellationToken cancel)
    {
        Rules[rule.Code] = rule;
        return Task.CompletedTask;
    }

    Task<SensingRule?> IRules.Find(string code, CancellationToken cancel) => Task.FromResult(Rules.GetValueOrDefault(code));
}

internal static class SchoolTown
{
    /// <summary>The assessment without which nobody may be asked for a child's whereabouts.</summary>
    public static Task<int> Assess(this TestTown town) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Records<Assessment>().Add(new()
        {
            Id = Guid.CreateVersion7(TestTown.Start), Purpose = "school-path", Necessity = "…", Risks = "…", Measures = "…", Decision = AssessmentDecision.Approved, DecidedBy = Guid.Empty, DecidedByName = "李",
            At = TestTown.Start.AddDays(-1), ValidUntil = new(2027, 11, 1),
        });
        return await db.SaveChangesAsync();
    });

    /// <summary>Gives a member of staff the post of a school.</summary>
    public static async Task<HttpClient> School(this TestTown town, string login)
    {
        var account = await town.Staff(login);
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account, Post = Posts.SchoolSafety, Scope = SmallTown.First.Value, From = TestTown.Start.AddDays(-1) });
            await db.SaveChangesAsync();
            s.GetRequiredService<CallerDirectory>().Forget(account);
            return true;
        });
        return await town.StaffClient(login);
    }

    /// <summary>A path of 1,500 m along 30.208 with a school at its west end, and a term.</summary>
    public static async Task BuildPath(this TestTown town, string crs = "wgs84")
    {
        var staff = await town.StaffClient("operator");
        await staff.Put("/mobility/school-paths/blue", Path(crs)).Good();
        await staff.Put("/mobility/school-calendar/hf", new
        {
            terms = new[] { new { nameZh = "第一学期", from = "2026-09-01", to = "2027-01-22" } },
            days = new[] { new { date = "2026-11-25", isSchoolDay = false, note = "运动会" }, new { date = "2026-11-28", isSchoolDay = true, note = "补课" } },
        }).Good();
    }

    public static object Path(string crs = "wgs84", string windows = "07:20-08:10 16:20-17:10") => new
    {
        place = "hf",
        nameZh = "蓝色通学路",
        nameEn = "Blue School Path",
        crs,
        plannedMetres = 1500,
        sideMetres = 20,
        windows,
        // 1,500 m along the parallel of 30.208 are 0.0155778 degrees on the ellipsoid.
        line = new { type = "LineString", coordinates = new[] { At(crs, 120.2000, 30.208), At(crs, 120.2155778, 30.208) } },
        schools = new[] { new { school = "school-a", place = "hf-1", nameZh = "桐荫小学", nameEn = "Tongyin Primary School", grounds = Box(crs, 120.1985, 30.2075, 120.2000, 30.2085) } },
    };

    private static object Box(string crs, double west, double south, double east, double north) => new
    {
        type = "Polygon",
        coordinates = new[] { new[] { At(crs, west, south), At(crs, east, south), At(crs, east, north), At(crs, west, north), At(crs, west, south) } },
    };

    // As a public map of China gives the same place.
    private static double[] At(string crs, double lon, double lat)
    {
        var (latitude, longitude) = ChinaCoordinates.FromWgs84(new GeoPoint(lat, lon), crs == "gcj02" ? CoordinateSystem.Gcj02 : CoordinateSystem.Wgs84);
        return [longitude, latitude];
    }
}
