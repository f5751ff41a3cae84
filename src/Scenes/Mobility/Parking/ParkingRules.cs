namespace Linli.Mobility.Parking;

/// <summary>What a lot is expected to have free (预测), or that nobody can say.</summary>
/// <param name="At">For when, UTC.</param>
/// <param name="Free">The middle of what was seen at this hour of the week.</param>
/// <param name="Least">The least that was seen.</param>
/// <param name="Most">The most that was seen.</param>
/// <param name="Weeks">In how many weeks it was seen.</param>
public sealed record ParkingForecast(DateTimeOffset At, int Free, int Least, int Most, int Weeks);

/// <summary>What can be reckoned of a lot (R46: free = capacity − inside, corrected by detectors; the age of the data is shown).</summary>
internal static class ParkingRules
{
    /// <summary>Older than this a number is no number of now, and is not shown as one.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    /// <summary>Under so many weeks there is no forecast: two Mondays are no habit.</summary>
    public const int FewestWeeks = 3;

    /// <summary>Differences of up to this share of the bays, and of one car, are left to the gates.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Free bays: never less than none, never more than there are.</summary>
    public static int Free(int capacity, int inside) => Math.Clamp(capacity - inside, 0, capacity);

    /// <summary>Whether the last word is too old to be shown as the state of now.</summary>
    public static bool IsStale(DateTimeOffset? at, DateTimeOffset now) => at is not { } known || now - known > Stale;

    /// <summary>Whether enough detectors of a lot without gates are heard of to say how full it is: nine bays in ten.</summary>
    public static bool EnoughHeard(int heard, int capacity) => capacity > 0 && heard * 10 >= capacity * 9;

    /// <summary>Whether gates and detectors differ by more than miscounting of a few cars explains.</summary>
    public static bool Differs(int inside, int taken, int capacity) => Math.Abs(inside - taken) > Math.Max(1, capacity * Tolerance);

    /// <summary>
    /// How many more a gate has counted; a total that is less than before means that the gate began anew, and what it has now
    /// is what came since.
    /// </summary>
    public static long Since(long before, long now) => now >= before ? now - before : now;

    /// <summary>What the same hour of the week had, seen over some weeks; <c>null</c> where too few are known.</summary>
    public static ParkingForecast? Forecast(DateTimeOffset at, int capacity, IReadOnlyCollection<double> insideAtThisHour)
    {
        if (insideAtThisHour.Count < FewestWeeks)
            return null;
        var free = insideAtThisHour.Select(i => Free(capacity, (int)Math.Round(i))).Order().ToList();
        return new(at, free[free.Count / 2], free[0], free[^1], free.Count);
    }

    /// <summary>The beginning of the hour an instant lies in; all hours of the zone begin with those of UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
