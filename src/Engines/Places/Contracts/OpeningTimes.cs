using System.Diagnostics.CodeAnalysis;
using Linli.Places.Hours;
using Linli.Platform.Time;

namespace Linli.Places;

/// <summary>Whether something is open at an instant.</summary>
/// <param name="IsOpen">Open or closed; <c>null</c> when its hours are not known.</param>
/// <param name="ChangesAt">When that ends, in UTC; <c>null</c> when it does not within two weeks, or is not known.</param>
/// <param name="Holiday">Name of the public holiday that day, such as 国庆节, where it is one.</param>
public sealed record OpenNow(bool? IsOpen, DateTimeOffset? ChangesAt, string? Holiday)
{
    /// <summary>Nobody knows.</summary>
    public static readonly OpenNow Unknown = new(null, null, null);
}

/// <summary>
/// Opening hours in OpenStreetMap's notation, read and reckoned with: days, lists and ranges of them, months and dates,
/// several spans, spans past midnight, <c>off</c>, <c>24/7</c>, <c>PH</c> and the n-th weekday of a month (<c>Sa[1]</c>).
/// What is written otherwise is not read at all rather than guessed at.
/// </summary>
/// <remarks>
/// Public holidays (节假日) and make-up working days (调休) come from the working-day calendar. <c>PH</c> means the days off by
/// notice. Where hours say nothing about <c>PH</c>, what opens on working days only (such as <c>Mo-Fr</c>) is closed on holidays
/// and open on make-up Saturdays and Sundays, as offices here are; what also opens at weekends keeps its hours. Decision note 25.
/// </remarks>
public sealed class OpeningTimes
{
    private const int LookAhead = 15;
    private const int Day = 24 * 60;
    private readonly IReadOnlyList<HoursRule> rules;

    private OpeningTimes(IReadOnlyList<HoursRule> rules) => this.rules = rules;

    /// <summary>Reads hours such as <c>Mo-Fr 08:30-17:30; PH off</c>.</summary>
    public static bool TryParse(string? hours, [NotNullWhen(true)] out OpeningTimes? times)
    {
        times = HoursReader.Read(hours) is { } rules ? new(rules) : null;
        return times is not null;
    }

    /// <summary>Whether hours that are kept as text are open at an instant; unknown when there are none or they cannot be read.</summary>
    public static OpenNow At(string? hours, DateTimeOffset instant, WorkingDayCalendar calendar) =>
        TryParse(hours, out var times) ? times.At(instant, calendar) : OpenNow.Unknown;

    /// <summary>Whether it is open at an instant, and until when.</summary>
    public OpenNow At(DateTimeOffset instant, WorkingDayCalendar calendar)
    {
        var local = LocalTime.ToLocal(instant);
        var today = DateOnly.FromDateTime(local.DateTime);
        var now = (int)local.TimeOfDay.TotalMinutes;
        var holiday = calendar.Find(today) is { Kind: CalendarDayKind.Holiday } day ? day.Name : null;
        var spans = Spans(today, calendar);
        var at = spans.FindIndex(s => s.From <= now && now < s.To);
        var change = at >= 0 ? spans[at].To : spans.Find(s => s.From > now).From;
        var known = change > 0 && change < LookAhead * Day;
        return new(at >= 0, known ? LocalTime.StartOfDay(today).AddMinutes(change) : null, holiday);
    }

    /// <summary>Minutes it is open from what begins on a date, what lasts past midnight included.</summary>
    public int MinutesOn(DateOnly date, WorkingDayCalendar calendar) => Merged(HoursRule.SpansOn(rules, date, calendar)).Sum(s => s.To - s.From);

    /// <summary>
    /// The spans that begin on a date, in minutes from its midnight, without overlaps and in order; one that lasts past midnight ends
    /// above 1,440.
    /// </summary>
    public IReadOnlyList<(int From, int To)> SpansOn(DateOnly date, WorkingDayCalendar calendar) => Merged(HoursRule.SpansOn(rules, date, calendar));

    /// <summary>Minutes it is open on the dates from the first up to and including the last.</summary>
    public int MinutesBetween(DateOnly first, DateOnly last, WorkingDayCalendar calendar)
    {
        var sum = 0;
        for (var date = first; date <= last; date = date.AddDays(1))
            sum += MinutesOn(date, calendar);
        return sum;
    }

    // Minutes from the beginning of today; yesterday may last into it.
    private List<(int From, int To)> Spans(DateOnly today, WorkingDayCalendar calendar) => Merged(
        Enumerable.Range(-1, LookAhead + 2).SelectMany(day => HoursRule.SpansOn(rules, today.AddDays(day), calendar)
            .Select(s => (s.From + (day * Day), s.To + (day * Day)))));

    private static List<(int From, int To)> Merged(IEnumerable<(int From, int To)> spans)
    {
        var merged = new List<(int From, int To)>();
        foreach (var span in spans.Order())
            if (merged.Count > 0 && span.From <= merged[^1].To)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, span.To));
            else
                merged.Add(span);
        return merged;
    }
}
