using Linli.Bookings;
using Linli.Bookings.Recurrence;
using Linli.Platform.Time;

namespace Linli.Bench.Bookings;

/// <summary>The days of many rules over a year.</summary>
internal static class Expansion
{
    public static long Days(IReadOnlyList<string> rules, int count)
    {
        var (first, last) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        var read = rules.Select(r => RecurrenceRule.Read(r)!).ToList();
        var days = 0L;
        for (var i = 0; i < count; i++)
            days += new RecurringDays(first.AddDays(i % 60), read[i % read.Count], [], [], (HolidayRule)(i % 3)).Between(first, last, WorkingDayCalendar.China).Count;
        return days;
    }
}
