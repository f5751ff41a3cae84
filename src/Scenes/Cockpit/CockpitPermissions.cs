using Linli.People;
using Linli.Platform.Security;

namespace Linli.Cockpit;

/// <summary>What may be done in the duty room, and by which posts unless a community says otherwise.</summary>
public static class CockpitPermissions
{
    /// <summary>See the wall.</summary>
    public const string Wall = "cockpit.wall";

    /// <summary>Plan the shifts of the watch.</summary>
    public const string Roster = "cockpit.roster";

    /// <summary>Stand watch: hand it over and take it.</summary>
    public const string Watch = "cockpit.watch";

    internal static readonly Permission[] All =
    [
        new(Wall, ("查看驾驶舱", "See the wall of the duty room"), Posts.DutyOfficer, Posts.Operator, Posts.CommunityWorker, Posts.StreetOfficer, Posts.PartySecretary, Posts.Administrator),
        new(Roster, ("安排值守班次", "Plan the shifts of the watch"), Posts.Operator, Posts.Administrator),
        new(Watch, ("值守交接班", "Stand watch, hand it over and take it"), Posts.DutyOfficer) { PeopleOnly = true },
    ];
}
