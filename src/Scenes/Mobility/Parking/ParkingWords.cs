using static Linli.Web.Bilingual;

namespace Linli.Mobility.Parking;

/// <summary>What pages say of lots.</summary>
internal static class ParkingWords
{
    public static string Kind(LotKind kind) => kind switch
    {
        LotKind.Public => T("公共停车场", "public car park"),
        LotKind.Building => T("配建停车场", "car park of a building"),
        LotKind.Street => T("路内泊位", "kerbside bays"),
        _ => T("错时共享车位", "shared at some hours"),
    };

    /// <summary>How old a number is, as people say it.</summary>
    public static string Age(int? seconds) => seconds switch
    {
        null => T("暂无数据", "no data"),
        < 60 => T($"{seconds} 秒前", $"{seconds} s ago"),
        < 3600 => T($"{seconds / 60} 分钟前", $"{seconds / 60} min ago"),
        < 86400 => T($"{seconds / 3600} 小时前", $"{seconds / 3600} h ago"),
        _ => T("一天多以前", "more than a day ago"),
    };
}
