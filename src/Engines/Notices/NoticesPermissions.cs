using Linli.People;
using Linli.Platform.Security;

namespace Linli.Notices;

/// <summary>What may be done with notices.</summary>
public static class NoticesPermissions
{
    /// <summary>Write, publish and withdraw announcements of a place.</summary>
    public const string Announce = "notices.announce";

    internal static readonly Permission[] All =
    [
        new(Announce, ("发布公告", "Publish announcements"),
            Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary, Posts.StreetOfficer, Posts.Administrator),
    ];
}
