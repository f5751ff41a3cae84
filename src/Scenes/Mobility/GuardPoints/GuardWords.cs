using static Linli.Web.Bilingual;

namespace Linli.Mobility.GuardPoints;

/// <summary>What pages say of guard points.</summary>
internal static class GuardWords
{
    public static string Who(GuardWho who) => who switch
    {
        GuardWho.Shop => T("沿街商户", "shop"),
        GuardWho.School => T("学校", "school"),
        GuardWho.TrafficPolice => T("交警", "traffic police"),
        GuardWho.Property => T("物业", "property service"),
        _ => T("志愿者", "volunteers"),
    };

    public static string Help(GuardHelpKind kind) => kind switch
    {
        GuardHelpKind.UmbrellaLent => T("借出一把雨伞", "umbrella lent"),
        GuardHelpKind.UmbrellaReturned => T("雨伞已归还", "umbrella returned"),
        GuardHelpKind.FirstAid => T("使用了急救箱", "first-aid box used"),
        GuardHelpKind.Rest => T("喝水歇脚", "water and rest"),
        _ => T("护送过街", "helped across the street"),
    };

    public static string Icon(GuardHelpKind kind) => kind switch
    {
        GuardHelpKind.FirstAid => "first-aid-kit",
        GuardHelpKind.Rest => "cup",
        GuardHelpKind.Crossing => "walk",
        _ => "umbrella",
    };

    public static string Equipment(GuardPointShown point) => string.Join(" · ", new[]
    {
        point.Umbrellas > 0 ? T($"雨伞 {point.Umbrellas} 把", $"{point.Umbrellas} umbrellas") : null, point.FirstAid ? T("急救箱", "first-aid box") : null,
        point.Other.Zh.Length > 0 ? point.Other.ToString() : null,
    }.OfType<string>());
}
