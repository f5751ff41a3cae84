using Linli.Platform.Data;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.Sensing;

/// <summary>What a rule looks for (规则类型).</summary>
public enum RuleKind
{
    /// <summary>进入区域: came into the fence.</summary>
    ZoneEnter,

    /// <summary>离开区域: left the fence.</summary>
    ZoneExit,

    /// <summary>滞留: stayed within the fence for the time of <see cref="SensingRule.For"/>.</summary>
    ZoneDwell,

    /// <summary>
    /// 走廊: left the fence on the way. A way that ends in one of the device's own fences (<see cref="IFences.SetOwn"/>) ends well
    /// and is no alarm.
    /// </summary>
    Corridor,

    /// <summary>阈值: above or below the limit for the time of <see cref="SensingRule.For"/>.</summary>
    Threshold,

    /// <summary>变化率: changed by more than the limit within the time of <see cref="SensingRule.For"/>.</summary>
    RateOfChange,

    /// <summary>无动静: no reading of the measure above the limit for the time of <see cref="SensingRule.For"/>, within the hours of the rule.</summary>
    Absence,

    /// <summary>离线: no word at all for longer than its kind allows.</summary>
    Offline,

    /// <summary>计数不符: two counters of one device or group differ by more than the limit.</summary>
    CounterMismatch,
}

/// <summary>Which way a limit is broken.</summary>
public enum LimitSide
{
    /// <summary>Above it, or equal to it.</summary>
    Above,

    /// <summary>Below it, or equal to it.</summary>
    Below,
}

/// <summary>How bad an alarm is (告警等级).</summary>
public enum AlarmSeverity
{
    /// <summary>提示: to be looked at in the day.</summary>
    Notice,

    /// <summary>一般: to be looked at within the hour.</summary>
    Minor,

    /// <summary>重要: somebody goes now.</summary>
    Major,

    /// <summary>紧急: life or limb; sound and red in the duty room.</summary>
    Critical,
}

/// <summary>Days on which a rule or a watch holds.</summary>
public enum WatchDays
{
    /// <summary>Every day.</summary>
    Every,

    /// <summary>Working days, make-up Saturdays included (R52).</summary>
    Working,

    /// <summary>School days: working days outside school holidays.</summary>
    School,
}

/// <summary>A time of day in which a rule holds, local time; <paramref name="To"/> is not part of it, and may lie after midnight.</summary>
public sealed record WatchHours(TimeOnly From, TimeOnly To);

/// <summary>A rule (告警规则) as it is kept; scenes bring theirs through <see cref="IRules"/>, people change them at their desks.</summary>
public sealed record SensingRule
{
    /// <summary>Unique code, such as <c>lake-danger</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What people read.</summary>
    public required Phrase Name { get; init; }

    /// <summary>Where it holds: for devices that belong here.</summary>
    public required ScopePath Scope { get; init; }

    /// <summary>What it looks for.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>How bad it is.</summary>
    public required AlarmSeverity Severity { get; init; }

    /// <summary>Code of the kind of device it looks at; <c>null</c> for any.</summary>
    public string? DeviceKind { get; init; }

    /// <summary>Code of a group of devices it looks at, or <c>null</c>.</summary>
    public string? Group { get; init; }

    /// <summary>Code of the fence, for rules of places.</summary>
    public string? Fence { get; init; }

    /// <summary>Code of the measure, for rules of values.</summary>
    public string? Measure { get; init; }

    /// <summary>Code of the other counter, for <see cref="RuleKind.CounterMismatch"/>.</summary>
    public string? OtherMeasure { get; init; }

    /// <summary>The limit, in the unit of the measure.</summary>
    public double Limit { get; init; }

    /// <summary>Which way the limit is broken.</summary>
    public LimitSide Side { get; init; }

    /// <summary>By how much the value must come back before the alarm clears, in the unit of the measure; never negative.</summary>
    public double Hysteresis { get; init; }

    /// <summary>How long it must last.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How many credible positions in a row make it true; 1 for water, 2 else.</summary>
    public int Fixes { get; init; } = 2;

    /// <summary>A position less accurate than this, in metres, is no proof of anything.</summary>
    public double MostAccuracy { get; init; } = 30;

    /// <summary>
    /// Width of the band round the fence, in metres, in which neither enter nor exit is decided; an exit needs the whole circle of
    /// accuracy to be clear of fence and band.
    /// </summary>
    public double Band { get; init; } = 5;

    /// <summary>Days on which it holds.</summary>
    public WatchDays Days { get; init; }

    /// <summary>Hours in which it holds; empty for all day.</summary>
    public IReadOnlyList<WatchHours> Hours { get; init; } = [];

    /// <summary>Code of the case type that an alarm opens, or <c>null</c> when it opens none.</summary>
    public string? CaseType { get; init; }

    /// <summary>Code of the case's category.</summary>
    public string? CaseCategory { get; init; }

    /// <summary>Unanswered for so long it goes one level up; zero for never.</summary>
    public TimeSpan EscalateAfter { get; init; }

    /// <summary>Kinds of post that are called out, nearest first (see <see cref="IResponders"/>); empty for nobody.</summary>
    public IReadOnlyList<string> CallOut { get; init; } = [];

    /// <summary>Whether it is switched on.</summary>
    public bool On { get; init; } = true;
}

/// <summary>Keeps rules.</summary>
public interface IRules
{
    /// <summary>Writes a rule in the current transaction, in place of the one with its code; lanes follow within a second.</summary>
    Task Put(SensingRule rule, CancellationToken cancel);

    /// <summary>The rule with a code, or <c>null</c>.</summary>
    Task<SensingRule?> Find(string code, CancellationToken cancel);
}

/// <summary>An area on the ground that rules look at (围栏).</summary>
/// <param name="Code">Unique code.</param>
/// <param name="Name">What people read.</param>
/// <param name="Scope">Where it belongs.</param>
/// <param name="Area">Polygon or several, WGS-84, holes allowed.</param>
public sealed record Fence(string Code, Phrase Name, ScopePath Scope, Geometry Area);

/// <summary>Keeps fences.</summary>
public interface IFences
{
    /// <summary>Writes a fence in the current transaction, in place of the one with its code; lanes follow within a second.</summary>
    /// <exception cref="ArgumentException">The area is empty, crosses itself or lies outside the degrees of the earth.</exception>
    Task Put(Fence fence, CancellationToken cancel);

    /// <summary>Takes a fence away in the current transaction.</summary>
    Task Remove(string code, CancellationToken cancel);

    /// <summary>Says in which fences a device's way along a corridor ends well, such as a pupil's own compound; replaces what was said before.</summary>
    Task SetOwn(DeviceId device, IReadOnlyCollection<string> fences, CancellationToken cancel);

    /// <summary>The same for many devices that had none yet, with few statements.</summary>
    Task SetOwnOfMany(IReadOnlyCollection<(DeviceId Device, IReadOnlyCollection<string> Fences)> own, CancellationToken cancel);

    /// <summary>All fences within places.</summary>
    Task<IReadOnlyList<Fence>> Within(ScopeSet places, CancellationToken cancel);
}

/// <summary>Days that are school days; the scene of learning or mobility answers, without one every working day is.</summary>
public interface ISchoolDays
{
    /// <summary>Whether the schools of a place teach on a local date.</summary>
    bool IsSchoolDay(ScopePath place, DateOnly date);
}
