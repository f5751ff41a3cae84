using System.Globalization;
using Linli.Platform.Time;
using static Linli.Web.Bilingual;

namespace Linli.Web;

/// <summary>Instants as people say them, in local time.</summary>
public static class When
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>
    /// The end of a period: 11月27日 周五 24:00, 今天 17:30; a period that ends with a day ends at its 24:00 and not at the
    /// next day's 00:00, which people read as a day more.
    /// </summary>
    public static string Due(DateTimeOffset due, DateTimeOffset now)
    {
        var local = LocalTime.ToLocal(due);
        var midnight = local.TimeOfDay == TimeSpan.Zero;
        var day = DateOnly.FromDateTime(local.DateTime).AddDays(midnight ? -1 : 0);
        var clock = midnight ? "24:00" : local.ToString("HH:mm", CultureInfo.InvariantCulture);
        var (zh, en) = (day.DayNumber - LocalTime.DateOf(now).DayNumber) switch
        {
            0 => ("今天", "today"),
            1 => ("明天", "tomorrow"),
            _ => (
                day.ToString(SameYear(day, now) ? "M月d日 ddd" : "yyyy年M月d日 ddd", Chinese),
                day.ToString(SameYear(day, now) ? "ddd d MMM" : "ddd d MMM yyyy", English)),
        };
        return T($"{zh} {clock}", midnight ? $"the end of {en}" : $"{clock} {en}");
    }

    /// <summary>Something that was: 今天 14:20, 昨天 09:05, 11月21日 14:20.</summary>
    public static string Was(DateTimeOffset instant, DateTimeOffset now)
    {
        var local = LocalTime.ToLocal(instant);
        var day = DateOnly.FromDateTime(local.DateTime);
        var (zh, en) = (LocalTime.DateOf(now).DayNumber - day.DayNumber) switch
        {
            0 => ("今天", "today"),
            1 => ("昨天", "yesterday"),
            _ => (
                day.ToString(SameYear(day, now) ? "M月d日" : "yyyy年M月d日", Chinese),
                day.ToString(SameYear(day, now) ? "d MMM" : "d MMM yyyy", English)),
        };
        return $"{T(zh, en)} {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The instant for machines, for <c>datetime</c> attributes.</summary>
    public static string Machine(DateTimeOffset instant) => LocalTime.ToLocal(instant).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static bool SameYear(DateOnly day, DateTimeOffset now) => day.Year == LocalTime.DateOf(now).Year;
}
