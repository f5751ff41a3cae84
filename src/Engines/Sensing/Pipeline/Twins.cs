using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Linli.Sensing.Pipeline;

/// <summary>The live state of all devices: each lane changes that of its own, everybody may look.</summary>
internal sealed class Twins(IDevices devices, DeviceKinds kinds, TimeProvider time)
{
    /// <summary>By device.</summary>
    public ConcurrentDictionary<DeviceId, Twin> All { get; } = new();

    /// <summary>The latest that is known of a device.</summary>
    public DeviceTwin Of(DeviceId device)
    {
        if (!All.TryGetValue(device, out var twin))
            return new(device, null, false, FrozenDictionary<string, LatestValue>.Empty, null);
        lock (twin)
        {
            var values = new Dictionary<string, LatestValue>(twin.All.Length, StringComparer.Ordinal);
            foreach (var series in twin.All)
                if (series.Newest != long.MinValue && series.Measure != Reading.Position)
                    values[series.Measure] = new(series.Value, new(series.Newest, TimeSpan.Zero));
            return new(
                device, twin.SeenAt == 0 ? null : new(twin.SeenAt, TimeSpan.Zero), IsOnline(twin, time.GetUtcNow()), values,
                twin.FixAt == long.MinValue ? null : (twin.Fix, new(twin.FixAt, TimeSpan.Zero)));
        }
    }

    /// <summary>Whether a device was heard of lately enough for its kind.</summary>
    public bool IsOnline(Twin twin, DateTimeOffset now) => !twin.Left && twin.SeenAt != 0
        && now.UtcTicks - twin.SeenAt < (devices.Find(twin.Device) is { } device ? kinds.Of(device.Kind) : KnownKind.Unknown).OfflineAfter.Ticks;
}
