using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Sensing;

namespace Linli.Cockpit.Fire;

/// <summary>
/// Fire safety (智慧消防, S70): what panels, smoke detectors and the pressure of hydrants say becomes alarms that somebody verifies, goes to
/// and resets. Devices in test call nobody out.
/// </summary>
internal static class FirePart
{
    /// <summary>Category of the cases its alarms open.</summary>
    public const string Category = "fire_alarm";

    public static void Declare(ModuleBuilder module) => module.Demo<FireDemo>(93);

    /// <summary>The rules of a place.</summary>
    public static SensingRule[] RulesAt(ScopePath place) =>
    [
        Alarm(place, "fire-panel-alarm", ("消防主机火警", "Fire alarm of a panel"), "fire-panel", "alarm"),
        Alarm(place, "fire-smoke", ("烟感报警", "Smoke alarm"), "smoke-detector", "smoke"),
        Alarm(place, "fire-call-point", ("手动报警按钮按下", "A manual call point was pressed"), "manual-call-point", "alarm"),
        Alarm(place, "fire-detector", ("火灾探测器报警", "Alarm of a fire detector"), "fire-detector", "alarm"),
        new()
        {
            Code = "fire-pressure-low", Name = ("消防水压过低", "Fire water pressure is low"), Scope = place, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Major, DeviceKind = "water-pressure",
            Measure = "pressure", Limit = 0.14, Side = LimitSide.Below, Hysteresis = 0.02, For = TimeSpan.FromMinutes(2), CaseType = CockpitModule.AlarmCase, CaseCategory = Category,
            EscalateAfter = TimeSpan.FromMinutes(10),
        },
        new()
        {
            Code = "fire-device-silent", Name = ("消防设备离线", "A fire device went silent"), Scope = place, Kind = RuleKind.Offline, Severity = AlarmSeverity.Minor, DeviceKind = "fire-panel",
            EscalateAfter = TimeSpan.FromMinutes(30),
        },
    ];

    private static SensingRule Alarm(ScopePath place, string code, Platform.Text.Phrase name, string kind, string measure) => new()
    {
        Code = code, Name = name, Scope = place, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Critical, DeviceKind = kind, Measure = measure, Limit = 1, Side = LimitSide.Above,
        CaseType = CockpitModule.AlarmCase, CaseCategory = Category, EscalateAfter = TimeSpan.FromMinutes(2), CallOut = [Posts.Guard],
    };
}

/// <summary>The rules of fire safety in the demo.</summary>
internal sealed class FireDemo(LinliDb db, IRules rules, IScopeTree tree) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } town)
            return;
        foreach (var rule in FirePart.RulesAt(town.Path))
            await rules.Put(rule, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
