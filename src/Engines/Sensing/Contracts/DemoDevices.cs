using System.Globalization;

namespace Linli.Sensing;

/// <summary>Keys and addresses of the devices of the demo, so that its life can be lived through the real ways in. A founded installation has none of them.</summary>
public static class DemoDevices
{
    /// <summary>How many fire units there are; they call from the addresses 1 to this.</summary>
    public const int FireUnits = 60;

    /// <summary>系统类型 of detectors and call points on a fire unit: 火灾报警系统.</summary>
    public const byte AlarmSystem = 1;

    /// <summary>系统类型 of the pressure gauge on a fire unit: 消火栓系统.</summary>
    public const byte WaterSystem = 11;

    /// <summary>部件地址 of the manual call point on a fire unit; the smoke detectors have 1 and up.</summary>
    public const uint CallPoint = 0xF001;

    /// <summary>The key that a device of the demo signs in with.</summary>
    public static string KeyOf(string code) => "linli-demo-2026-" + code;

    /// <summary>Code of a fire unit.</summary>
    /// <param name="number">1 to <see cref="FireUnits"/>.</param>
    public static string FireUnit(int number) => string.Create(CultureInfo.InvariantCulture, $"fire-{number:00}");
}
