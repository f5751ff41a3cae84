using Linli.People;
using Linli.Platform.Security;

namespace Linli.Neighbours.Volunteering;

/// <summary>What may be done with volunteering.</summary>
internal static class VolunteerPermissions
{
    /// <summary>Sign up, check in and out, use one's hours.</summary>
    public const string Take = "neighbours.volunteer";

    /// <summary>Announce activities, decide hours, match requests for hours.</summary>
    public const string Desk = "neighbours.volunteer-desk";

    public static readonly Permission[] All =
    [
        new(Take, ("参加志愿服务", "Volunteer"), Posts.Resident),
        new(Desk, ("组织志愿服务", "Organise volunteering"), Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
    ];
}
