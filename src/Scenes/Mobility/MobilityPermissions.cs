using Linli.People;
using Linli.Platform.Security;

namespace Linli.Mobility;

/// <summary>What may be done with mobility.</summary>
public static class MobilityPermissions
{
    /// <summary>Look after the slow-traffic network: lengths, widths and routes.</summary>
    public const string SlowWays = "mobility.slow_ways";

    /// <summary>Look after the counts of parking lots: differences, corrections, codes for pillars.</summary>
    public const string Parking = "mobility.parking";

    /// <summary>Set up school paths, school calendars and guard points; shows no child.</summary>
    public const string SchoolPath = "mobility.school_path";

    /// <summary>See counts and alerts of one's school; where a child is needs an approval each time.</summary>
    public const string School = "mobility.school";

    internal static readonly Permission[] All =
    [
        new(SlowWays, ("维护慢行系统", "Look after the slow-traffic network"), Posts.CommunityWorker, Posts.StreetOfficer, Posts.Operator, Posts.Administrator),
        new(Parking, ("停车对账", "Look after parking counts"), Posts.PropertyClerk, Posts.Operator, Posts.DutyOfficer, Posts.Administrator),
        new(SchoolPath, ("维护通学路与护学点", "Set up school paths and guard points"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(School, ("查看本校通学看板", "See the board of one's school"), Posts.SchoolSafety),
    ];
}
