using System.Collections.Frozen;
using System.Globalization;
using CsvHelper;

namespace Linli.Platform.Time;

/// <summary>
/// Which days are worked (工作日历), with make-up Saturdays and Sundays (R52), and the periods counted on them
/// (R06; Civil Code arts. 201 and 203). All dates are local dates of Asia/Shanghai.
/// </summary>
/// <remarks>
/// The State Council General Office announces each year in the autumn before. A year without data is counted
/// Monday to Friday; <see cref="HasYear"/> tells, so that operations can be warned before a year begins.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed class WorkingDayCalendar
{
    /// <summary>Jurisdiction of the calendar that ships with Linli.</summary>
    public const string National = "CN";

    private static readonly Lazy<WorkingDayCalendar> china = new(LoadChina);

    private readonly FrozenDictionary<DateOnly, CalendarDay> days;

    /// <summary>Makes a calendar from its rows.</summary>
    /// <exception cref="ArgumentException">A date appears twice: the rows contradict or repeat each other.</exception>
    public WorkingDayCalendar(IEnumerable<CalendarDay> rows)
    {
        var byDate = new Dictionary<DateOnly, CalendarDay>();
        foreach (var row in rows)
            if (!byDate.TryAdd(row.Date, row))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{row.Date:yyyy-MM-dd} appears twice in the calendar."),
                    nameof(rows));

        days = byDate.ToFrozenDictionary();
    }

    /// <summary>The national calendar that ships with Linli: 2025 and 2026.</summary>
    public static WorkingDayCalendar China => china.Value;

    /// <summary>The rows of this calendar, by date.</summary>
    public IEnumerable<CalendarDay> Days => days.Values.OrderBy(day => day.Date);

    /// <summary>
    /// A calendar in which the given rows are added, or replace those of the same date: a new year, or a local
    /// notice over the national one.
    /// </summary>
    /// <exception cref="ArgumentException">A date appears twice among the given rows.</exception>
    public WorkingDayCalendar With(IEnumerable<CalendarDay> rows)
    {
        var added = new WorkingDayCalendar(rows);
        return new WorkingDayCalendar(days.Values.Where(day => !added.days.ContainsKey(day.Date)).Concat(added.days.Values));
    }

    /// <summary>
    /// Reads rows from CSV with the columns <c>date</c> (yyyy-MM-dd), <c>kind</c> (<c>holiday</c> or
    /// <c>workday</c>), <c>name</c> and <c>source</c>.
    /// </summary>
    /// <param name="csv">The text, with its header row.</param>
    /// <param name="jurisdiction">Where these rows hold.</param>
    /// <exception cref="FormatException">A column is missing, or a date or kind cannot be read; the message says which.</exception>
    public static IReadOnlyList<CalendarDay> ReadCsv(TextReader csv, string jurisdiction)
    {
        using var reader = CsvReader.Create(
            csv, CsvReaderOptions.Default with { Separator = ',', TrackLineNumbers = true }, leaveOpen: true);
        string[] wanted = ["date", "kind", "name", "source"];
        var columns = Array.ConvertAll(wanted, name => reader.TryGetFieldIndex(name, out var index)
            ? index
            : throw new FormatException($"The calendar has no column '{name}'; expected: {string.Join(", ", wanted)}."));

        var rows = new List<CalendarDay>();
        while (reader.Read())
            rows.Add(ReadRow(reader, columns, jurisdiction));
        return rows;
    }

    /// <summary>
    /// Whether a year's notice is loaded. New Year's Day is in every notice, so a year counts as loaded when its
    /// 1 January is there: a single local row, or a holiday reaching in from the year before, does not make one.
    /// </summary>
    public bool HasYear(int year) => days.ContainsKey(new DateOnly(year, 1, 1));

    /// <summary>What a notice says about a date, or <c>null</c> when the plain week decides.</summary>
    public CalendarDay? Find(DateOnly date) => days.GetValueOrDefault(date);

    /// <summary>Whether a date is worked: by notice where there is one, else Monday to Friday.</summary>
    public bool IsWorkingDay(DateOnly date) => days.TryGetValue(date, out var day)
        ? day.Kind == CalendarDayKind.MakeUpWorkday
        : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// The last day of a period of working days. The period starts the day <em>after</em> <paramref name="start"/>
    /// and ends with the end of its n-th working day (R06, R52).
    /// </summary>
    /// <param name="start">The day of the event, not counted; it need not be worked.</param>
    /// <param name="workingDays">Zero or more; zero is the day itself ("same day").</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is negative.</exception>
    public DateOnly AddWorkingDays(DateOnly start, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        var date = start;
        for (var left = workingDays; left > 0;)
        {
            date = date.AddDays(1);
            if (IsWorkingDay(date))
                left--;
        }

        return date;
    }

    /// <summary>
    /// The last day of a period of calendar days. It starts the day after <paramref name="start"/>; a last day that
    /// is not worked rolls over to the next working day (Civil Code arts. 201 and 203).
    /// </summary>
    /// <param name="start">The day of the event, not counted.</param>
    /// <param name="calendarDays">Zero or more; zero is the day itself and does not roll over.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="calendarDays"/> is negative.</exception>
    public DateOnly AddCalendarDays(DateOnly start, int calendarDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(calendarDays);
        if (calendarDays == 0)
            return start;

        var date = start.AddDays(calendarDays);
        while (!IsWorkingDay(date))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>
    /// How many working days lie after <paramref name="from"/> up to and including <paramref name="to"/>: the
    /// inverse of <see cref="AddWorkingDays"/>. Negative, counted the same way, when <paramref name="to"/> is earlier.
    /// </summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -WorkingDaysBetween(to, from);

        var count = 0;
        for (var date = from; date < to;)
        {
            date = date.AddDays(1);
            if (IsWorkingDay(date))
                count++;
        }

        return count;
    }

    /// <summary>
    /// When a clock of n working days, started at an instant, runs out: at 24:00 local time of the last day of
    /// <see cref="AddWorkingDays"/>. It is kept while <c>now &lt; due</c>.
    /// </summary>
    /// <returns>The instant in UTC (offset zero).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is negative.</exception>
    public DateTimeOffset DueAt(DateTimeOffset start, int workingDays) =>
        LocalTime.EndOfDay(AddWorkingDays(LocalTime.DateOf(start), workingDays));

    private static CalendarDay ReadRow(CsvReader reader, int[] columns, string jurisdiction)
    {
        var date = reader.GetString(columns[0]);
        var kind = reader.GetString(columns[1]);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new FormatException($"Line {reader.LineNumber}: '{date}' is not a date like 2026-05-01.");

        return new CalendarDay(
            day,
            kind switch
            {
                "holiday" => CalendarDayKind.Holiday,
                "workday" => CalendarDayKind.MakeUpWorkday,
                _ => throw new FormatException($"Line {reader.LineNumber}: '{kind}' is neither 'holiday' nor 'workday'."),
            },
            reader.GetString(columns[2]),
            reader.GetString(columns[3]),
            jurisdiction);
    }

    private static WorkingDayCalendar LoadChina()
    {
        using var stream = typeof(WorkingDayCalendar).Assembly.GetManifestResourceStream("china-holidays.csv")
            ?? throw new InvalidOperationException("The holiday calendar is missing from the program.");
        using var csv = new StreamReader(stream);
        return new WorkingDayCalendar(ReadCsv(csv, National));
    }
}
