using Linli.Platform.Data;
using Linli.Platform.Time;

namespace Linli.Sensing.Rules;

/// <summary>A time in which a rule holds, in UTC ticks; <paramref name="Until"/> is not part of it.</summary>
internal readonly record struct WatchWindow(long From, long Until);

/// <summary>The days and hours in which a rule holds at a place; local time, R52.</summary>
internal sealed class WatchSchedule(WatchDays days, IReadOnlyList<WatchHours> hours, ScopePath place, WorkingDayCalendar calendar, ISchoolDays? school)
{
    /// <summary>Every day, all day.</summary>
    public static readonly WatchSchedule Always = new(WatchDays.Every, [], ScopePath.Root, WorkingDayCalendar.China, null);

    // Longer than any school holiday; what holds on no day ahead holds never.
    private const int DaysAhead = 100;
    private readonly bool always = days == WatchDays.Every && hours.Count == 0;
    private Known? known;

    /// <summary>Whether it holds at an instant.</summary>
    public bool IsOpen(long at)
    {
        if (always)
            return true;
        if (known is { } k && at >= k.From && at < k.Until)
            return k.Open;
        var window = At(at);
        var now = window switch
        {
            null => new Known(at, at + TimeSpan.TicksPerDay, false),
            { } w when w.From <= at => new(w.From, w.Until, true),
            { } w => new(at, w.From, false),
        };
        known = now;
        return now.Open;
    }

    /// <summary>The window an instant lies in, else the next one; <c>null</c> when there is none ahead.</summary>
    public WatchWindow? At(long at)
    {
        if (always)
            return new(0, long.MaxValue);
        var date = LocalTime.DateOf(new DateTimeOffset(at, TimeSpan.Zero)).AddDays(-1);
        for (var n = 0; n <= DaysAhead; n++, date = date.AddDays(1))
            if (FirstOf(date, w => w.Until > at) is { } first)
                return Joined(first, date);
        return null;
    }

    // Windows without a gap are one: a night to the next morning, working days in a row.
    private WatchWindow Joined(WatchWindow window, DateOnly date)
    {
        for (var n = 0; n < DaysAhead; n++)
        {
            var until = window.Until;
            var next = FirstOf(date, w => w.From <= until && w.Until > until) ?? FirstOf(date.AddDays(1), w => w.From <= until && w.Until > until);
            if (next is not { } joins)
                break;
            window = window with { Until = joins.Until };
            date = LocalTime.DateOf(new DateTimeOffset(joins.From, TimeSpan.Zero));
        }

        return window;
    }

    private WatchWindow? FirstOf(DateOnly date, Func<WatchWindow, bool> wanted)
    {
        if (!Holds(date))
            return null;
        WatchWindow? first = null;
        if (hours.Count == 0 && new WatchWindow(LocalTime.StartOfDay(date).UtcTicks, LocalTime.EndOfDay(date).UtcTicks) is var day && wanted(day))
            first = day;
        foreach (var (from, to) in hours)
        {
            var end = to > from ? LocalTime.At(date, to) : LocalTime.At(date.AddDays(1), to);
            var window = new WatchWindow(LocalTime.At(date, from).UtcTicks, end.UtcTicks);
            if (wanted(window) && !(first?.From <= window.From))
                first = window;
        }

        return first;
    }

    private bool Holds(DateOnly date) => days switch
    {
        WatchDays.Working => calendar.IsWorkingDay(date),
        WatchDays.School => school?.IsSchoolDay(place, date) ?? calendar.IsWorkingDay(date),
        _ => true,
    };

    // Shared by the lanes: exchanged as a whole.
    private sealed record Known(long From, long Until, bool Open);
}
