using Linli.Cases;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Rules;

/// <summary>Runs a rule as it is wished over the readings of a period, before it is switched on; nothing is raised and nothing kept.</summary>
/// <param name="Rule">The rule, on or off.</param>
/// <param name="From">First instant, UTC.</param>
/// <param name="Until">Not part of the period, UTC; at most 31 days later.</param>
internal sealed record ReplayRule(KeepRule Rule, DateTimeOffset From, DateTimeOffset Until) : IQuery<RuleReplayed>, IValidated
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Until <= From || Until - From > Longest)
            yield return Problem.Invalid("until", "sensing.replay_period", "时间段应为 1 秒到 31 天。", "A period is one second to 31 days.");
    }
}

/// <summary>What a rule would have done.</summary>
/// <param name="Readings">How many readings were looked at.</param>
/// <param name="Stopped">Not all were: there are too many.</param>
/// <param name="Raised">How often it would have fired.</param>
/// <param name="Devices">On how many devices.</param>
/// <param name="Firings">The first of them; empty for devices that persons carry, whose whereabouts are nobody's business here (R38).</param>
internal sealed record RuleReplayed(int Readings, bool Stopped, int Raised, int Devices, IReadOnlyList<WouldFire> Firings);

/// <summary>A time it would have fired.</summary>
/// <param name="Device">Code of the device.</param>
/// <param name="At">When, UTC.</param>
/// <param name="ClearedAt">When it would have been over, UTC; <c>null</c> while it lasts.</param>
/// <param name="Why">Why.</param>
internal sealed record WouldFire(string Device, DateTimeOffset At, DateTimeOffset? ClearedAt, Phrase Why);

internal sealed class ReplayRuleHandler(
    LinliDb db, RuleBook book, IScopeTree tree, IEnumerable<DeviceKind> kinds, CaseTypes cases, CurrentCaller current,
    IEnumerable<IStoredReadings> stored, IEnumerable<IDeviceGroups> groups, IEnumerable<ISchoolDays> school) : IHandler<ReplayRule, RuleReplayed>, IUseCase
{
    private const int MostReadings = 2_000_000;
    private const int MostShown = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/rules/{code}/replay", async (string code, ReplayRule request, UseCaseRunner runner, CancellationToken cancel) =>
                await runner.Answer(request with { Rule = request.Rule with { Code = code } }, cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("What a rule would have done 规则回放");

    public async Task<Result<RuleReplayed>> Handle(ReplayRule request, CancellationToken cancel)
    {
        var meant = await KeepRuleHandler.Meant(request.Rule, book, tree, kinds, cases, current.Value, cancel);
        if (!meant.Ok)
            return meant.As<RuleReplayed>();
        if (stored.LastOrDefault() is not { } history)
            return Problem.Conflict("sensing.no_history", "没有可回放的历史数据。", "No readings are kept that could be replayed.");
        var rule = meant.Value with { On = true };
        var replay = await Replay(rule, cancel);
        string[] measures = RuleCheck.IsOfPlace(rule.Kind) ? [Reading.Position] : [.. new[] { rule.Measure, rule.OtherMeasure }.OfType<string>()];
        var stopped = false;
        await foreach (var reading in history.Between(rule.Scope, rule.DeviceKind, measures, request.From, request.Until, cancel))
            if (stopped = !replay.Take(reading, MostReadings))
                break;
        var (raised, devices, firings) = replay.End(request.Until);
        var personal = kinds.Where(k => k.Personal).Select(k => k.Code).ToHashSet(StringComparer.Ordinal);
        return new RuleReplayed(replay.Readings, stopped, raised, devices, [.. firings.Where(f => !personal.Contains(f.Kind)).Take(MostShown).Select(f => f.Would)]);
    }

    private async Task<RuleReplay> Replay(SensingRule rule, CancellationToken cancel)
    {
        var own = rule.Kind == RuleKind.Corridor ? await db.Records<OwnFenceRow>().AsNoTracking().ToListAsync(cancel) : [];
        var codes = own.Select(o => o.Fence).Append(rule.Fence ?? "").Distinct().ToList();
        // Own fences may lie anywhere; who may replay the rule learns nothing of them but that a way ended there.
        var fences = await db.Unfiltered<FenceRow>().AsNoTracking().Where(f => codes.Contains(f.Code)).ToListAsync(cancel);
        return new(new RuleSet([rule], fences.ConvertAll(f => f.ToFence()), own.GroupBy(o => o.Device).ToDictionary(g => g.Key, g => g.Select(o => o.Fence).ToArray()),
            kinds, groups.LastOrDefault() is { } book ? book.IsIn : null, school.LastOrDefault()));
    }
}

/// <summary>Feeds stored readings to rules as they came, timers in between.</summary>
internal sealed class RuleReplay(RuleSet set)
{
    private readonly RuleLane lane = new(() => set);
    private readonly List<Firing> firings = [];
    private readonly Dictionary<DeviceId, Device> devices = [];

    public int Readings { get; private set; }

    /// <summary>Everything that fired or was over, in order.</summary>
    public IReadOnlyList<Firing> Firings => firings;

    /// <summary>Judges a reading; <c>false</c> when there were enough.</summary>
    public bool Take(in StoredReading stored, int most)
    {
        if (Readings >= most)
            return false;
        Readings++;
        devices[stored.Device.Id] = stored.Device;
        if (lane.NextTimer <= stored.Received)
            lane.Tick(stored.Received, firings);
        // What is under repair today was not so then.
        lane.Judge(stored.Device with { State = DeviceState.InService }, stored.Reading, stored.Late, stored.Received, firings);
        return true;
    }

    /// <summary>Lets the last timers run and pairs what fired with its end.</summary>
    public (int Raised, int Devices, List<(string Kind, WouldFire Would)> Firings) End(DateTimeOffset until)
    {
        lane.Tick(until, firings);
        var ends = firings.Where(f => !f.Raised).ToLookup(f => f.Key, f => f.At);
        var raised = firings.Where(f => f.Raised).ToList();
        return (raised.Count, raised.Select(f => f.Device).Distinct().Count(),
            raised.ConvertAll(f => (devices[f.Device].Kind, new WouldFire(devices[f.Device].Code, f.At, ends[f.Key].Select(a => (DateTimeOffset?)a).FirstOrDefault(), f.Why))));
    }
}
