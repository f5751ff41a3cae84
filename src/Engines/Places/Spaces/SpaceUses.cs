using Linli.Platform.Text;

namespace Linli.Places.Spaces;

/// <summary>What a space may be used for (允许用途).</summary>
internal static class SpaceUses
{
    public static IReadOnlyDictionary<string, Phrase> Names { get; } = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["meeting"] = ("议事会议", "Meetings"),
        ["event"] = ("活动", "Events"),
        ["class"] = ("课程培训", "Classes"),
        ["reading"] = ("阅读自习", "Reading"),
        ["exhibition"] = ("展览", "Exhibitions"),
        ["sport"] = ("运动健身", "Sports"),
        ["dining"] = ("餐饮", "Dining"),
        ["retail"] = ("零售", "Shops"),
        ["clinic"] = ("医疗卫生", "Health care"),
        ["elder_care"] = ("养老照料", "Elder care"),
        ["childcare"] = ("托育", "Child-care"),
        ["play"] = ("亲子游乐", "Play"),
        ["office"] = ("办公", "Offices"),
        ["startup"] = ("创业孵化", "Start-ups"),
        ["service"] = ("便民服务", "Services"),
        ["duty"] = ("值守指挥", "Duty room"),
        ["garden"] = ("园林休憩", "Gardens"),
        ["parking"] = ("停车", "Parking"),
    };

    public static Phrase NameOf(string use) => Names.TryGetValue(use, out var name) ? name : (use, use);

    /// <summary>The code of a use given by its code or by its name in either language, or <c>null</c>.</summary>
    public static string? Find(string text) => Names.ContainsKey(text) ? text
        : Names.Where(n => n.Value.Zh == text || string.Equals(n.Value.En, text, StringComparison.OrdinalIgnoreCase)).Select(n => n.Key).FirstOrDefault();

    public static IReadOnlyList<string> Split(string uses) => uses.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
