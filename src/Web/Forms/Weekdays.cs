using System.Globalization;
using Linli.Platform.Text;

namespace Linli.Web;

/// <summary>Days of the week as people read them, Monday first.</summary>
public static class Weekdays
{
    /// <summary>Codes of RFC 5545 with their names.</summary>
    public static IReadOnlyList<(string Code, Phrase Name)> All { get; } =
        [("MO", ("周一", "Mon")), ("TU", ("周二", "Tue")), ("WE", ("周三", "Wed")), ("TH", ("周四", "Thu")), ("FR", ("周五", "Fri")), ("SA", ("周六", "Sat")), ("SU", ("周日", "Sun"))];

    /// <summary>1 (Monday) to 7 (Sunday) of a position in <see cref="All"/>.</summary>
    public static string Number(int position) => (position + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Names of days that are given by digits, such as <c>24</c> for Tuesday and Thursday.</summary>
    public static Phrase Names(string digits)
    {
        var named = digits.Where(d => d is >= '1' and <= '7').Select(d => All[d - '1'].Name).ToList();
        return named.Count == 7 ? ("每天", "every day") : (string.Join('、', named.Select(n => n.Zh)), string.Join(", ", named.Select(n => n.En)));
    }
}
