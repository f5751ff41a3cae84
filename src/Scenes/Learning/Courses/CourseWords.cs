using System.Globalization;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Learning.Courses;

/// <summary>Courses in words.</summary>
internal static class CourseWords
{
    private static readonly Dictionary<string, Phrase> days = new(StringComparer.Ordinal)
    {
        ["MO"] = ("周一", "Mon"), ["TU"] = ("周二", "Tue"), ["WE"] = ("周三", "Wed"), ["TH"] = ("周四", "Thu"), ["FR"] = ("周五", "Fri"), ["SA"] = ("周六", "Sat"), ["SU"] = ("周日", "Sun"),
    };

    public static Phrase Of(CourseProgramme programme) => programme == CourseProgramme.College ? ("老年学院", "Elders' college") : ("社区学校", "Community school");

    public static Phrase Of(CourseStream? stream) => stream switch
    {
        CourseStream.FourThirty => ("青少年四点半课堂", "Half past four"),
        CourseStream.Working => ("职业人员乐学课堂", "For working people"),
        CourseStream.Evergreen => ("老年人常青课堂", "Evergreen"),
        _ => ("学院课程", "College"),
    };

    /// <summary>“周二、周四 09:00–10:30”.</summary>
    public static Phrase Times(string weekdays, TimeOnly from, int minutes)
    {
        var until = from.AddMinutes(minutes);
        var span = string.Create(CultureInfo.InvariantCulture, $"{from:HH\\:mm}–{until:HH\\:mm}");
        var named = weekdays.Split(',').Select(d => days.GetValueOrDefault(d)).Where(d => d.Zh is not null).ToList();
        return ($"{string.Join('、', named.Select(d => d.Zh))} {span}", $"{string.Join(", ", named.Select(d => d.En))} {span}");
    }

    public static Phrase Ages(int? least, int? most) => (least, most) switch
    {
        (null, null) => ("年龄不限", "all ages"),
        ({ } from, null) => ($"{from} 岁及以上", $"{from} and older"),
        (null, { } to) => ($"{to} 岁及以下", $"{to} and younger"),
        var (from, to) => ($"{from}–{to} 岁", $"{from} to {to}"),
    };

    public static Phrase Fee(long fen) => fen == 0 ? ("免费", "free") : (
        string.Create(CultureInfo.InvariantCulture, $"{fen / 100}.{fen % 100:00} 元"), string.Create(CultureInfo.InvariantCulture, $"¥{fen / 100}.{fen % 100:00}"));

    public static Phrase Day(DateOnly day) => (day.ToString("M月d日", CultureInfo.InvariantCulture), day.ToString("d MMM", CultureInfo.InvariantCulture));

    public static Phrase At(DateTimeOffset instant)
    {
        var local = LocalTime.ToLocal(instant);
        return (local.ToString("M月d日 HH:mm", CultureInfo.InvariantCulture), local.ToString("d MMM HH:mm", CultureInfo.InvariantCulture));
    }
}
