using Linli.Platform.Modules;
using Linli.Platform.Text;

namespace Linli.Server.App;

/// <summary>The nine scenes (九大场景) of the home screen; those that no module serves lead to what can be booked there.</summary>
internal static class PlannedScenes
{
    private static readonly Phrase Bookable = ("预约场地和活动", "Book rooms and activities");

    private static readonly HomeTile[] Planned =
    [
        new("/scenes/neighbours", ("邻里", "Neighbours"), Bookable, "users-group", 10),
        new("/scenes/learning", ("教育", "Education"), Bookable, "school", 20),
        new("/scenes/health", ("健康", "Health"), Bookable, "heartbeat", 30),
        new("/scenes/enterprise", ("创业", "Enterprise"), Bookable, "briefcase", 40),
        new("/scenes/buildings", ("建筑", "Buildings"), Bookable, "building", 50),
        new("/scenes/mobility", ("交通", "Mobility"), Bookable, "bus", 60),
        new("/scenes/low-carbon", ("低碳", "Low carbon"), Bookable, "leaf", 70),
        new("/scenes/services", ("服务", "Services"), Bookable, "home-heart", 80),
        new("/scenes/governance", ("治理", "Governance"), Bookable, "building-community", 90),
    ];

    /// <summary>The tiles that modules brought, and the rest of the nine.</summary>
    public static IEnumerable<HomeTile> With(IEnumerable<HomeTile> open)
    {
        var served = open.ToList();
        return served.Concat(Planned.Where(planned => served.TrueForAll(tile => tile.Order != planned.Order))).OrderBy(tile => tile.Order);
    }
}
