using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>Rules of clubs' meetings; none of them looks anything up.</summary>
internal static class MeetingRules
{
    public const string RegularKind = "club-meeting";
    public const string EventKind = "club-event";

    /// <summary>What a meeting earns, as the rules of points name it.</summary>
    public const string Earning = "club.attended";

    /// <summary>The longest evening: a troupe that rehearses four hours (S51).</summary>
    public const int MostMinutes = 240;

    /// <summary>How far ahead a club takes a room.</summary>
    public const int MostDays = 180;

    public const int MostRegular = 3;

    /// <summary>Events that a club announces ahead: the hall is everybody's.</summary>
    public const int MostEvents = 5;

    public const string EveryDay = "MO,TU,WE,TH,FR,SA,SU";

    /// <summary>Quiet hours of rooms and squares that have none of their own: nothing loud from ten in the evening until six.</summary>
    public static readonly QuietHours Quiet = new(new(22, 0), new(6, 0), []);

    private static readonly string[] weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>Days of the week in their order, each once; <c>null</c> when something else is among them.</summary>
    public static string? CleanDays(string? days)
    {
        var wanted = (days ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(d => d.ToUpperInvariant()).ToList();
        return wanted.Count == 0 || wanted.Exists(d => !weekdays.Contains(d)) ? null : string.Join(',', weekdays.Where(wanted.Contains));
    }

    public static Problem? WrongTimes(DateOnly? first, TimeOnly? from, int minutes, string? days, DateOnly? until, DateOnly today)
    {
        if (first is not { } day || day < today || day > today.AddDays(90))
            return Problem.Invalid("firstDay", "clubs.first_day", "第一次活动应在今天以后的 90 天内。", "The first meeting lies within the next 90 days.");
        if (from is null)
            return Problem.Invalid("from", "clubs.from", "请填写几点开始。", "Say when it begins.");
        if (minutes is < 30 or > MostMinutes || minutes % 30 != 0)
            return Problem.Invalid("minutes", "clubs.minutes", "每次 30 分钟到 4 小时，以半小时为一档。", "A meeting lasts half an hour to four hours, in steps of half an hour.");
        if (CleanDays(days) is null)
            return Problem.Invalid("days", "clubs.days", "请选择星期几活动。", "Choose the days of the week.");
        return until is not { } last || last < day || last > day.AddDays(MostDays)
            ? Problem.Invalid("until", "clubs.until", "最后一天不早于第一天，最多排半年。", "The last day is not before the first, and at most half a year later.")
            : null;
    }

    /// <summary>The days of a series on which the room is not open for the whole meeting, in their order.</summary>
    public static List<DateOnly> NotOpenOn(OpeningTimes times, DateOnly first, DateOnly last, string days, TimeOnly from, int minutes, WorkingDayCalendar calendar)
    {
        var begin = (int)from.ToTimeSpan().TotalMinutes;
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Where(day =>
            days.Contains(weekdays[((int)day.DayOfWeek + 6) % 7], StringComparison.Ordinal) && !times.SpansOn(day, calendar).Any(s => s.From <= begin && begin + minutes <= s.To))];
    }

    /// <summary>From an hour before until it is settled, which is half an hour after the end; later only while a settlement is late.</summary>
    public static bool ListIsOpen(SessionView meeting, DateTimeOffset now) => meeting.State == SessionState.Planned && meeting.Start.AddHours(-1) <= now && now <= meeting.End.AddHours(24);

    public static bool IsLink(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && link!.Length <= 300;
}
