using System.Collections.Frozen;

namespace Linli.Sensing.Pipeline;

/// <summary>A twin as others see it.</summary>
internal static class TwinView
{
    /// <summary>Whether a device is heard of.</summary>
    public static bool IsOnline(this Twin twin, KnownKind kind, DateTimeOffset now) =>
        !twin.Left && twin.SeenAt != 0 && now.UtcTicks - twin.SeenAt < kind.OfflineAfter.Ticks;

    /// <summary>What is known of a device that never spoke.</summary>
    public static DeviceTwin Nothing(DeviceId device) => new(device, null, false, FrozenDictionary<string, LatestValue>.Empty, null);

    /// <summary>What is known of a device now.</summary>
    public static DeviceTwin Show(this Twin twin, KnownKind kind, DateTimeOffset now)
    {
        lock (twin)
        {
            var values = new Dictionary<string, LatestValue>(twin.All.Length, StringComparer.Ordinal);
            foreach (var series in twin.All)
                if (series.Newest != long.MinValue && series.Measure != Reading.Position)
                    values[series.Measure] = new(series.Value, new(series.Newest, TimeSpan.Zero));
            return new(
                twin.Device, twin.SeenAt == 0 ? null : new(twin.SeenAt, TimeSpan.Zero), twin.IsOnline(kind, now), values,
                twin.FixAt == long.MinValue ? null : (twin.Fix, new(twin.FixAt, TimeSpan.Zero)));
        }
    }
}
