using Linli.Platform.Time;

namespace Linli.Journeys;

/// <summary>A clock that goes on by itself and that a journey may put forward, never back.</summary>
public sealed class TownClock : TimeProvider
{
    private TimeSpan ahead;

    /// <summary>The local day.</summary>
    public DateOnly Today => LocalTime.Today(this);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);

    /// <summary>Ten in the morning of the next working day: whatever the hour is outside, desks are open and the day lies ahead.</summary>
    public void ToNextMorning() => MoveTo(NextWorkingDay(Today.AddDays(1)), new(10, 0));

    /// <summary>Goes forward to a local time; one that has passed already changes nothing.</summary>
    public void MoveTo(DateOnly day, TimeOnly time) => MoveTo(LocalTime.At(day, time));

    /// <summary>Goes forward to an instant; one that has passed already changes nothing.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        if (instant - GetUtcNow() is { Ticks: > 0 } by)
            ahead += by;
    }

    /// <summary>The first working day from one on.</summary>
    public static DateOnly NextWorkingDay(DateOnly day)
    {
        while (!WorkingDayCalendar.China.IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }
}
