using System.Globalization;
using Linli.Cases.Statistics;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Sensing.Responders;
using static Linli.Cockpit.Wall.WallFacts;

namespace Linli.Cockpit.Wall;

/// <summary>综合安防: open alarms of every kind, the worst first.</summary>
internal sealed class SafetyModule(WallFacts facts) : ICockpitModule
{
    public string Code => "safety";

    public Phrase Name => ("综合安防", "Security");

    public string Icon => "shield";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var (all, critical, lake) = (await facts.Open(cancel), await facts.Open(cancel, severity: AlarmSeverity.Critical), await facts.Open(cancel, rule: Lake.LakePart.Rule));
        return new(Text(all.Total), ("未关闭告警", "Open alarms"), facts.Now, AlarmsLink())
        {
            Look = critical.Total > 0 ? CockpitLook.Alarm : all.Total > 0 ? CockpitLook.Watch : CockpitLook.Good,
            Facts =
            [
                new(("紧急", "Critical"), Text(critical.Total), AlarmsLink(severity: AlarmSeverity.Critical)), new(("溺水危险区", "Danger zone"), Text(lake.Total), AlarmsLink(Lake.LakePart.Rule)),
                Online(facts.Of(places, WatchKinds.Camera, Lake.LakePart.Radar.Code)),
            ],
        };
    }
}

/// <summary>智慧消防: open fire alarms and what the fire devices say.</summary>
internal sealed class FireModule(WallFacts facts) : ICockpitModule
{
    internal const string Kinds = "fire-panel,smoke-detector,water-pressure";

    public string Code => "fire";

    public Phrase Name => ("智慧消防", "Fire safety");

    public string Icon => "flame";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var known = facts.Of(places, "fire-panel", "smoke-detector", "water-pressure");
        if (Youngest(known) is not { } at)
            return Nothing(("消防设备", "fire device"), "/desk/devices");
        var open = await facts.Open(cancel, kinds: Kinds);
        var pressure = known.Where(k => k.Device.Kind == "water-pressure" && k.Twin.Values.ContainsKey("pressure")).Select(k => k.Twin.Values["pressure"].Value).ToList();
        return new(Text(open.Total), ("未关闭火警", "Open fire alarms"), at, AlarmsLink(kinds: Kinds))
        {
            Look = open.Total > 0 ? CockpitLook.Alarm : CockpitLook.Good,
            Facts =
            [
                Online(known), new(("最低水压 MPa", "Lowest pressure, MPa"), pressure.Count == 0 ? "–" : pressure.Min().ToString("0.00", CultureInfo.InvariantCulture), "/desk/devices"),
                new(("误报统计", "False alarms"), "→", $"/desk/alarms/figures?kinds={Kinds}"),
            ],
        };
    }
}

/// <summary>通学守护: alerts of the way to school that are open, and those who stand by. No child is named or counted here.</summary>
internal sealed class SchoolModule(WallFacts facts, UseCaseRunner run) : ICockpitModule
{
    public string Code => "school";

    public Phrase Name => ("通学守护", "Way to school");

    public string Icon => "school";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var open = await facts.Open(cancel, rule: "school-path-exit");
        var duty = (await run.Ask(new ListOnDuty(), cancel)).Value ?? [];
        return new(Text(open.Total), ("偏离步道未关闭", "Open alerts on the path"), facts.Now, AlarmsLink("school-path-exit"))
        {
            Look = open.Total > 0 ? CockpitLook.Alarm : CockpitLook.Good,
            Facts = [.. duty.Where(d => d.Kind != Posts.DutyOfficer).GroupBy(d => d.Kind).Take(3).Select(g => new CockpitFact(($"在岗{g.First().Name.Zh}", $"{g.First().Name.En} on duty"), Text(g.Count()), "/desk/duty"))],
        };
    }
}

/// <summary>事项闭环: how many cases of thirty days are closed, with numerator and denominator.</summary>
internal sealed class CasesModule(UseCaseRunner run) : ICockpitModule
{
    public string Code => "cases";

    public Phrase Name => ("事项闭环", "Cases");

    public string Icon => "recycle";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        if ((await run.Ask(new CaseStatistics(), cancel)).Value is not { } counted)
            return CockpitFigure.Nothing(("您无权查看事项统计", "You may not see the figures of cases"), "/desk");
        var rate = counted.Total.Rates.FirstOrDefault(r => r.Code == "closed_loop");
        return new(rate?.Value is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : "–", ("近 30 天闭环率", "Closed of 30 days"), counted.At, "/desk/statistics")
        {
            Facts = [new(("已闭环/应闭环", "Closed/due"), $"{rate?.Numerator}/{rate?.Denominator}", "/desk/statistics"), new(("超期答复", "Late answers"), Text(counted.Times.Late), "/desk/statistics")],
        };
    }
}

/// <summary>环境水位: the highest water level and what the stations say.</summary>
internal sealed class WaterModule(WallFacts facts) : ICockpitModule
{
    public string Code => "water";

    public Phrase Name => ("环境水位", "Water and air");

    public string Icon => "ripple";

    public Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var known = facts.Of(places, "water-level", "surface-water-station", "air-station");
        if (Youngest(known) is not { } at)
            return Task.FromResult(Nothing(("水位计和监测站", "gauge or station"), "/desk/devices"));
        var (level, air) = (Most("water-level", "level"), Most("air-station", "pm25"));
        return Task.FromResult(new CockpitFigure(Shown(level, "0.00 m"), ("最高水位", "Highest level"), at, "/desk/devices")
        {
            Facts = [new(("PM2.5 µg/m³", "PM2.5 µg/m³"), Shown(air, "0"), "/desk/devices"), Online(known)],
        });

        double? Most(string kind, string measure) => known.Where(k => k.Device.Kind == kind && k.Twin.Values.ContainsKey(measure)).Max(k => (double?)k.Twin.Values[measure].Value);

        static string Shown(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
    }
}
