using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Storage;

/// <summary>What the database knows when the pipeline starts.</summary>
/// <param name="Offset">Up to where in the journal it has everything.</param>
/// <param name="At">When it last was brought up to date; <c>null</c> for never.</param>
/// <param name="Twins">States of devices.</param>
/// <param name="Firings">Decisions that are to become alarms yet.</param>
/// <param name="Events">Keys of events of the last day.</param>
internal sealed record Restored(long Offset, DateTimeOffset? At, IReadOnlyList<RestoredTwin> Twins, IReadOnlyList<FiringFacts> Firings, IReadOnlyList<Guid> Events);

/// <summary>A device's state as it was kept.</summary>
internal sealed record RestoredTwin(Twin Twin, byte[]? Rules);

/// <summary>The database behind the journal.</summary>
internal interface IReadingStore
{
    /// <summary>What is known of a journal, whose turn begins: no other journal's states are written from here on.</summary>
    Task<Restored> Load(Guid journal, CancellationToken cancel);

    /// <summary>
    /// Writes a cut and moves the checkpoint behind it. May be repeated: what was written of it before stays as it is.
    /// </summary>
    /// <returns>Whether it is still the turn of this journal; else its readings were written, and its states left to whose turn it is.</returns>
    Task<bool> Write(Cut cut, Guid journal, CancellationToken cancel);

    /// <summary>States of all devices as they are kept; takes no turn.</summary>
    Task<IReadOnlyList<RestoredTwin>> States(CancellationToken cancel);

    /// <summary>Up to where in a journal the database has everything; takes no turn.</summary>
    Task<long> OffsetOf(Guid journal, CancellationToken cancel);

    /// <summary>Which of these events brought readings within the last day.</summary>
    Task<IReadOnlyList<Guid>> KnownEvents(IReadOnlyCollection<Guid> keys, CancellationToken cancel);

    /// <summary>Which of these readings the database has.</summary>
    Task<IReadOnlySet<(DeviceId Device, string Measure, long At)>> Known(IReadOnlyList<(DeviceId Device, string Measure, long At)> doubtful, CancellationToken cancel);
}
