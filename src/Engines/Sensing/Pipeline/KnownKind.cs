using System.Collections.Frozen;

namespace Linli.Sensing.Pipeline;

/// <summary>A kind of device with its measures ready to be looked up; <see cref="Kind"/> is <c>null</c> for one that no scene brings.</summary>
internal sealed class KnownKind(DeviceKind? kind, params ICollectWhen[] when)
{
    private const double FastestUnknown = 340;
    private static readonly DeviceKind Unsaid = new("", ("", ""), "");
    private readonly FrozenDictionary<string, Measure> measures =
        (kind?.Measures.Append(Measures.Battery).DistinctBy(m => m.Code) ?? []).ToFrozenDictionary(m => m.Code, StringComparer.Ordinal);

    /// <summary>The kind of devices that no scene knows: their readings are kept as they come.</summary>
    public static readonly KnownKind Unknown = new(null);

    public DeviceKind? Kind => kind;

    /// <summary>Whether readings of the kind may not be listened to at all times (R38).</summary>
    public bool AsksWhen => when.Length > 0;

    /// <summary>Whether a reading may be kept: everyone who has a say must agree.</summary>
    public bool MayKeep(in Reading reading)
    {
        foreach (var one in when)
            if (!one.MayKeep(reading.Device, reading.Measure, reading.At))
                return false;
        return true;
    }

    /// <summary>Whether the device may be listened to at an instant at all, UTC.</summary>
    public bool MayHear(DeviceId device, DateTimeOffset at) =>
        !AsksWhen || MayKeep(new(device, at, default)) || (kind?.Measures.Any(m => MayKeep(new(device, m.Code, at, 0))) ?? false);

    public bool Personal => kind?.Personal == true;

    public double MostSpeed => kind?.MostSpeed ?? FastestUnknown;

    public TimeSpan OfflineAfter => kind?.OfflineAfter ?? Unsaid.OfflineAfter;

    public TimeSpan KeepReadings => kind?.KeepReadings ?? Unsaid.KeepReadings;

    public TimeSpan KeepPositions => kind?.KeepPositions ?? Unsaid.KeepPositions;

    /// <summary>Charge of the battery is a measure of every kind.</summary>
    public Measure? Find(string measure) => measures.GetValueOrDefault(measure);
}
