using Linli.Sensing;
using static Linli.Sensing.MeasureUse;

namespace Linli.Gb26875;

/// <summary>Measures of fire units and their parts, and the kinds of device that the engine does not bring itself.</summary>
public static class GbKinds
{
    /// <summary>火警 of anything but a smoke detector.</summary>
    public static readonly Measure Alarm = new("alarm", ("火警", "Fire alarm"), "", 0, 1, Switch);

    /// <summary>故障.</summary>
    public static readonly Measure Fault = new("fault", ("故障", "Fault"), "", 0, 1, Switch);

    /// <summary>屏蔽.</summary>
    public static readonly Measure Shielded = new("shielded", ("屏蔽", "Shielded"), "", 0, 1, Switch);

    /// <summary>监管: something stands as it should not, such as a closed valve.</summary>
    public static readonly Measure Supervisory = new("supervisory", ("监管", "Supervisory"), "", 0, 1, Switch);

    /// <summary>启动.</summary>
    public static readonly Measure Started = new("started", ("启动", "Started"), "", 0, 1, Switch);

    /// <summary>反馈.</summary>
    public static readonly Measure Feedback = new("feedback", ("反馈", "Feedback"), "", 0, 1, Switch);

    // Wired parts speak when something happens and not before; their panel says when it loses them.
    private static readonly TimeSpan Silent = TimeSpan.FromDays(3650);

    /// <summary>Kind of a manual call point (手动火灾报警按钮).</summary>
    public static readonly DeviceKind CallPoint = new("manual-call-point", ("手动火灾报警按钮", "Manual call point"), "urgent", Alarm, Fault, Shielded) { OfflineAfter = Silent };

    /// <summary>Kind of any other detector on a panel (火灾探测器).</summary>
    public static readonly DeviceKind Detector = new("fire-detector", ("火灾探测器", "Fire detector"), "flame", Alarm, Fault, Shielded, Measures.Temperature, new("gas", ("可燃气体浓度", "Gas"), "%LEL", 0, 100))
    { OfflineAfter = Silent };

    /// <summary>Kind of what fights a fire (消防联动设备): pumps, valves, doors, fans.</summary>
    public static readonly DeviceKind Equipment = new("fire-equipment", ("消防联动设备", "Fire equipment"), "engine", Started, Feedback, Fault, Shielded, Supervisory,
        new("pressure", ("压力", "Pressure"), "MPa", 0, 25), new("level", ("水位", "Level"), "m", 0, 320), new("flow", ("流量", "Flow"), "L/s", 0, 3200))
    { OfflineAfter = Silent };
}
