using Linli.Platform.Privacy;
using Linli.Platform.Text;

namespace Linli.Neighbours.Pairings;

/// <summary>What of somebody counts for matching: what they said themselves, and where they live by grid. Nothing sensitive.</summary>
internal sealed record Matchable(string Languages, string Interests, string Times, string? Grid, string Scope);

/// <summary>Who fits whom; decided on values, without a database.</summary>
internal static class PairingRules
{
    /// <summary>Code of the purpose that both sides agree to.</summary>
    public const string Purpose = "pairing";

    /// <summary>Below it a guardian decides (Civil Code art. 17).</summary>
    public const int FullAge = 18;

    /// <summary>Below it the guardian consents to the use of data as well (PIPL art. 31).</summary>
    public const int ChildAge = 14;

    /// <summary>What one agrees to, kept with its versions among the consents of a person (R37).</summary>
    public static readonly Purpose Consent = new(
        Purpose, ("互帮结对", "Pairing of neighbours"), LegalBasis.Consent,
        ("对方同意前只看到我的昵称、兴趣、语言和空闲时间；双方都同意后，彼此看到姓名和我填写的联系方式。联系记录双方和社区协调员可见。",
            "Until both agree, the other side sees my nickname, interests, languages and free times only; then we see each other's names and the contact I give. The contact log is read by the two of us and the coordinator."),
        ("为了找到合适的邻居，并让两个人能联系上。", "To find a neighbour who suits, and so that the two can reach each other."),
        ("对方会知道您是谁、怎么联系您。", "The other side learns who you are and how to reach you."),
        ("结对期间；结束、退出或撤回后，姓名和联系方式立即不再显示。", "While the pairing runs; name and contact are shown no more as soon as it ends, you leave or you withdraw."),
        ("不参加结对，其他服务照常；需要帮忙可以找社工。", "Without it all other services go on as before; for a hand ask a community worker."));

    /// <summary>Languages and dialects.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Languages = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["zh"] = ("普通话", "Mandarin"), ["wu"] = ("本地话", "the local dialect"), ["en"] = ("英语", "English"), ["ja"] = ("日语", "Japanese"), ["sign"] = ("手语", "sign language"),
    };

    /// <summary>Times of the week.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Times = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["weekday_day"] = ("工作日白天", "weekdays by day"), ["weekday_evening"] = ("工作日晚上", "weekday evenings"), ["weekend_day"] = ("周末白天", "weekends by day"), ["weekend_evening"] = ("周末晚上", "weekend evenings"),
    };

    /// <summary>
    /// Why two fit, as codes such as <c>interest:chess</c> or <c>grid</c>; none when they cannot talk to each other or are never
    /// free at the same time.
    /// </summary>
    public static IReadOnlyList<string> Reasons(Matchable one, Matchable other)
    {
        var languages = Common(one.Languages, other.Languages);
        var times = Common(one.Times, other.Times);
        if (languages.Count == 0 || times.Count == 0)
            return [];
        return
        [
            .. Common(one.Interests, other.Interests).Select(i => "interest:" + i), .. languages.Select(l => "language:" + l), .. times.Select(t => "time:" + t),
            .. one.Grid is not null && one.Grid == other.Grid ? ["grid"] : Array.Empty<string>(), .. one.Scope == other.Scope ? ["community"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The more the better: interests count most, then living close by.</summary>
    public static int Score(IEnumerable<string> reasons) => reasons.Sum(r => r.Split(':')[0] switch { "interest" => 3, "grid" => 3, "language" => 2, "community" => 1, _ => 1 });

    /// <summary>A reason in words.</summary>
    public static Phrase Describe(string reason) => reason.Split(':') switch
    {
        ["interest", var code] => (Friends.Interests.NameOf(code) is var name) ? ($"都喜欢{name.Zh}", $"both like {name.En.ToLowerInvariant()}") : default,
        ["language", var code] => Languages.TryGetValue(code, out var language) ? ($"都会{language.Zh}", $"both speak {language.En}") : (code, code),
        ["time", var code] => Times.TryGetValue(code, out var time) ? ($"{time.Zh}都有空", $"both free on {time.En}") : (code, code),
        ["grid"] => ("住在同一网格", "live in the same grid"),
        _ => ("住在同一社区", "live in the same community"),
    };

    /// <summary>Whether a pairing is to be reminded of: silent for long, and not reminded of in this silence for as long.</summary>
    public static bool IsSilent(DateTimeOffset agreedAt, DateTimeOffset? lastContact, DateTimeOffset? reminded, DateTimeOffset now, int days)
    {
        var since = lastContact ?? agreedAt;
        var period = TimeSpan.FromDays(days);
        return now - since >= period && (reminded is not { } last || last <= since || now - last >= period);
    }

    /// <summary>Names of a kind and its sides.</summary>
    public static Phrase NameOf(PairingKind kind) => kind == PairingKind.Newcomer ? ("引进人才与回迁居民", "Newcomers and returning residents") : ("志愿者与需要帮手的邻居", "Volunteers and people who need a hand");

    /// <summary>What one is on a side.</summary>
    public static Phrase NameOf(PairingKind kind, PairingSide side) => (kind, side) switch
    {
        (PairingKind.Newcomer, PairingSide.First) => ("引进人才", "Newcomer"),
        (PairingKind.Newcomer, _) => ("回迁居民", "Returning resident"),
        (_, PairingSide.First) => ("志愿者", "Volunteer"),
        _ => ("想有人搭把手", "Would like a hand"),
    };

    private static List<string> Common(string one, string other) =>
        [.. one.Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(other.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
