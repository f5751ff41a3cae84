using Linli.Platform.Time;

namespace Linli.Places.Hours;

/// <summary>A weekday of a rule: all of them in a month, or the n-th, from the end where negative.</summary>
internal readonly record struct WeekdayChoice(DayOfWeek Day, int Nth = 0)
{
    public bool Matches(DateOnly date)
    {
        if (date.DayOfWeek != Day)
            return false;
        var last = DateTime.DaysInMonth(date.Year, date.Month);
        return Nth == 0 || Nth == ((date.Day - 1) / 7) + 1 || Nth == -(((last - date.Day) / 7) + 1);
    }
}

/// <summary>From a day of the year to another, both included; it may go over the turn of the year.</summary>
internal readonly record struct Season((int Month, int Day) From, (int Month, int Day) To)
{
    public bool Contains(DateOnly date)
    {
        var (afterStart, beforeEnd) = ((date.Month, date.Day).CompareTo(From) >= 0, (date.Month, date.Day).CompareTo(To) <= 0);
        return From.CompareTo(To) <= 0 ? afterStart && beforeEnd : afterStart || beforeEnd;
    }
}

/// <summary>One rule of opening hours.</summary>
/// <param name="Seasons">When in the year; always where empty.</param>
/// <param name="Days">On which weekdays; all where empty and <paramref name="OnHolidays"/> is not set.</param>
/// <param name="OnHolidays">On public holidays (<c>PH</c>).</param>
/// <param name="Spans">Minutes of the day, the end past 1440 where it lasts beyond midnight; empty is closed.</param>
/// <param name="Adds">Adds to the rules before it instead of taking their place.</param>
internal sealed record HoursRule(
    IReadOnlyList<Season> Seasons, IReadOnlyList<WeekdayChoice> Days, bool OnHolidays, IReadOnlyList<(int From, int To)> Spans, bool Adds)
{
    private bool EveryDay => Days.Count == 0 && !OnHolidays;

    private bool WorkingDaysOnly => Days.Count > 0 && Days.All(d => d.Day is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>What is open on a date, by all rules together.</summary>
    public static IEnumerable<(int From, int To)> SpansOn(IReadOnlyList<HoursRule> rules, DateOnly date, WorkingDayCalendar calendar)
    {
        IEnumerable<(int From, int To)> spans = [];
        foreach (var rule in RulesOf(rules, date, calendar.Find(date)?.Kind))
            spans = rule.Adds ? spans.Concat(rule.Spans) : rule.Spans;
        return spans;
    }

    private static IEnumerable<HoursRule> RulesOf(IReadOnlyList<HoursRule> rules, DateOnly date, CalendarDayKind? kind)
    {
        var inSeason = rules.Where(r => r.Seasons.Count == 0 || r.Seasons.Any(s => s.Contains(date))).ToList();
        if (kind == CalendarDayKind.Holiday && inSeason.Exists(r => r.OnHolidays))
            return inSeason.Where(r => r.OnHolidays);
        var byWeek = inSeason.Where(r => r.EveryDay || r.Days.Any(d => d.Matches(date)));
        if (kind is null || !IsOffice(rules))
            return byWeek;
        if (kind == CalendarDayKind.Holiday)
            return byWeek.Where(r => !r.WorkingDaysOnly);
        return byWeek.Any() ? byWeek : inSeason.Where(r => r.WorkingDaysOnly && r.Days.Count == 5);
    }

    // Who opens on both days of the weekend does not live by the calendar of offices.
    private static bool IsOffice(IReadOnlyList<HoursRule> rules)
    {
        var open = rules.Where(r => r.Spans.Count > 0).ToList();
        return !open.Exists(r => r.EveryDay)
            && !(new[] { DayOfWeek.Saturday, DayOfWeek.Sunday }.All(day => open.Exists(r => r.Days.Any(d => d.Day == day))));
    }
}
