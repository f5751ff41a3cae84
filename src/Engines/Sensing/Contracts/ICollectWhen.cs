namespace Linli.Sensing;

/// <summary>
/// Says when readings of a kind of device may be kept at all. A scene that may listen only at certain times (a pupil's card only
/// on the way to school, R38) registers one as a singleton; the pipeline asks before anything is written, the journal included,
/// and what may not be kept is counted as taken and forgotten. Answers from memory; must not block.
/// </summary>
public interface ICollectWhen
{
    /// <summary>Code of the kind of device it speaks for.</summary>
    string Kind { get; }

    /// <summary>Whether a reading may be kept. A scene that is not sure answers no.</summary>
    /// <param name="device">Of which device.</param>
    /// <param name="measure">Code of the measure; <see cref="Reading.Position"/> for a position.</param>
    /// <param name="at">When it was measured by the device's clock, UTC.</param>
    bool MayKeep(DeviceId device, string measure, DateTimeOffset at);
}
