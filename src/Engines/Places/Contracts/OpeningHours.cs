using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>Opening hours in words, from OpenStreetMap's notation: <c>Mo-Fr 08:30-17:30</c>.</summary>
public static class OpeningHours
{
    private static readonly (string Code, string Zh, string En)[] Days =
    [
        ("Mo", "周一", "Mon"), ("Tu", "周二", "Tue"), ("We", "周三", "Wed"), ("Th", "周四", "Thu"),
        ("Fr", "周五", "Fri"), ("Sa", "周六", "Sat"), ("Su", "周日", "Sun"), ("PH", "节假日", "public holidays"),
    ];

    /// <summary>
    /// The hours as people say them; what is written in a way not known here is shown as it is rather than guessed at.
    /// </summary>
    public static Phrase InWords(string? hours)
    {
        if (string.IsNullOrWhiteSpace(hours))
            return ("未公布开放时间", "No opening hours given");
        if (hours == "24/7")
            return ("全天开放", "Open day and night");
        var (zh, en) = (hours.Replace("Mo-Su", "每天", StringComparison.Ordinal), hours.Replace("Mo-Su", "daily", StringComparison.Ordinal));
        foreach (var day in Days)
        {
            zh = zh.Replace(day.Code, day.Zh, StringComparison.Ordinal);
            en = en.Replace(day.Code, day.En, StringComparison.Ordinal);
        }

        zh = zh.Replace("off", "不开放", StringComparison.Ordinal).Replace("周-", "周–", StringComparison.Ordinal);
        return (Dashed(zh).Replace(",", "、", StringComparison.Ordinal), Dashed(en).Replace(",", ", ", StringComparison.Ordinal));
    }

    private static string Dashed(string text) => text.Replace('-', '–');
}
