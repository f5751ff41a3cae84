using System.Collections.Concurrent;
using System.Collections.Frozen;
using Linli.Platform.Time;
using Linli.Sensing.Fences;

namespace Linli.Sensing.Rules;

/// <summary>A rule made ready for lanes.</summary>
/// <param name="Number">Its place in <see cref="RuleSet.Rules"/>.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Fence">Number of its fence in the index, -1 for none.</param>
internal sealed record ReadyRule(int Number, SensingRule Rule, int Fence)
{
    public PresencePolicy Policy { get; } = PresencePolicy.Of(Rule);

    public RuleKind Kind { get; } = Rule.Kind;

    public long For { get; } = Rule.For.Ticks;

    public bool IsOfPlace => Rule.Kind is RuleKind.ZoneEnter or RuleKind.ZoneExit or RuleKind.ZoneDwell or RuleKind.Corridor;

    /// <summary>Whether state gathered under another version still means the same.</summary>
    public bool Continues(ReadyRule before) =>
        (Rule.Kind, Rule.Fence, Rule.Measure, Rule.OtherMeasure, Rule.Side) == (before.Rule.Kind, before.Rule.Fence, before.Rule.Measure, before.Rule.OtherMeasure, before.Rule.Side);
}

/// <summary>
/// All rules that are switched on, their fences and what lanes need to know besides, at one moment. Immutable; lanes take up the
/// next one as a whole.
/// </summary>
internal sealed class RuleSet
{
    private readonly ConcurrentDictionary<(string, string, string), RuleProfile> profiles = new();
    private readonly FrozenDictionary<DeviceId, int[]> own;
    private readonly FrozenDictionary<string, DeviceKind> kinds;
    private readonly int[] watches;
    private readonly int[] watchesFrom;
    private readonly string[] groups;
    private readonly Func<DeviceId, string, bool> isIn;
    private readonly ISchoolDays? school;
    private readonly WorkingDayCalendar calendar;

    public RuleSet(
        IReadOnlyList<SensingRule> rules, IReadOnlyList<Fence> fences, IReadOnlyDictionary<DeviceId, string[]> own, IEnumerable<DeviceKind> kinds,
        Func<DeviceId, string, bool>? isIn = null, ISchoolDays? school = null, WorkingDayCalendar? calendar = null)
    {
        Fences = [.. fences];
        Index = FenceIndex.Build([.. fences.Select(f => f.Area)]);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Fences.Length; i++)
            numbers[Fences[i].Code] = i;
        // A rule whose fence is gone can say nothing.
        Rules = [.. rules.Where(r => r.On && (r.Fence is null || numbers.ContainsKey(r.Fence)))
            .OrderBy(r => r.Code, StringComparer.Ordinal).Select((r, n) => new ReadyRule(n, r, r.Fence is null ? -1 : numbers[r.Fence]))];
        ByCode = Rules.ToFrozenDictionary(r => r.Rule.Code, StringComparer.Ordinal);
        Places = Array.ConvertAll(Rules, r => new PlaceRule(r));
        watches = [.. Rules.Where(r => r.IsOfPlace).OrderBy(r => r.Fence).ThenBy(r => r.Number).Select(r => r.Number)];
        watchesFrom = new int[Fences.Length + 1];
        foreach (var watch in watches)
            watchesFrom[Rules[watch].Fence + 1]++;
        for (var i = 0; i < Fences.Length; i++)
            watchesFrom[i + 1] += watchesFrom[i];
        this.own = own.ToFrozenDictionary(o => o.Key, o => o.Value.Where(numbers.ContainsKey).Select(c => numbers[c]).ToArray());
        this.kinds = kinds.DistinctBy(k => k.Code).ToFrozenDictionary(k => k.Code, StringComparer.Ordinal);
        groups = [.. Rules.Select(r => r.Rule.Group).OfType<string>().Distinct()];
        this.isIn = isIn ?? ((_, _) => false);
        (this.school, this.calendar) = (school, calendar ?? WorkingDayCalendar.China);
    }

    public static RuleSet Empty { get; } = new([], [], new Dictionary<DeviceId, string[]>(), []);

    public Fence[] Fences { get; }

    public FenceIndex Index { get; }

    public ReadyRule[] Rules { get; }

    public FrozenDictionary<string, ReadyRule> ByCode { get; }

    /// <summary>By number of the rule: what a position is held against.</summary>
    public PlaceRule[] Places { get; }

    /// <summary>The rules of places on a fence.</summary>
    public ReadOnlySpan<int> WatchesOf(int fence) => watches.AsSpan(watchesFrom[fence]..watchesFrom[fence + 1]);

    /// <summary>Numbers of the fences in which a device's way ends well.</summary>
    public int[] OwnOf(DeviceId device) => own.GetValueOrDefault(device, []);

    /// <summary>Which rules look at a device; devices of one kind, place and groups share the answer.</summary>
    public RuleProfile ProfileOf(Device device)
    {
        var member = groups.Length == 0 ? "" : string.Join('|', groups.Where(g => isIn(device.Id, g)));
        return profiles.GetOrAdd((device.Kind, device.Scope.Value, member), _ => Profile(device, [.. member.Split('|')]));
    }

    private RuleProfile Profile(Device device, HashSet<string> member)
    {
        var applies = Array.ConvertAll(Rules, r => r.Rule.Scope.Contains(device.Scope)
            && (r.Rule.DeviceKind is null || r.Rule.DeviceKind == device.Kind) && (r.Rule.Group is null || member.Contains(r.Rule.Group)));
        var schedules = Array.ConvertAll(Rules, r => PlaceRule.IsAlways(r.Rule) ? WatchSchedule.Always : new(r.Rule.Days, r.Rule.Hours, device.Scope, calendar, school));
        return new(this, applies, schedules, kinds.GetValueOrDefault(device.Kind));
    }
}

/// <summary>What a position is held against, close together in memory: every position of every device comes by here.</summary>
/// <param name="ready">The rule.</param>
internal readonly struct PlaceRule(ReadyRule ready)
{
    public readonly ReadyRule Ready = ready;
    public readonly PresencePolicy Policy = ready.Policy;
    public readonly RuleKind Kind = ready.Kind;
    public readonly int Fence = ready.Fence;

    /// <summary>Whether it holds at all times.</summary>
    public readonly bool Always = IsAlways(ready.Rule);

    public static bool IsAlways(SensingRule rule) => rule is { Days: WatchDays.Every, Hours.Count: 0 };
}

/// <summary>Which rules look at devices of one kind, place and groups.</summary>
internal sealed class RuleProfile
{
    public RuleProfile(RuleSet set, bool[] applies, WatchSchedule[] schedules, DeviceKind? kind)
    {
        (Set, Applies, Schedules, Kind) = (set, applies, schedules, kind);
        Values = [.. set.Rules.Where(r => applies[r.Number] && !r.IsOfPlace)];
        HasPlaces = set.Rules.Any(r => applies[r.Number] && r.IsOfPlace);
        var byMeasure = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var slot = 0; slot < Values.Length; slot++)
            foreach (var measure in new[] { Values[slot].Rule.Measure, Values[slot].Rule.OtherMeasure }.OfType<string>().Distinct())
                (byMeasure.TryGetValue(measure, out var list) ? list : byMeasure[measure] = []).Add(slot);
        ByMeasure = byMeasure.ToFrozenDictionary(m => m.Key, m => m.Value.ToArray(), StringComparer.Ordinal);
        OfflineSlots = [.. Enumerable.Range(0, Values.Length).Where(s => Values[s].Rule.Kind == RuleKind.Offline)];
    }

    public RuleSet Set { get; }

    /// <summary>By number of the rule.</summary>
    public bool[] Applies { get; }

    /// <summary>By number of the rule.</summary>
    public WatchSchedule[] Schedules { get; }

    /// <summary>Rules that are not of places, each with a slot.</summary>
    public ReadyRule[] Values { get; }

    /// <summary>Slots that look at a measure.</summary>
    public FrozenDictionary<string, int[]> ByMeasure { get; }

    public int[] OfflineSlots { get; }

    public bool HasPlaces { get; }

    public DeviceKind? Kind { get; }

    public long OfflineAfter => (Kind?.OfflineAfter ?? TimeSpan.FromMinutes(10)).Ticks;
}
