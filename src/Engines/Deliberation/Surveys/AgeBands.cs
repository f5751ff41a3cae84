using Linli.Platform.Text;

namespace Linli.Deliberation.Surveys;

/// <summary>Age groups by which answers are counted, wide enough that nobody is known by theirs.</summary>
internal static class AgeBands
{
    private static readonly (string Key, int From)[] Bands = [("0-17", 0), ("18-34", 18), ("35-59", 35), ("60-69", 60), ("70+", 70)];

    public static IEnumerable<string> Keys => Bands.Select(b => b.Key);

    /// <summary>The group of an age in completed years; empty where it is not known.</summary>
    public static string Of(int? age) => age is { } years ? Bands.Last(b => years >= b.From).Key : "";

    public static Phrase Name(string key) => key switch
    {
        "" => ("年龄不详", "Age not known"),
        [.. var from, '+'] => ($"{from} 岁及以上", $"Aged {from} and older"),
        _ => ($"{key.Replace('-', '–')} 岁", $"Aged {key}"),
    };
}
