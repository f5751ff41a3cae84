using Linli.People;
using Linli.Platform.Security;

namespace Linli.Mobility;

/// <summary>What may be done with mobility.</summary>
public static class MobilityPermissions
{
    /// <summary>Look after the slow-traffic network: lengths, widths and routes.</summary>
    public const string SlowWays = "mobility.slow_ways";

    internal static readonly Permission[] All =
    [
        new(SlowWays, ("维护慢行系统", "Look after the slow-traffic network"), Posts.CommunityWorker, Posts.StreetOfficer, Posts.Operator, Posts.Administrator),
    ];
}
