namespace Linli.Sensing.Pipeline;

/// <summary>The clock was set: by so much, and what it says since then, UTC.</summary>
internal readonly record struct ClockStep(TimeSpan By, DateTimeOffset Now);

/// <summary>
/// Tells a clock that was set from time that passed, by a clock that nobody sets. A machine that slept is told the same way: nobody could be
/// heard meanwhile.
/// </summary>
internal sealed class ClockWatch(TimeProvider time)
{
    // Time servers nudge a clock by less; no timer of a rule is as short.
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private DateTimeOffset wall = time.GetUtcNow();
    private long stamp = time.GetTimestamp();

    /// <summary>What the clock says, UTC. Nobody reads a clock that was set before <paramref name="tell"/> has returned.</summary>
    public DateTimeOffset Look(Action<ClockStep> tell)
    {
        lock (gate)
        {
            var (now, at) = (time.GetUtcNow(), time.GetTimestamp());
            var by = now - wall - time.GetElapsedTime(stamp, at);
            (wall, stamp) = (now, at);
            if (by.Duration() > Least)
                tell(new(by, now));
            return now;
        }
    }
}
