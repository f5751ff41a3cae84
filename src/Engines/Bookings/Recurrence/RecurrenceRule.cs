using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Bookings.Recurrence;

/// <summary>How often a rule comes round.</summary>
internal enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday, or the n-th of a month or year: <c>2TU</c> is the second Tuesday, <c>-1SU</c> the last Sunday.</summary>
/// <param name="Ordinal">1 to 53 from the front, −1 to −53 from the back; 0 for every one.</param>
/// <param name="Day">The weekday.</param>
internal readonly record struct RuleDay(int Ordinal, DayOfWeek Day);

/// <summary>
/// A recurrence rule of RFC 5545 in the parts that people here need: FREQ DAILY to YEARLY, INTERVAL, BYDAY with ordinals, BYMONTHDAY,
/// BYMONTH, WKST, COUNT or UNTIL. Whatever else a rule says is refused rather than ignored.
/// </summary>
internal sealed record RecurrenceRule(Frequency Frequency)
{
    private static readonly string[] DayCodes = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public int Interval { get; init; } = 1;

    public IReadOnlyList<RuleDay> Days { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<int> Months { get; init; } = [];

    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public int? Count { get; init; }

    /// <summary>Last local day, included.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Where the end is an instant: the local time on that last day at which the last one may begin.</summary>
    public TimeOnly? UntilTime { get; init; }

    /// <summary>The rule for something that begins at this local time: an end at noon leaves out the evening of that day.</summary>
    public RecurrenceRule For(TimeOnly? begin) => Until is { } day && UntilTime < begin && day > DateOnly.MinValue ? this with { Until = day.AddDays(-1), UntilTime = null } : this;

    /// <summary>Reads a rule such as <c>FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231</c>, with or without <c>RRULE:</c>; <c>null</c> when it is wrong or beyond what is understood here.</summary>
    public static RecurrenceRule? Read(string? text)
    {
        text = text?.Trim().ToUpperInvariant();
        if (text is null || text.Length > 500)
            return null;
        if (text.StartsWith("RRULE:", StringComparison.Ordinal))
            text = text[6..];
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1 || !parts.TryAdd(part[..equals], part[(equals + 1)..]))
                return null;
        }

        if (!parts.Remove("FREQ", out var freq) || Named(freq) is not { } frequency)
            return null;
        RecurrenceRule rule = new(frequency);
        foreach (var (name, value) in parts)
        {
            if (rule.With(name, value) is not { } fuller)
                return null;
            rule = fuller;
        }

        return rule.IsSound ? rule : null;
    }

    /// <summary>The rule as RFC 5545 writes it.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "FREQ=" + Frequency.ToString().ToUpperInvariant() };
        if (Interval != 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={Interval}"));
        if (Months.Count > 0)
            parts.Add("BYMONTH=" + string.Join(',', Months));
        if (MonthDays.Count > 0)
            parts.Add("BYMONTHDAY=" + string.Join(',', MonthDays));
        if (Days.Count > 0)
            parts.Add("BYDAY=" + string.Join(',', Days.Select(d => (d.Ordinal == 0 ? "" : d.Ordinal.ToString(CultureInfo.InvariantCulture)) + DayCodes[(int)d.Day])));
        if (WeekStart != DayOfWeek.Monday)
            parts.Add("WKST=" + DayCodes[(int)WeekStart]);
        if (Count is { } count)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT={count}"));
        if (Until is { } until)
            parts.Add(UntilTime is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"UNTIL={LocalTime.At(until, at).UtcDateTime:yyyyMMdd'T'HHmmss'Z'}")
                : string.Create(CultureInfo.InvariantCulture, $"UNTIL={until:yyyyMMdd}"));
        return string.Join(';', parts);
    }

    /// <summary>Whether it comes on every working day of a plain week, so that a make-up Saturday is one more of them.</summary>
    public bool RunsAllWorkingDays => Months.Count == 0
        && ((Frequency == Frequency.Daily && Interval == 1 && Days.Count == 0 && MonthDays.Count == 0)
        || (Frequency is Frequency.Weekly or Frequency.Daily && Interval == 1
            && Enumerable.Range(1, 5).All(d => Days.Contains(new(0, (DayOfWeek)d)))));

    // An ordinal needs a month or a year to count in, and two ends contradict each other (RFC 5545, 3.3.10).
    private bool IsSound =>
        !(Count is not null && Until is not null)
        && (Frequency is Frequency.Monthly or Frequency.Yearly || Days.All(d => d.Ordinal == 0))
        && (Frequency != Frequency.Weekly || MonthDays.Count == 0)
        && (Frequency == Frequency.Yearly && Months.Count == 0 || Days.All(d => Math.Abs(d.Ordinal) <= 5));

    private RecurrenceRule? With(string name, string value) => name switch
    {
        "INTERVAL" => Whole(value) is >= 1 and <= 1000 and { } n ? this with { Interval = n } : null,
        "COUNT" => Whole(value) is >= 1 and <= 10_000 and { } n ? this with { Count = n } : null,
        "UNTIL" => RecurrenceDates.ReadEnd(value) is { } end ? this with { Until = end.Day, UntilTime = end.At } : null,
        "WKST" => WeekdayOf(value) is { } day ? this with { WeekStart = day } : null,
        "BYDAY" => All(value, DayOf) is { } days ? this with { Days = days } : null,
        "BYMONTHDAY" => All(value, v => Whole(v) is { } d && Math.Abs(d) is >= 1 and <= 31 ? d : (int?)null) is { } days ? this with { MonthDays = days } : null,
        "BYMONTH" => All(value, v => Whole(v) is >= 1 and <= 12 and { } m ? m : (int?)null) is { } months ? this with { Months = months } : null,
        _ => null,
    };

    private static Frequency? Named(string text) => text switch
    {
        "DAILY" => Frequency.Daily,
        "WEEKLY" => Frequency.Weekly,
        "MONTHLY" => Frequency.Monthly,
        "YEARLY" => Frequency.Yearly,
        _ => null,
    };

    private static List<T>? All<T>(string value, Func<string, T?> read) where T : struct
    {
        var found = new List<T>();
        foreach (var part in value.Split(','))
        {
            if (read(part) is not { } one)
                return null;
            if (!found.Contains(one))
                found.Add(one);
        }

        return found;
    }

    private static RuleDay? DayOf(string text)
    {
        if (text.Length < 2 || WeekdayOf(text[^2..]) is not { } day)
            return null;
        if (text.Length == 2)
            return new(0, day);
        return Whole(text[..^2].TrimStart('+')) is { } n && Math.Abs(n) is >= 1 and <= 53 ? new(n, day) : null;
    }

    private static DayOfWeek? WeekdayOf(string code) => Array.IndexOf(DayCodes, code) is >= 0 and var at ? (DayOfWeek)at : null;

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
}
