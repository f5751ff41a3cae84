namespace Linli.Sensing;

/// <summary>The latest value of a measure.</summary>
/// <param name="Value">In the unit of the measure.</param>
/// <param name="At">When it was measured by the device's clock, UTC.</param>
public readonly record struct LatestValue(double Value, DateTimeOffset At);

/// <summary>What is known of a device now (孪生).</summary>
/// <param name="Device">Which.</param>
/// <param name="SeenAt">When it last said anything, by our clock, UTC; <c>null</c> for never.</param>
/// <param name="Online">Whether it is heard of.</param>
/// <param name="Values">The latest of each measure.</param>
/// <param name="Fix">Where it last was, WGS-84, with the instant; <c>null</c> when it never said.</param>
public sealed record DeviceTwin(DeviceId Device, DateTimeOffset? SeenAt, bool Online, IReadOnlyDictionary<string, LatestValue> Values, (Fix Fix, DateTimeOffset At)? Fix);

/// <summary>
/// The latest state of devices, from memory. Late readings go to the history and never overwrite it. Whoever shows it has asked
/// whether the reader may see the device.
/// </summary>
public interface ILatest
{
    /// <summary>What is known of a device; a device that never spoke has an empty twin.</summary>
    DeviceTwin Of(DeviceId device);
}
