using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Rules;
using Linli.Sensing.Tests.Fences;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Tests.Rules;

/// <summary>A lane with rules, and devices that speak to it.</summary>
internal sealed class LaneBed
{
    /// <summary>Monday 23 November 2026, 08:00 in Shanghai.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    public static readonly ScopePath Here = ScopePath.Parse("/zj/ys/hf/hf-1/", null);

    public static readonly DeviceKind Card = new("student-card", ("学生卡", "Student card"), "id", Measures.Battery, Measures.Sos) { Moves = true };

    public static readonly DeviceKind Sensor = new("sensor", ("传感器", "Sensor"), "gauge", Measures.Temperature,
        new Measure("motion", ("活动", "Motion"), "", 0, 1, MeasureUse.Switch), new Measure("in", ("驶入", "In"), "", 0, 100, MeasureUse.Count),
        new Measure("out", ("驶出", "Out"), "", 0, 100, MeasureUse.Count));

    public readonly List<Firing> Firings = [];
    private RuleSet set;

    public LaneBed(IReadOnlyList<SensingRule> rules, IReadOnlyList<Fence>? fences = null, IReadOnlyDictionary<DeviceId, string[]>? own = null, ISchoolDays? school = null)
    {
        set = Set(rules, fences, own, school);
        Lane = new RuleLane(() => set);
    }

    public RuleLane Lane { get; private set; }

    public static Device Device(string code = "C-1", DeviceKind? kind = null, DeviceState state = DeviceState.InService) =>
        new(new(new Guid(Encoding.ASCII.GetBytes(code.PadRight(16)))), code, code, (kind ?? Card).Code, Here, state, CoordinateSystem.Wgs84, null, null);

    public static SensingRule Rule(RuleKind kind, string code = "rule") => new() { Code = code, Name = (code, code), Scope = Here, Kind = kind, Severity = AlarmSeverity.Major };

    public static SensingRule OfFence(RuleKind kind, string fence = "fence", string code = "rule") => Rule(kind, code) with { Fence = fence };

    public static Fence Fence(Geometry area, string code = "fence") => new(code, ("围栏" + code, "Fence " + code), Here, area);

    public static RuleSet Set(IReadOnlyList<SensingRule> rules, IReadOnlyList<Fence>? fences = null, IReadOnlyDictionary<DeviceId, string[]>? own = null, ISchoolDays? school = null) =>
        new(rules, fences ?? [], own ?? new Dictionary<DeviceId, string[]>(), [Card, Sensor], null, school);

    /// <summary>Other rules from here on.</summary>
    public void Now(IReadOnlyList<SensingRule> rules, IReadOnlyList<Fence>? fences = null) => set = Set(rules, fences);

    /// <summary>A new process: what was kept of the devices, and nothing else.</summary>
    public void Restart(params Device[] devices)
    {
        var kept = devices.Select(d => (d.Id, State: Lane.Save(d.Id)!)).ToList();
        Lane = new RuleLane(() => set);
        foreach (var (id, state) in kept)
            Lane.Restore(id, state);
    }

    /// <summary>A position, in metres from the middle, so many seconds after the start.</summary>
    public LaneBed At(Device device, double seconds, double east, double north = 0, float accuracy = 5, bool late = false)
    {
        var point = DrawnFences.At(east, north);
        var at = Start.AddSeconds(seconds);
        Lane.Judge(device, new Reading(device.Id, at, new Fix(point.Y, point.X, accuracy)), late, at, Firings);
        return this;
    }

    public LaneBed Says(Device device, double seconds, string measure, double value)
    {
        var at = Start.AddSeconds(seconds);
        Lane.Judge(device, new Reading(device.Id, measure, at, value), false, at, Firings);
        return this;
    }

    public LaneBed Tick(double seconds)
    {
        Lane.Tick(Start.AddSeconds(seconds), Firings);
        return this;
    }

    /// <summary>What fired since the last asking: + or - and the seconds after the start.</summary>
    public string Fired()
    {
        var text = string.Join(' ', Firings.Select(f => FormattableString.Invariant($"{(f.Raised ? '+' : '-')}{(f.At - Start).TotalSeconds:0}")));
        Firings.Clear();
        return text;
    }
}
