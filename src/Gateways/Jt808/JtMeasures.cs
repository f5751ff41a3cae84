using Linli.Sensing;

namespace Linli.Jt808;

/// <summary>Measures that terminals of JT/T 808 report beside where they are; kinds of device take those they have.</summary>
public static class JtMeasures
{
    /// <summary>里程 of the vehicle in kilometres.</summary>
    public static readonly Measure Mileage = new("mileage", ("里程", "Mileage"), "km", 0, 10_000_000, MeasureUse.Meter);

    /// <summary>油量 in litres.</summary>
    public static readonly Measure Fuel = new("fuel", ("油量", "Fuel"), "L", 0, 10_000);

    /// <summary>行驶记录速度 in kilometres an hour.</summary>
    public static readonly Measure RecorderSpeed = new("recorder-speed", ("行驶记录速度", "Recorder's speed"), "km/h", 0, 400);

    /// <summary>速度 in kilometres an hour.</summary>
    public static readonly Measure Speed = new("speed", ("速度", "Speed"), "km/h", 0, 400);

    /// <summary>ACC 状态.</summary>
    public static readonly Measure Ignition = Switch("ignition", "点火", "Ignition");

    /// <summary>无线信号强度.</summary>
    public static readonly Measure Signal = new("signal", ("信号强度", "Signal"), "", 0, 255);

    /// <summary>定位卫星数.</summary>
    public static readonly Measure Satellites = new("satellites", ("定位卫星数", "Satellites"), "", 0, 255);

    /// <summary>超速报警.</summary>
    public static readonly Measure Overspeed = Switch("overspeed", "超速", "Too fast");

    /// <summary>疲劳驾驶.</summary>
    public static readonly Measure Fatigue = Switch("fatigue", "疲劳驾驶", "Tired driver");

    /// <summary>GNSS 模块故障.</summary>
    public static readonly Measure ReceiverFault = Switch("gnss-fault", "定位模块故障", "Receiver fault");

    /// <summary>GNSS 天线未接.</summary>
    public static readonly Measure AntennaOpen = Switch("antenna-open", "定位天线未接", "Antenna not connected");

    /// <summary>终端主电源欠压.</summary>
    public static readonly Measure LowVoltage = Switch("low-voltage", "电源欠压", "Low voltage");

    /// <summary>终端主电源掉电.</summary>
    public static readonly Measure PowerCut = Switch("power-cut", "电源掉电", "Power cut");

    /// <summary>车辆被盗.</summary>
    public static readonly Measure Stolen = Switch("stolen", "被盗", "Stolen");

    /// <summary>碰撞.</summary>
    public static readonly Measure Collision = Switch("collision", "碰撞", "Collision");

    /// <summary>侧翻.</summary>
    public static readonly Measure Rollover = Switch("rollover", "侧翻", "Rolled over");

    private static readonly string[] Extras = [.. Enumerable.Range(0, 256).Select(i => $"jt-{i:x2}")];

    /// <summary>Code of a vendor's item that no configuration explains: its number as it came.</summary>
    public static string Extra(byte id) => Extras[id];

    private static Measure Switch(string code, string zh, string en) => new(code, (zh, en), "", 0, 1, MeasureUse.Switch);
}
