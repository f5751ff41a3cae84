using Linli.Platform.Time;

namespace Linli.Cases.Loop;

/// <summary>When the clocks of a case run out (R05–R07, R52). Pure: rules and a calendar in, instants out.</summary>
internal static class Clocks
{
    private static readonly TimeOnly WorkStarts = new(8, 30);
    private static readonly TimeOnly WorkEnds = new(17, 30);

    /// <summary>
    /// The rule that governs, of those in force on the day: one for the priority before one for the type (an emergency is
    /// the same day whatever it is about; statutory limits of a type prevail over local habits), then the nearest place.
    /// </summary>
    public static ClockRule? Governing(
        IEnumerable<ClockRule> rules, CaseClock clock, string scope, string type, CasePriority priority, DateOnly day) =>
        rules.Where(r => r.Clock == clock
                && scope.StartsWith(r.Jurisdiction, StringComparison.Ordinal)
                && (r.Type == "*" || r.Type == type)
                && (r.Priority is null || r.Priority == priority)
                && r.EffectiveFrom <= day && (r.EffectiveTo is null || day <= r.EffectiveTo))
            .OrderByDescending(r => r.Priority is not null)
            .ThenByDescending(r => r.Type != "*")
            .ThenByDescending(r => r.Jurisdiction.Length)
            .ThenByDescending(r => r.EffectiveFrom)
            .FirstOrDefault();

    /// <summary>When a clock started at an instant runs out, UTC. It is kept while now is earlier.</summary>
    public static DateTimeOffset DueAt(ClockRule rule, DateTimeOffset start, WorkingDayCalendar calendar) => rule.Unit switch
    {
        ClockUnit.Hours => start.ToUniversalTime().AddHours(rule.Amount),
        ClockUnit.WorkingHours => AddWorkingHours(start, rule.Amount, calendar),
        ClockUnit.WorkingDays => calendar.DueAt(start, rule.Amount),
        _ => LocalTime.EndOfDay(calendar.AddCalendarDays(LocalTime.DateOf(start), rule.Amount)),
    };

    /// <summary>Moves a running clock by working days: from its present end, not from now.</summary>
    public static DateTimeOffset Extend(DateTimeOffset due, int workingDays, WorkingDayCalendar calendar) =>
        calendar.DueAt(due.AddTicks(-1), workingDays);

    private static DateTimeOffset AddWorkingHours(DateTimeOffset start, int hours, WorkingDayCalendar calendar)
    {
        var left = TimeSpan.FromHours(hours);
        var date = LocalTime.DateOf(start);
        var at = start;
        while (true)
        {
            if (calendar.IsWorkingDay(date))
            {
                var from = Later(at, LocalTime.At(date, WorkStarts));
                var until = LocalTime.At(date, WorkEnds);
                if (from < until)
                {
                    if (until - from >= left)
                        return (from + left).ToUniversalTime();
                    left -= until - from;
                }
            }

            date = date.AddDays(1);
            at = LocalTime.StartOfDay(date);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
