using Linli.Platform.Time;

namespace Linli.Health.Clinics;

/// <summary>Which slots a shift has, and whether two shifts of one doctor can both be.</summary>
internal static class ShiftRules
{
    /// <summary>How far ahead slots can be booked.</summary>
    public const int HorizonDays = 14;

    /// <summary>Whether the doctor is there on a local day by the shift alone.</summary>
    public static bool RunsOn(Shift shift, DateOnly day, WorkingDayCalendar calendar) =>
        day >= shift.FirstDay && (shift.LastDay is not { } last || day <= last) && shift.Days.Contains(Digit(day), StringComparison.Ordinal)
        && (shift.OnHolidays || calendar.Find(day)?.Kind != CalendarDayKind.Holiday);

    /// <summary>The slots of a day, in local time; a remainder that is shorter than a slot is left out.</summary>
    public static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Slots(Shift shift, DateOnly day)
    {
        var end = LocalTime.At(day, shift.Until);
        for (var start = LocalTime.At(day, shift.From); start.AddMinutes(shift.SlotMinutes) <= end; start = start.AddMinutes(shift.SlotMinutes))
            yield return (start, start.AddMinutes(shift.SlotMinutes));
    }

    /// <summary>Whether one person would have to be in two places.</summary>
    public static bool Clash(Shift one, Shift other) =>
        one.Days.Intersect(other.Days).Any() && one.From < other.Until && other.From < one.Until
        && one.FirstDay <= (other.LastDay ?? DateOnly.MaxValue) && other.FirstDay <= (one.LastDay ?? DateOnly.MaxValue);

    private static string Digit(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? "7" : ((int)day.DayOfWeek).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
