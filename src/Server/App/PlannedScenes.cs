using Linli.Platform.Modules;
using Linli.Platform.Text;

namespace Linli.Server.App;

/// <summary>The nine scenes (九大场景) of the home screen; those that no module serves yet say so.</summary>
internal static class PlannedScenes
{
    private static readonly Phrase NotOpenYet = ("尚未开通", "Not open yet");

    private static readonly HomeTile[] Planned =
    [
        new(null, ("邻里", "Neighbours"), NotOpenYet, "users-group", 10),
        new(null, ("教育", "Education"), NotOpenYet, "school", 20),
        new(null, ("健康", "Health"), NotOpenYet, "heartbeat", 30),
        new(null, ("创业", "Enterprise"), NotOpenYet, "briefcase", 40),
        new(null, ("建筑", "Buildings"), NotOpenYet, "building", 50),
        new(null, ("交通", "Mobility"), NotOpenYet, "bus", 60),
        new(null, ("低碳", "Low carbon"), NotOpenYet, "leaf", 70),
        new(null, ("服务", "Services"), NotOpenYet, "home-heart", 80),
        new(null, ("治理", "Governance"), NotOpenYet, "building-community", 90),
    ];

    /// <summary>The tiles that modules brought, and the rest of the nine as not open yet.</summary>
    public static IEnumerable<HomeTile> With(IEnumerable<HomeTile> open)
    {
        var served = open.ToList();
        return served.Concat(Planned.Where(planned => served.TrueForAll(tile => tile.Order != planned.Order))).OrderBy(tile => tile.Order);
    }
}
