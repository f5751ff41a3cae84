using System.Globalization;
using Linli.Platform.Results;

namespace Linli.Mobility.SchoolPath;

/// <summary>A school calendar as lines of text: a term is its name and two dates, a day its date, 上学 or 放假, and a note.</summary>
internal static class CalendarText
{
    private const string Form = "yyyy-MM-dd";
    private static readonly string[] Open = ["上学", "school"];
    private static readonly string[] Shut = ["放假", "off"];

    public static string Write(IEnumerable<TermKept> terms) => string.Join('\n', terms.Select(t => $"{t.NameZh} {Day(t.From)} {Day(t.To)}"));

    public static string Write(IEnumerable<SchoolDayKept> days) => string.Join('\n', days.Select(d => $"{Day(d.Date)} {(d.IsSchoolDay ? Open : Shut)[0]} {d.Note}".TrimEnd()));

    /// <summary>The terms, or what is wrong with which line.</summary>
    public static Result<TermKept[]> Terms(string? text)
    {
        var terms = new List<TermKept>();
        foreach (var (line, words) in Lines(text))
        {
            if (words.Length < 3 || !TryDay(words[^2], out var from) || !TryDay(words[^1], out var to))
                return Problem.Invalid("terms", "mobility.term_line", $"第 {line} 行应写成“名称 2026-09-01 2027-01-29”。", $"Write line {line} as a name and two dates: Autumn 2026-09-01 2027-01-29.");
            terms.Add(new(string.Join(' ', words[..^2]), from, to));
        }

        return terms.ToArray();
    }

    /// <summary>The exceptional days, or what is wrong with which line.</summary>
    public static Result<SchoolDayKept[]> Days(string? text)
    {
        var days = new List<SchoolDayKept>();
        foreach (var (line, words) in Lines(text))
        {
            if (words.Length < 2 || !TryDay(words[0], out var day) || !(Open.Contains(words[1]) || Shut.Contains(words[1])))
                return Problem.Invalid("days", "mobility.day_line", $"第 {line} 行应写成“2026-11-28 上学 补课”或“2026-11-25 放假 运动会”。", $"Write line {line} as a date, school or off, and a note: 2026-11-25 off sports.");
            days.Add(new(day, Open.Contains(words[1]), string.Join(' ', words[2..])));
        }

        return days.ToArray();
    }

    private static IEnumerable<(int Line, string[] Words)> Lines(string? text) => (text ?? "").Split('\n')
        .Select((line, i) => (i + 1, line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(l => l.Item2.Length > 0);

    private static string Day(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
