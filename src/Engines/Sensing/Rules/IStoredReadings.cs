using Linli.Platform.Data;

namespace Linli.Sensing.Rules;

/// <summary>A reading that was kept.</summary>
/// <param name="Device">Its device, as it is entered now.</param>
/// <param name="Reading">The reading; a position is in WGS-84.</param>
/// <param name="Received">When it came, UTC; the instant of the reading where nobody noted it.</param>
/// <param name="Late">Whether a newer one was there before.</param>
internal readonly record struct StoredReading(Device Device, Reading Reading, DateTimeOffset Received, bool Late);

/// <summary>Readings of a period, for replaying rules; a scoped service of whoever stores them.</summary>
internal interface IStoredReadings
{
    /// <summary>Readings in the order in which they came.</summary>
    /// <param name="place">Of devices that belong here.</param>
    /// <param name="deviceKind">Of this kind; of any for <c>null</c>.</param>
    /// <param name="measures">Of these measures, <see cref="Reading.Position"/> among them; of all when empty.</param>
    /// <param name="from">First instant, UTC.</param>
    /// <param name="until">Not part of the period, UTC.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<StoredReading> Between(
        ScopePath place, string? deviceKind, IReadOnlyCollection<string> measures, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel);
}
