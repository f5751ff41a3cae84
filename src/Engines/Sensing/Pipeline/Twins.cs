using System.Collections.Concurrent;

namespace Linli.Sensing.Pipeline;

/// <summary>The live state of all devices: each lane changes that of its own, everybody may look.</summary>
internal sealed class Twins(IDevices devices, DeviceKinds kinds, TimeProvider time)
{
    /// <summary>By device.</summary>
    public ConcurrentDictionary<DeviceId, Twin> All { get; } = new();

    /// <summary>The latest that is known of a device.</summary>
    public DeviceTwin Of(DeviceId device) =>
        All.TryGetValue(device, out var twin) ? twin.Show(KindOf(device), time.GetUtcNow()) : TwinView.Nothing(device);

    /// <summary>Whether a device was heard of lately enough for its kind.</summary>
    public bool IsOnline(Twin twin, DateTimeOffset now) => twin.IsOnline(KindOf(twin.Device), now);

    private KnownKind KindOf(DeviceId device) => devices.Find(device) is { } known ? kinds.Of(known.Kind) : KnownKind.Unknown;
}
