using System.Globalization;
using Linli.Cases.Statistics;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Sensing.Alarms;
using Linli.Sensing.Responders;
using static Linli.Cockpit.Wall.WallFacts;

namespace Linli.Cockpit.Wall;

/// <summary>综合安防: open alarms of every kind, the worst first.</summary>
internal sealed class SafetyModule(WallFacts facts) : ICockpitModule
{
    private const string Kinds = WatchKinds.Camera + ",water-radar";

    public string Code => "safety";

    public Phrase Name => ("综合安防", "Security");

    public string Icon => "shield";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        if (await facts.Open(cancel) is not { } all || await facts.Open(cancel, severity: AlarmSeverity.Critical) is not { } critical || await facts.Open(cancel, rule: Lake.LakePart.Rule) is not { } lake)
            return NotYours;
        return new(Text(all.Total), ("未关闭告警", "Open alarms"), facts.Now, AlarmsLink())
        {
            Look = critical.Total > 0 ? CockpitLook.Alarm : all.Total > 0 ? CockpitLook.Watch : CockpitLook.Good,
            Facts =
            [
                new(("紧急", "Critical"), Text(critical.Total), AlarmsLink(severity: AlarmSeverity.Critical)), new(("溺水危险区", "Danger zone"), Text(lake.Total), AlarmsLink(Lake.LakePart.Rule)),
                Online(facts.Of(places, Kinds), Kinds),
            ],
        };
    }
}

/// <summary>智慧消防: open fire alarms and what the fire devices say.</summary>
internal sealed class FireModule(WallFacts facts, UseCaseRunner run) : ICockpitModule
{
    private const string Kinds = WatchKinds.Fire;

    private const string Pressure = "water-pressure";

    public string Code => "fire";

    public Phrase Name => ("智慧消防", "Fire safety");

    public string Icon => "flame";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        // Wired parts speak when something happens and not before: panels and gauges tell that the watch is kept.
        var known = facts.Of(places, "fire-panel," + Pressure);
        if (Youngest(known) is not { } at)
            return Nothing(("消防设备", "fire device"), DevicesLink(Kinds));
        if (await facts.Open(cancel, kinds: Kinds) is not { } open)
            return NotYours;
        var rate = (await run.Ask(new AlarmFigures { Kinds = Kinds }, cancel)).Value?.All;
        var pressure = known.Where(k => k.Device.Kind == Pressure && k.Twin.Values.ContainsKey("pressure")).Select(k => k.Twin.Values["pressure"].Value).ToList();
        return new(Text(open.Total), ("未关闭火警", "Open fire alarms"), at, AlarmsLink(kinds: Kinds))
        {
            Look = open.Total > 0 ? CockpitLook.Alarm : CockpitLook.Good,
            Facts =
            [
                Online(facts.Of(places, "fire-panel"), "fire-panel"), new(("最低水压 MPa", "Lowest pressure, MPa"), pressure.Count == 0 ? "–" : pressure.Min().ToString("0.00", CultureInfo.InvariantCulture), DevicesLink(Pressure)),
                new(("30 天误报/已核实", "False of verified, 30 days"), rate is null ? "–" : $"{rate.False}/{rate.False + rate.Real}", $"/desk/alarms/figures?kinds={Kinds}"),
            ],
        };
    }
}

/// <summary>通学守护: alerts of the way to school that are open, and those who stand by. No child is named or counted here.</summary>
internal sealed class SchoolModule(WallFacts facts, UseCaseRunner run) : ICockpitModule
{
    // Of all that a card may raise only the way away from a path is as bad as this.
    private const string Cards = "student-card";

    public string Code => "school";

    public Phrase Name => ("通学守护", "Way to school");

    public string Icon => "school";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        if (await facts.Open(cancel, kinds: Cards, severity: AlarmSeverity.Major) is not { } open)
            return NotYours;
        var duty = (await run.Ask(new ListOnDuty(), cancel)).Value ?? [];
        return new(Text(open.Total), ("偏离步道未关闭", "Open alerts on the path"), facts.Now, AlarmsLink(kinds: Cards, severity: AlarmSeverity.Major))
        {
            Look = open.Total > 0 ? CockpitLook.Alarm : CockpitLook.Good,
            Facts = [.. duty.Where(d => d.Kind != Posts.DutyOfficer).GroupBy(d => d.Kind).Take(3).Select(g => new CockpitFact(($"在岗{g.First().Name.Zh}", $"{g.First().Name.En} on duty"), Text(g.Count()), "/desk/duty#on-duty"))],
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
        return new(rate?.Value is { } value ? $"{Math.Round(value * 100):0}%" : "–", ("近 30 天闭环率", "Closed of 30 days"), counted.At, "/desk/statistics")
        {
            Facts = [new(("已闭环/应闭环", "Closed/due"), $"{rate?.Numerator}/{rate?.Denominator}", "/desk/statistics"), new(("超期答复", "Late answers"), Text(counted.Times.Late), "/desk/statistics")],
        };
    }
}

/// <summary>环境水位: the highest water level and what the stations say.</summary>
internal sealed class WaterModule(WallFacts facts) : ICockpitModule
{
    private const string Kinds = "water-level,surface-water-station,air-station";

    public string Code => "water";

    public Phrase Name => ("环境水位", "Water and air");

    public string Icon => "ripple";

    public Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var known = facts.Of(places, Kinds);
        if (Youngest(known) is not { } at)
            return Task.FromResult(Nothing(("水位计和监测站", "gauge or station"), DevicesLink(Kinds)));
        var (level, air) = (Most("water-level", "level"), Most("air-station", "pm25"));
        return Task.FromResult(new CockpitFigure(Shown(level, "0.00"), ("最高水位，米", "Highest level, m"), at, DevicesLink("water-level"))
        {
            Facts = [new(("PM2.5 µg/m³", "PM2.5 µg/m³"), Shown(air, "0"), DevicesLink("air-station")), Online(known, Kinds)],
        });

        double? Most(string kind, string measure) => known.Where(k => k.Device.Kind == kind && k.Twin.Values.ContainsKey(measure)).Max(k => (double?)k.Twin.Values[measure].Value);

        static string Shown(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
    }
}
