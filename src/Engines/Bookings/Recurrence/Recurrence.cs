using Linli.Platform.Time;

namespace Linli.Bookings.Recurrence;

/// <summary>The local days on which something recurs: a rule with its exceptions, and what holidays do to it (R52).</summary>
/// <param name="Start">The first day; the rule counts from here.</param>
/// <param name="Rule">The rule; <c>null</c> for the first day alone.</param>
/// <param name="Except">Days on which it does not happen (EXDATE).</param>
/// <param name="Also">Days on which it happens besides (RDATE).</param>
/// <param name="Holidays">What public holidays and make-up working days do.</param>
internal sealed record RecurringDays(DateOnly Start, RecurrenceRule? Rule, IReadOnlyCollection<DateOnly> Except, IReadOnlyCollection<DateOnly> Also, HolidayRule Holidays)
{
    /// <summary>At which local time it begins, where that matters to the end of the rule.</summary>
    public TimeOnly? Begin { get; init; }

    /// <summary>
    /// The days from one day to another, both included, in order and each once. A rule that never ends is followed to the last day
    /// asked for and no further. Days added by hand stay also on holidays: whoever added them meant that day.
    /// </summary>
    public IReadOnlyList<DateOnly> Between(DateOnly from, DateOnly to, WorkingDayCalendar calendar)
    {
        var days = new List<DateOnly>();
        var rule = Rule?.For(Begin);
        var (last, count) = (Start, 0);
        foreach (var day in rule is null ? [Start] : RuleDays.From(rule, Start, to))
        {
            if (day > to)
                break;
            (last, count) = (day, count + 1);
            if (day >= from && Happens(day, calendar))
                days.Add(day);
        }

        // A count that is not reached by the last day asked for goes on after it: its make-up days up to there belong to it.
        if (Holidays == HolidayRule.WorkingDays && rule?.RunsAllWorkingDays == true)
            AddMakeUpDays(days, from, count == rule.Count ? last : rule.Until ?? to, to, calendar);
        days.AddRange(Also.Where(day => day >= from && day <= to));
        if (Except.Count > 0)
            days.RemoveAll(Except.Contains);

        // A rule comes in order by itself; only what was added to it may be out of order, or there twice.
        return Also.Count > 0 || Holidays == HolidayRule.WorkingDays ? [.. days.Distinct().Order()] : days;
    }

    private bool Happens(DateOnly day, WorkingDayCalendar calendar) => Holidays switch
    {
        HolidayRule.SkipHolidays => calendar.Find(day) is not { Kind: CalendarDayKind.Holiday },
        HolidayRule.WorkingDays => calendar.IsWorkingDay(day),
        _ => true,
    };

    private void AddMakeUpDays(List<DateOnly> days, DateOnly from, DateOnly end, DateOnly to, WorkingDayCalendar calendar)
    {
        for (var day = from < Start ? Start : from; day <= end && day <= to; day = day.AddDays(1))
            if (calendar.Find(day) is { Kind: CalendarDayKind.MakeUpWorkday })
                days.Add(day);
    }
}

/// <summary>Expands a rule by itself. Dates that do not exist, such as 31 February, simply never come.</summary>
internal static class RuleDays
{
    /// <summary>The days of a rule in order, none after the last one asked for.</summary>
    public static IEnumerable<DateOnly> From(RecurrenceRule rule, DateOnly start, DateOnly to)
    {
        var end = rule.Until is { } until && until < to ? until : to;
        var left = rule.Count ?? int.MaxValue;
        var period = new List<DateOnly>(31);
        for (var step = 0; left > 0; step++)
        {
            period.Clear();
            if (!Fill(period, rule, start, step, end))
                yield break;
            foreach (var day in period)
            {
                if (day < start)
                    continue;
                if (day > end || left-- <= 0)
                    yield break;
                yield return day;
            }
        }
    }

    // The days of the step-th period, in order; false when it begins after the end.
    private static bool Fill(List<DateOnly> days, RecurrenceRule rule, DateOnly start, int step, DateOnly end)
    {
        var ahead = (long)step * rule.Interval;
        switch (rule.Frequency)
        {
            case Frequency.Daily:
                if (start.DayNumber + ahead > end.DayNumber)
                    return false;
                var day = start.AddDays((int)ahead);
                if (InMonths(rule, day) && OnMonthDays(rule, day) && OnWeekdays(rule, day))
                    days.Add(day);
                return true;
            case Frequency.Weekly:
                var monday = start.DayNumber - (((int)start.DayOfWeek - (int)rule.WeekStart + 7) % 7) + (7 * ahead);
                if (monday > end.DayNumber)
                    return false;
                for (var n = Math.Max(0, monday); n < monday + 7 && n <= DateOnly.MaxValue.DayNumber; n++)
                    if (DateOnly.FromDayNumber((int)n) is var each && InMonths(rule, each) && (rule.Days.Count == 0 ? each.DayOfWeek == start.DayOfWeek : OnWeekdays(rule, each)))
                        days.Add(each);
                return true;
            case Frequency.Monthly:
                var month = ((long)start.Year * 12) + start.Month - 1 + ahead;
                if (month > ((long)end.Year * 12) + end.Month - 1)
                    return false;
                if (rule.Months.Count == 0 || rule.Months.Contains((int)(month % 12) + 1))
                    FillMonth(days, rule, (int)(month / 12), (int)(month % 12) + 1, start.Day);
                return true;
            default:
                if (start.Year + ahead > end.Year)
                    return false;
                FillYear(days, rule, start.Year + (int)ahead, start);
                return true;
        }
    }

    private static void FillYear(List<DateOnly> days, RecurrenceRule rule, int year, DateOnly start)
    {
        if (rule.Months.Count == 0 && rule.MonthDays.Count == 0 && rule.Days.Count > 0)
        {
            var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            for (var day = first; ; day = day.AddDays(1))
            {
                if (OnOrdinals(rule, day, day.DayOfYear, last.DayOfYear))
                    days.Add(day);
                if (day == last)
                    return;
            }
        }

        foreach (var month in rule.Months.Count > 0 ? rule.Months.Order() : rule.MonthDays.Count > 0 ? Enumerable.Range(1, 12) : [start.Month])
            FillMonth(days, rule, year, month, start.Day);
    }

    private static void FillMonth(List<DateOnly> days, RecurrenceRule rule, int year, int month, int startDay)
    {
        var length = DateTime.DaysInMonth(year, month);
        if (rule.Days.Count == 0 && rule.MonthDays.Count == 0)
        {
            if (startDay <= length)
                days.Add(new(year, month, startDay));
            return;
        }

        for (var n = 1; n <= length; n++)
            if (new DateOnly(year, month, n) is var day && OnMonthDays(rule, day) && (rule.Days.Count == 0 || OnOrdinals(rule, day, n, length)))
                days.Add(day);
    }

    private static bool InMonths(RecurrenceRule rule, DateOnly day) => rule.Months.Count == 0 || rule.Months.Contains(day.Month);

    private static bool OnMonthDays(RecurrenceRule rule, DateOnly day) =>
        rule.MonthDays.Count == 0 || rule.MonthDays.Contains(day.Day) || rule.MonthDays.Contains(day.Day - DateTime.DaysInMonth(day.Year, day.Month) - 1);

    private static bool OnWeekdays(RecurrenceRule rule, DateOnly day) => rule.Days.Count == 0 || rule.Days.Contains(new(0, day.DayOfWeek));

    private static bool OnOrdinals(RecurrenceRule rule, DateOnly day, int number, int length)
    {
        foreach (var wanted in rule.Days)
            if (wanted.Day == day.DayOfWeek && (wanted.Ordinal == 0 || wanted.Ordinal == ((number - 1) / 7) + 1 || wanted.Ordinal == -(((length - number) / 7) + 1)))
                return true;
        return false;
    }
}
