using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Sensing.Alarms;

namespace Linli.Cockpit.Wall;

/// <summary>What the modules of the cockpit itself count from: devices, their latest values, and open alarms.</summary>
internal sealed class WallFacts(IDevices devices, ILatest latest, UseCaseRunner run, TimeProvider time)
{
    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => Clock.Now(time);

    /// <summary>Devices in service of some kinds at some places, with what is known of them.</summary>
    public IReadOnlyList<(Device Device, DeviceTwin Twin)> Of(ScopeSet places, string kinds)
    {
        var found = new List<(Device, DeviceTwin)>();
        foreach (var kind in kinds.Split(','))
            foreach (var device in devices.OfKind(kind))
                if (device.State is DeviceState.InService or DeviceState.Maintenance && places.Covers(device.Scope))
                    found.Add((device, latest.Of(device.Id)));
        return found;
    }

    /// <summary>When the youngest of them spoke; <c>null</c> when none ever did.</summary>
    public static DateTimeOffset? Youngest(IReadOnlyList<(Device Device, DeviceTwin Twin)> known) => known.Max(k => k.Twin.SeenAt);

    /// <summary>How many of them are heard of.</summary>
    public static CockpitFact Online(IReadOnlyList<(Device Device, DeviceTwin Twin)> known, string kinds) =>
        new(("设备在线", "Devices online"), string.Create(CultureInfo.InvariantCulture, $"{known.Count(k => k.Twin.Online)}/{known.Count}"), DevicesLink(kinds));

    /// <summary>Open alarms, tests left out; <c>null</c> when the caller may not watch alarms.</summary>
    public async Task<AlarmsListed?> Open(CancellationToken cancel, string? rule = null, string? kinds = null, AlarmSeverity? severity = null) =>
        (await run.Ask(new ListAlarms { Open = true, Test = false, Rule = rule, Kinds = kinds, Severity = severity, Take = 1 }, cancel)).Value;

    /// <summary>In place of a number that the caller may not see.</summary>
    public static CockpitFigure NotYours { get; } = CockpitFigure.Nothing(("您无权查看告警", "You may not see alarms"), "/desk");

    /// <summary>The list of devices of some kinds, separated by commas.</summary>
    public static string DevicesLink(string kinds) => "/desk/sensing/devices?kind=" + kinds;

    /// <summary>The list behind a number of open alarms.</summary>
    public static string AlarmsLink(string? rule = null, string? kinds = null, AlarmSeverity? severity = null) =>
        "/desk/alarms?state=open&test=false" + (rule is null ? "" : "&rule=" + rule) + (kinds is null ? "" : "&kinds=" + kinds) + (severity is null ? "" : "&severity=" + severity);

    /// <summary>A whole number as it is shown.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Nothing was measured yet.</summary>
    public static CockpitFigure Nothing(Phrase what, string href) => CockpitFigure.Nothing(
        ($"暂无数据：还没有{what.Zh}上报", $"No data yet: no {what.En} has reported"), href);
}
