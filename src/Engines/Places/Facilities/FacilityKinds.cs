using Linli.Platform.Text;

namespace Linli.Places.Facilities;

/// <summary>Kinds of facilities in words; a kind that is not listed is shown by its code.</summary>
internal static class FacilityKinds
{
    private static readonly Dictionary<string, Phrase> Names = new(StringComparer.Ordinal)
    {
        ["canteen"] = ("食堂", "Canteen"),
        ["care_home"] = ("养老机构", "Care home"),
        ["childcare"] = ("托育", "Child-care"),
        ["clinic"] = ("卫生服务站", "Clinic"),
        ["day_care"] = ("日间照料", "Day care"),
        ["duty_room"] = ("值守中心", "Duty room"),
        ["enterprise_park"] = ("创业园", "Enterprise park"),
        ["government_hall"] = ("办事大厅", "Citizens' hall"),
        ["guard_point"] = ("护学点", "School guard point"),
        ["guard_post"] = ("值守点", "Guard post"),
        ["health_kiosk"] = ("健康小屋", "Health kiosk"),
        ["kindergarten"] = ("幼儿园", "Kindergarten"),
        ["library"] = ("图书馆", "Library"),
        ["mall"] = ("商场", "Shopping mall"),
        ["market"] = ("农贸市场", "Market"),
        ["neighbourhood_centre"] = ("邻里中心", "Neighbourhood centre"),
        ["one_stop_desk"] = ("一站式服务厅", "One-stop desk"),
        ["parlour"] = ("居民会客厅", "Residents' parlour"),
        ["pharmacy"] = ("药房", "Pharmacy"),
        ["primary_school"] = ("小学", "Primary school"),
        ["recycling"] = ("可回收物站", "Recycling"),
        ["service_centre"] = ("社区服务中心", "Community centre"),
        ["shop"] = ("便民小店", "Shop"),
        ["sports_hall"] = ("健身馆", "Sports hall"),
        ["square"] = ("广场", "Square"),
        ["volunteer_station"] = ("志愿站", "Volunteer station"),
    };

    public static Phrase NameOf(string kind) => Names.TryGetValue(kind, out var name) ? name : (kind, kind);
}
