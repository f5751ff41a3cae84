using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Sensing.Tests.Rules;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Devices that are simply there.</summary>
internal sealed class KnownDevices : IDevices
{
    private readonly ConcurrentDictionary<DeviceId, Device> all = new();

    public Device Add(string code, string kind = "probe", CoordinateSystem coordinates = CoordinateSystem.Wgs84, DeviceState state = DeviceState.InService, GeoPoint? place = null)
    {
        var device = new Device(new(Guid.CreateVersion7(TestTown.Start)), code, code, kind, SmallTown.First, state, coordinates, place, null);
        return all[device.Id] = device;
    }

    public void Put(Device device) => all[device.Id] = device;

    public IReadOnlyCollection<Device> Awaited() => [.. all.Values.Where(d => d is { AwaitedSince: not null, State: DeviceState.InService })];

    public Device? Find(DeviceId id) => all.GetValueOrDefault(id);

    public Device? ByCode(string code) => all.Values.FirstOrDefault(d => d.Code == code);

    public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit) => [];

    public Device? ByAddress(string protocol, string address) => null;

    public IReadOnlyCollection<Device> OfKind(string kind) => [.. all.Values.Where(d => d.Kind == kind)];

    public Device? Enter(string code, string key) => null;

    public CancellationToken EndOf(DeviceId id) => CancellationToken.None;
}

/// <summary>Kinds of the tests.</summary>
internal static class TestKinds
{
    public static readonly DeviceKind Probe = new("probe", ("探头", "Probe"), "gauge",
        new("heat", ("热", "Heat"), "℃", -50, 200), new("alarm", ("警", "Alarm"), "", 0, 1, MeasureUse.Switch), new("people", ("人", "People"), "", 0, 1000, MeasureUse.Count),
        new("energy", ("电", "Energy"), "kWh", 0, 1e6, MeasureUse.Meter));

    public static readonly DeviceKind Walker = new("walker", ("卡", "Card"), "walk") { Moves = true, MostSpeed = 5, KeepPositions = TimeSpan.FromDays(7) };

    public static readonly DeviceKind Card = new("card", ("学生卡", "Card"), "walk", new Measure("steps", ("步", "Steps"), "", 0, 1e5)) { Moves = true, MostSpeed = 30, Personal = true };
}

/// <summary>A rule as simple as can be: it comes true while <c>alarm</c> is 1, and is over when it is 0. Remembers its state across restarts.</summary>
internal sealed class SwitchRule : IRuleLanes
{
    public ConcurrentQueue<(string Measure, bool Late)> Judged { get; } = new();

    public IRuleLane Make() => new Lane(this);

    private sealed class Lane(SwitchRule owner) : IRuleLane
    {
        private readonly Dictionary<DeviceId, long> since = [];

        public DateTimeOffset? NextTimer => null;

        public void Judge(Device device, in Reading reading, bool late, DateTimeOffset received, List<Firing> firings)
        {
            owner.Judged.Enqueue((reading.Measure, late));
            if (late || reading.Measure != "alarm")
                return;
            if (reading.Value >= 0.5 && since.TryAdd(device.Id, reading.At.UtcTicks))
                firings.Add(new(CauseOf(device, reading.At.UtcTicks), true, reading.At, null, new Phrase("开", "on")));
            else if (reading.Value < 0.5 && since.Remove(device.Id, out var from))
                firings.Add(new(CauseOf(device, from), false, reading.At, null, new Phrase("关", "off")));
        }

        public void Heard(Device device, DateTimeOffset received, List<Firing> firings)
        {
        }

        public void Tick(DateTimeOffset now, List<Firing> firings)
        {
        }

        public byte[]? Save(DeviceId device) => since.TryGetValue(device, out var from) ? BitConverter.GetBytes(from) : null;

        public void Restore(DeviceId device, ReadOnlySpan<byte> state) => since[device] = BitConverter.ToInt64(state);

        private static Cause CauseOf(Device device, long from) => new("switch", device.Id, (from - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
    }
}

/// <summary>Rules of the engine, over any device.</summary>
internal sealed class RealRules(IReadOnlyList<SensingRule> rules, IReadOnlyList<Fence>? fences = null) : IRuleLanes
{
    private readonly RuleSet set = LaneBed.Set(rules, fences);

    public IRuleLane Make() => new RuleLane(() => set);

    /// <summary>Who is silent for ten minutes is offline.</summary>
    public static RealRules Offline() => new([LaneBed.Rule(RuleKind.Offline, "switch") with { Scope = SmallTown.First }]);
}

/// <summary>Counts in the current transaction how often an alarm was raised and cleared; fails when told to.</summary>
internal sealed class CountingAlarms(LinliDb db, AlarmTrouble trouble) : IAlarms
{
    public async Task<(Alarm Alarm, bool IsNew)> Raise(AlarmCause cause, CancellationToken cancel)
    {
        await Count("alarm:raised:" + Short(cause.Key, cause.CauseAt), cancel);
        return (new(new(Guid.Empty), cause.Rule, cause.Name, cause.Device, cause.Scope, cause.Point, cause.Severity, AlarmState.Raised, cause.CauseAt, cause.CauseAt, cause.Test), true);
    }

    public Task Clear(string rule, string key, DateTimeOffset at, CancellationToken cancel) => Count("alarm:cleared:" + Short(key, at), cancel);

    public Task<Alarm?> Find(AlarmId id, CancellationToken cancel) => Task.FromResult<Alarm?>(null);

    private static string Short(string key, DateTimeOffset at) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}@{at.UtcTicks}"))))[..24];

    private async Task Count(string name, CancellationToken cancel)
    {
        if (trouble.DatabaseIsAway)
            throw new TimeoutException("The database is away.");

        // A table of the engine that this test leaves empty otherwise: what is counted is committed, or undone, with the firing.
        var row = db.Records<HourRow>().Local.SingleOrDefault(h => h.Measure == name) ?? await db.Records<HourRow>().SingleOrDefaultAsync(h => h.Measure == name, cancel);
        if (row is null)
            db.Records<HourRow>().Add(new() { Measure = name, Hour = TestTown.Start, Count = 1 });
        else
            row.Count++;
    }
}

internal sealed class AlarmTrouble
{
    public bool DatabaseIsAway { get; set; }
}

internal sealed class OneRule : IRules
{
    public Task Put(SensingRule rule, CancellationToken cancel) => Task.CompletedTask;

    public Task<SensingRule?> Find(string code, CancellationToken cancel) => Task.FromResult<SensingRule?>(new()
    {
        Code = code,
        Name = new Phrase("开关", "Switch"),
        Scope = SmallTown.First,
        Kind = RuleKind.Threshold,
        Severity = AlarmSeverity.Major,
    });
}
