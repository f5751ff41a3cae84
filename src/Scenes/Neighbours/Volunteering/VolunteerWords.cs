using System.Globalization;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Neighbours.Volunteering;

/// <summary>Volunteering in words.</summary>
internal static class VolunteerWords
{
    /// <summary>Skills a volunteer may name (R19); the codes are stable.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Skills = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["environment"] = ("环境整治", "Keeping places clean"),
        ["sorting"] = ("垃圾分类指导", "Waste sorting"),
        ["elders"] = ("陪伴老人", "Company for elders"),
        ["order"] = ("秩序维护", "Keeping order"),
        ["firstaid"] = ("急救", "First aid"),
        ["repair"] = ("家电维修", "Repairs"),
        ["teaching"] = ("教学辅导", "Teaching"),
        ["digital"] = ("手机教学", "Help with phones"),
        ["driving"] = ("驾驶", "Driving"),
        ["art"] = ("文艺", "Music and arts"),
    };

    /// <summary>When a volunteer has time.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Times = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["weekday"] = ("工作日白天", "Weekdays"),
        ["evening"] = ("晚上", "Evenings"),
        ["weekend"] = ("周末", "Weekends"),
        ["anytime"] = ("随时", "Any time"),
    };

    public static Phrase Of(ActivityState state) => state switch
    {
        ActivityState.Draft => ("草稿", "Draft"),
        ActivityState.Open => ("招募中", "Open"),
        _ => ("已取消", "Called off"),
    };

    public static Phrase Of(ElderKin kin) => kin switch
    {
        ElderKin.Self => ("本人", "oneself"),
        ElderKin.Spouse => ("配偶", "spouse"),
        ElderKin.Parent => ("父母（含配偶父母）", "parent (or spouse's)"),
        _ => ("祖父母、外祖父母", "grandparent"),
    };

    public static Phrase Of(SignUpState state) => state switch
    {
        SignUpState.WaitingGuardian => ("待监护人同意", "Waiting for the guardian"),
        SignUpState.Waiting => ("候补中", "On the wait-list"),
        SignUpState.Taken => ("已报名", "Signed up"),
        _ => ("已取消", "Cancelled"),
    };

    public static Phrase Of(PresenceWay way) => way switch
    {
        PresenceWay.Position => ("定位", "by position"),
        PresenceWay.Code => ("现场口令", "by code"),
        _ => ("领队点名", "by the leader"),
    };

    public static Phrase Of(ExchangeState state) => state switch
    {
        ExchangeState.Asked => ("等待匹配", "Waiting for a volunteer"),
        ExchangeState.Matched => ("已匹配志愿者", "A volunteer was found"),
        ExchangeState.Done => ("已完成", "Done"),
        _ => ("已取消", "Cancelled"),
    };

    /// <summary>Minutes as people say them: 1.5 hours, 40 minutes.</summary>
    public static Phrase Minutes(long minutes) => minutes % 30 == 0
        ? ($"{(minutes / 60m).ToString("0.#", CultureInfo.InvariantCulture)} 小时", $"{(minutes / 60m).ToString("0.#", CultureInfo.InvariantCulture)} h")
        : minutes < 60 ? ($"{minutes} 分钟", $"{minutes} min")
        : ($"{minutes / 60} 小时 {minutes % 60} 分钟", $"{minutes / 60} h {minutes % 60} min");

    public static string Names(string codes, IReadOnlyDictionary<string, Phrase> known) =>
        string.Join('、', codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(known.ContainsKey).Select(c => known[c].ToString()));

    public static string Clock(DateTimeOffset? at) => at is { } known ? LocalTime.ToLocal(known).ToString("HH:mm", CultureInfo.InvariantCulture) : "–";
}
