namespace Linli.Sensing;

/// <summary>Keys of the devices of the demo, so that its life can be lived through the real ways in. A founded installation has none of them.</summary>
public static class DemoDevices
{
    /// <summary>The key that a device of the demo signs in with.</summary>
    public static string KeyOf(string code) => "linli-demo-2026-" + code;
}
