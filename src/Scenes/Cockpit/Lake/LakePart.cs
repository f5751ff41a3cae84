using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit.Lake;

/// <summary>
/// The danger zone of the lake (溺水危险区, S69): a radar on the shore tells where somebody is, and the rule fires on the first credible
/// position. What a camera believes it sees is a lead for a person to look at (R14).
/// </summary>
internal static class LakePart
{
    public const string Fence = "lake-danger";

    public const string Rule = "lake-danger";

    public const string CameraRule = "lake-camera";

    /// <summary>Category of the cases its alarms open.</summary>
    public const string Category = "water_intrusion";

    /// <summary>水域雷达: tells the positions of whoever is near the water, and not who they are.</summary>
    public static readonly DeviceKind Radar = new("water-radar", ("水域雷达", "Water-side radar"), "radar-2", new Measure("targets", ("目标数", "Targets"), "", 0, 500))
    {
        // One radar follows one target after the other: the next may be anywhere along the shore.
        Moves = true, MostSpeed = 5_000, OfflineAfter = TimeSpan.FromMinutes(5), KeepPositions = TimeSpan.FromDays(30),
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Demo<LakeDemo>(92);
        module.Services.AddSingleton(Radar)
            .AddSingleton(new AlarmTarget(Rule, TimeSpan.FromMinutes(5), ("综合安防：5 分钟内带离（S69）", "Led away within five minutes (S69)")))
            .AddSingleton(new AlarmTarget(CameraRule, TimeSpan.FromMinutes(5), ("综合安防：5 分钟内带离（S69）", "Led away within five minutes (S69)")));
    }

    /// <summary>Somebody came into the zone: at once on the first credible position, because a child in water has no second one.</summary>
    public static SensingRule RuleAt(ScopePath place) => new()
    {
        Code = Rule, Name = ("溺水危险区有人进入", "Somebody is in the danger zone of the lake"), Scope = place, Kind = RuleKind.ZoneEnter, Severity = AlarmSeverity.Critical, DeviceKind = Radar.Code,
        Fence = Fence, Fixes = 1, Band = 0, CaseType = CockpitModule.AlarmCase, CaseCategory = Category, EscalateAfter = TimeSpan.FromMinutes(1), CallOut = [Posts.Guard, Posts.Patrol],
    };

    /// <summary>A camera believes that somebody came in: a lead.</summary>
    public static SensingRule CameraRuleAt(ScopePath place) => new()
    {
        Code = CameraRule, Name = ("摄像机疑似有人进入水域", "A camera may have seen somebody at the water"), Scope = place, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Major,
        DeviceKind = WatchKinds.Camera, Measure = "intrusion", Limit = 1, Side = LimitSide.Above, CaseType = CockpitModule.AlarmCase, CaseCategory = Category,
        EscalateAfter = TimeSpan.FromMinutes(2), CallOut = [Posts.Guard],
    };
}
