namespace Linli.Platform.Time;

/// <summary>
/// The one local time Linli counts days in: Asia/Shanghai, UTC+8, no daylight saving (R52). Instants are stored
/// in UTC; ages, days and deadlines are computed here.
/// </summary>
/// <remarks>
/// The offset is a constant rather than the time-zone database: the database carries the summer time of
/// 1986–1991, and a birth date or an imported record of those years must not move by an hour for it.
/// </remarks>
public static class LocalTime
{
    /// <summary>Hours by which local clocks are ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant with the local clock reading, for showing.</summary>
    /// <param name="instant">Any instant, whatever its offset.</param>
    /// <returns>The instant with offset +08:00.</returns>
    public static DateTimeOffset ToLocal(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The local calendar date on which an instant falls.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant).DateTime);

    /// <summary>Today's local date by the given clock.</summary>
    public static DateOnly Today(TimeProvider time) => DateOf(time.GetUtcNow());

    /// <summary>The instant at which a local date begins (00:00 local).</summary>
    /// <returns>The instant in UTC (offset zero), as it is stored.</returns>
    public static DateTimeOffset StartOfDay(DateOnly date) =>
        new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>
    /// The instant at which a local date is over (24:00 local), which is the start of the next one. A deadline is
    /// kept while <c>instant &lt; EndOfDay(date)</c>.
    /// </summary>
    /// <returns>The instant in UTC (offset zero).</returns>
    public static DateTimeOffset EndOfDay(DateOnly date) => StartOfDay(date.AddDays(1));

    /// <summary>The instant at which a local clock shows a time on a date.</summary>
    /// <returns>The instant in UTC (offset zero).</returns>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) =>
        new DateTimeOffset(date.ToDateTime(time), Offset).ToUniversalTime();

    /// <summary>Completed years of age on a local date (周岁, R52).</summary>
    /// <param name="birth">Date of birth.</param>
    /// <param name="date">The local date on which the age matters, such as the day of a meal.</param>
    /// <remarks>
    /// A person turns N on the calendar date of the birthday. Some norms, criminal law among them, count the age
    /// from the day <em>after</em> the birthday; a rule that needs this asks for the age on the day before.
    /// Who was born on 29 February turns N on 1 March in years without that day.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="date"/> lies before the birth.</exception>
    public static int AgeOn(DateOnly birth, DateOnly date)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(date, birth);
        // Compared by month and day: AddYears would let 29 February fall back to the 28th.
        var birthdayIsAhead = (date.Month, date.Day).CompareTo((birth.Month, birth.Day)) < 0;
        return date.Year - birth.Year - (birthdayIsAhead ? 1 : 0);
    }
}
