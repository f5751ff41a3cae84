namespace Linli.Sensing;

/// <summary>Figures of one measure of one device over one hour.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Hour">When the hour began, UTC.</param>
/// <param name="Count">How many readings there were.</param>
/// <param name="Least">The least of them.</param>
/// <param name="Most">The most of them.</param>
/// <param name="Amount">
/// What the hour comes to, by <see cref="MeasureUse"/>: the mean of a level, the sum of a count, by how much a meter grew, how often a switch
/// came on.
/// </param>
public readonly record struct HourlyFigure(DeviceId Device, DateTimeOffset Hour, int Count, double Least, double Most, double Amount);

/// <summary>
/// Hourly figures of devices that stand for no person. They follow the readings within some minutes; late readings correct them. They stay
/// when the readings are deleted.
/// </summary>
public interface IHourly
{
    /// <summary>The figures of a measure, by device and hour; hours without a reading are left out.</summary>
    /// <param name="devices">Which devices.</param>
    /// <param name="measure">Code of the measure.</param>
    /// <param name="from">The first hour, UTC.</param>
    /// <param name="to">Up to this instant, UTC; not part of it.</param>
    /// <param name="cancel">Ends the search.</param>
    Task<IReadOnlyList<HourlyFigure>> Of(IReadOnlyCollection<DeviceId> devices, string measure, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);
}

/// <summary>A position of a track.</summary>
/// <param name="At">When by the device's clock, UTC.</param>
/// <param name="Fix">Where, WGS-84.</param>
/// <param name="Late">Whether a newer one was there before.</param>
/// <param name="Apart">Whether nothing moves that fast: nobody believed it.</param>
public readonly record struct TrackPoint(DateTimeOffset At, Fix Fix, bool Late, bool Apart);

/// <summary>A value that was measured.</summary>
/// <param name="At">When by the device's clock, UTC.</param>
/// <param name="Value">In the unit of the measure.</param>
/// <param name="Late">Whether a newer one was there before.</param>
public readonly record struct PastValue(DateTimeOffset At, double Value, bool Late);

/// <summary>
/// What devices said in the past, those of persons included: the scene that reads it has asked whether the reader may see it, and writes the
/// view down. Readings come here within some seconds.
/// </summary>
public interface ITracks
{
    /// <summary>Where a device was, in order of the device's clock.</summary>
    Task<IReadOnlyList<TrackPoint>> Positions(DeviceId device, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel);

    /// <summary>What a device measured, in order of the device's clock.</summary>
    Task<IReadOnlyList<PastValue>> Values(DeviceId device, string measure, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancel);

    /// <summary>
    /// Deletes in the current transaction what a device said up to an instant, such as when its bearer withdraws consent: stored, on the way
    /// to the database, its latest place, and the places of its alarms that are closed.
    /// </summary>
    /// <returns>How many readings there were.</returns>
    Task<int> Forget(DeviceId device, DateTimeOffset until, CancellationToken cancel);

    /// <summary>
    /// Lets a device rest, such as while its bearer is away (暂停): what it said stays; what is known of it now is dropped once the current
    /// transaction is committed, so that silence and stillness are counted anew when it is heard of again. Its open alarms clear.
    /// </summary>
    Task Rest(DeviceId device, CancellationToken cancel);

    /// <summary>Both: a consent ended, or a device goes to somebody else. Nothing of what it said is left, no rule waits for a word of it, and its open alarms clear.</summary>
    /// <returns>How many readings there were.</returns>
    async Task<int> ForgetWhole(DeviceId device, DateTimeOffset until, CancellationToken cancel)
    {
        await Rest(device, cancel);
        return await Forget(device, until, cancel);
    }
}
