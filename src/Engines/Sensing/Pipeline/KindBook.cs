using System.Collections.Frozen;

namespace Linli.Sensing.Pipeline;

/// <summary>A kind of device with its measures ready to be looked up; <see cref="Kind"/> is <c>null</c> for one that no scene brings.</summary>
internal sealed class KnownKind(DeviceKind? kind)
{
    private const double FastestUnknown = 340;
    private static readonly DeviceKind Unsaid = new("", ("", ""), "");
    private readonly FrozenDictionary<string, Measure> measures =
        (kind?.Measures.Append(Measures.Battery).DistinctBy(m => m.Code) ?? []).ToFrozenDictionary(m => m.Code, StringComparer.Ordinal);

    /// <summary>The kind of devices that no scene knows: their readings are kept as they come.</summary>
    public static readonly KnownKind Unknown = new(null);

    public DeviceKind? Kind => kind;

    public bool Personal => kind?.Personal == true;

    public double MostSpeed => kind?.MostSpeed ?? FastestUnknown;

    public TimeSpan OfflineAfter => kind?.OfflineAfter ?? Unsaid.OfflineAfter;

    public TimeSpan KeepReadings => kind?.KeepReadings ?? Unsaid.KeepReadings;

    public TimeSpan KeepPositions => kind?.KeepPositions ?? Unsaid.KeepPositions;

    /// <summary>Charge of the battery is a measure of every kind.</summary>
    public Measure? Find(string measure) => measures.GetValueOrDefault(measure);
}

/// <summary>The kinds that the scenes bring.</summary>
internal sealed class KindBook(IEnumerable<DeviceKind> kinds)
{
    private readonly FrozenDictionary<string, KnownKind> known =
        kinds.DistinctBy(k => k.Code).ToFrozenDictionary(k => k.Code, k => new KnownKind(k), StringComparer.Ordinal);

    public IEnumerable<DeviceKind> All => known.Values.Select(k => k.Kind!);

    public KnownKind Of(string kind) => known.GetValueOrDefault(kind) ?? KnownKind.Unknown;

    /// <summary>How values of a measure add up over an hour, for a device of a kind.</summary>
    public MeasureUse UseOf(string kind, string measure) => Of(kind).Find(measure)?.Use ?? MeasureUse.Level;
}
