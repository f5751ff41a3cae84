using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Linli.Cockpit.Wall;

/// <summary>What the wall shows now.</summary>
public sealed record ReadWall : IQuery<WallSeen>;

/// <summary>The wall.</summary>
/// <param name="At">When it was read, UTC.</param>
/// <param name="Modules">Eight modules: four that are named for every operation centre, four of our own choice.</param>
/// <param name="Running">Open alarms that need a hand, the gravest first: at most three.</param>
/// <param name="Events">The youngest alarms, open or not.</param>
public sealed record WallSeen(DateTimeOffset At, IReadOnlyList<WallModule> Modules, IReadOnlyList<WallAlarm> Running, IReadOnlyList<AlarmSeen> Events);

/// <summary>An alarm that is being seen to (处置中).</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="TargetSeconds">Within how many seconds the danger should be over, or <c>null</c>.</param>
public sealed record WallAlarm(AlarmSeen Alarm, int? TargetSeconds);

/// <summary>A module of the wall.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people read.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Named">Whether it is one of the four named ones.</param>
/// <param name="Figure">What it shows.</param>
/// <param name="AgeSeconds">How old that is; <c>null</c> with no data.</param>
/// <param name="Stale">Whether that is older than a minute.</param>
public sealed record WallModule(string Code, Phrase Name, string Icon, bool Named, CockpitFigure Figure, int? AgeSeconds, bool Stale);

internal sealed class ReadWallHandler(IEnumerable<ICockpitModule> modules, IEnumerable<AlarmTarget> targets, UseCaseRunner run, CurrentCaller current, TimeProvider time, ILogger<ReadWallHandler> log)
    : IHandler<ReadWall, WallSeen>, IUseCase
{
    private static readonly string[] Named = ["safety", "fire", "parking", "retail"];
    private static readonly string[] Chosen = ["school", "elders", "cases", "water"];
    private const int FreshSeconds = 60;
    private const int MostRunning = 3;
    private const int MostLooked = 100;
    private const int MostEvents = 14;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cockpit/wall", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadWall(), cancel))
            .Needs(CockpitPermissions.Wall).WithTags("Cockpit").WithSummary("The eight modules and the events of the wall 驾驶舱");

    public async Task<Result<WallSeen>> Handle(ReadWall request, CancellationToken cancel)
    {
        var (now, places) = (Clock.Now(time), current.Value.ScopesFor(CockpitPermissions.Wall));
        // A scene that brings a module of its own takes the place of ours.
        var byCode = modules.GroupBy(m => m.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.FirstOrDefault(m => m.GetType().Assembly != typeof(ReadWall).Assembly) ?? g.First(), StringComparer.Ordinal);
        var shown = new List<WallModule>();
        foreach (var code in Named.Concat(Chosen))
            if (byCode.TryGetValue(code, out var module))
                shown.Add(await Show(module, places, now, cancel));
        var open = await run.Ask(new ListAlarms { Open = true, Test = false, Severity = AlarmSeverity.Major, Take = MostLooked }, cancel);
        var events = await run.Ask(new ListAlarms { Take = MostEvents }, cancel);
        return new WallSeen(now, shown, Running(open.Value?.Items ?? [], now), events.Value?.Items ?? []);
    }

    // What is in danger now before what is only not closed yet; of equal ones the youngest.
    private List<WallAlarm> Running(IReadOnlyList<AlarmSeen> open, DateTimeOffset now) =>
        [.. open.Where(a => !(a.ShelvedUntil > now)).OrderBy(a => a.SafeAt is not null).ThenByDescending(a => a.Severity).ThenByDescending(a => a.RaisedAt).Take(MostRunning)
            .Select(a => new WallAlarm(a, (int?)targets.FirstOrDefault(t => t.Rule == a.Rule)?.Within.TotalSeconds))];

    // One module that fails must not take the wall down; it says so in its place.
    private async Task<WallModule> Show(ICockpitModule module, ScopeSet places, DateTimeOffset now, CancellationToken cancel)
    {
        CockpitFigure figure;
        try
        {
            figure = await module.Read(places, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Module {Module} of the wall failed.", module.Code);
            figure = CockpitFigure.Nothing(("读取失败，请联系管理员", "It could not be read: tell the operator"), "/cockpit");
        }

        var age = figure.AsOf is { } at ? (int)Math.Max(0, (now - at).TotalSeconds) : (int?)null;
        return new(module.Code, module.Name, module.Icon, Named.Contains(module.Code), figure, age, age > FreshSeconds);
    }
}
