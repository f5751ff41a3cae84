using System.Globalization;
using System.Text.RegularExpressions;

namespace Linli.Places.Hours;

/// <summary>Reads OpenStreetMap's notation of opening hours; <c>null</c> for what it does not know.</summary>
internal sealed partial class HoursReader
{
    private static readonly string[] Weekdays = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private const int Day = 24 * 60;

    private string rest;

    private HoursReader(string text) => rest = text;

    public static IReadOnlyList<HoursRule>? Read(string? hours)
    {
        if (string.IsNullOrWhiteSpace(hours) || hours.Length > 200)
            return null;
        var rules = new List<HoursRule>();
        foreach (var part in hours.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var reader = new HoursReader(part);
            for (var adds = false; reader.rest.Length > 0; adds = true)
                if (reader.Rule(adds) is { } rule)
                    rules.Add(rule);
                else
                    return null;
        }

        return rules.Count == 0 ? null : rules;
    }

    private HoursRule? Rule(bool adds)
    {
        if (Take(AlwaysPattern()) is not null)
            return rest.Length == 0 ? new([], [], false, [(0, Day)], adds) : null;
        var before = rest;
        var (seasons, days, holidays) = (Seasons(), new List<WeekdayChoice>(), false);
        if (seasons is null)
            return null;
        do
        {
            if (Take(HolidayPattern()) is not null)
                holidays = true;
            else if (Take(WeekdayPattern()) is { } match)
                days.AddRange(DaysOf(match));
            else
                break;
        }
        while (Take(CommaBeforeDay()) is not null);

        if (Take(ClosedPattern()) is not null)
            return new(seasons, days, holidays, [], adds);
        var spans = Spans();
        if (spans is null || before == rest)
            return null;
        if (spans.Count == 0 && rest.Length > 0)
            return null;
        return new(seasons, days, holidays, spans.Count > 0 ? spans : [(0, Day)], adds);
    }

    private List<Season>? Seasons()
    {
        var seasons = new List<Season>();
        do
        {
            if (Take(SeasonPattern()) is not { } match)
                break;
            var month = Array.IndexOf(Months, match.Groups["m1"].Value) + 1;
            var day = Number(match.Groups["d1"]);
            var toMonth = match.Groups["m2"].Success ? Array.IndexOf(Months, match.Groups["m2"].Value) + 1 : month;
            var toDay = Number(match.Groups["d2"]) ?? (match.Groups["m2"].Success ? 31 : day ?? 31);
            if (day is < 1 or > 31 || toDay is < 1 or > 31)
                return null;
            seasons.Add(new((month, day ?? 1), (toMonth, toDay)));
        }
        while (Take(CommaBeforeMonth()) is not null);

        Take(ColonPattern());
        return seasons;
    }

    private static IEnumerable<WeekdayChoice> DaysOf(Match match)
    {
        var from = Array.IndexOf(Weekdays, match.Groups["from"].Value);
        if (match.Groups["nth"].Success)
            return [new((DayOfWeek)from, Number(match.Groups["nth"])!.Value)];
        var to = match.Groups["to"].Success ? Array.IndexOf(Weekdays, match.Groups["to"].Value) : from;
        return Enumerable.Range(from, ((to - from + 7) % 7) + 1).Select(d => new WeekdayChoice((DayOfWeek)(d % 7)));
    }

    private List<(int From, int To)>? Spans()
    {
        var spans = new List<(int From, int To)>();
        do
        {
            if (Take(SpanPattern()) is not { } match)
                return spans.Count == 0 ? spans : null;
            var from = (Number(match.Groups["h1"])!.Value * 60) + Number(match.Groups["m1"])!.Value;
            var to = (Number(match.Groups["h2"])!.Value * 60) + Number(match.Groups["m2"])!.Value;
            if (from >= Day || to > 2 * Day || Number(match.Groups["m1"]) > 59 || Number(match.Groups["m2"]) > 59 || from == to)
                return null;
            spans.Add((from, to < from ? to + Day : to));
        }
        while (Take(CommaBeforeTime()) is not null);
        // A comma before a day begins a rule that adds to this one.
        return rest.Length == 0 || Take(CommaBeforeAnything()) is not null ? spans : null;
    }

    private Match? Take(Regex pattern)
    {
        var match = pattern.Match(rest);
        if (!match.Success)
            return null;
        rest = rest[match.Length..].TrimStart();
        return match;
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^24/7")]
    private static partial Regex AlwaysPattern();

    [GeneratedRegex(@"^PH\b")]
    private static partial Regex HolidayPattern();

    [GeneratedRegex(@"^(off|closed)$")]
    private static partial Regex ClosedPattern();

    [GeneratedRegex(@"^:")]
    private static partial Regex ColonPattern();

    [GeneratedRegex(@"^(?<from>Mo|Tu|We|Th|Fr|Sa|Su)(\[(?<nth>-?[1-5])\]|\s*-\s*(?<to>Mo|Tu|We|Th|Fr|Sa|Su))?(?![A-Za-z\[])")]
    private static partial Regex WeekdayPattern();

    [GeneratedRegex(@"^(?<m1>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(\s+(?<d1>\d{1,2})(?![\d:]))?(\s*-\s*(?<m2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)?(\s*(?<d2>\d{1,2})(?![\d:]))?)?(?![A-Za-z])")]
    private static partial Regex SeasonPattern();

    [GeneratedRegex(@"^(?<h1>\d{1,2}):(?<m1>\d{2})\s*-\s*(?<h2>\d{1,2}):(?<m2>\d{2})(?!\d|\+)")]
    private static partial Regex SpanPattern();

    [GeneratedRegex(@"^,\s*(?=PH|Mo|Tu|We|Th|Fr|Sa|Su)")]
    private static partial Regex CommaBeforeDay();

    [GeneratedRegex(@"^,\s*(?=Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")]
    private static partial Regex CommaBeforeMonth();

    [GeneratedRegex(@"^,\s*(?=\d)")]
    private static partial Regex CommaBeforeTime();

    [GeneratedRegex(@"^,\s*(?=[A-Z])")]
    private static partial Regex CommaBeforeAnything();
}
