using Linli.People;
using Linli.Platform.Security;

namespace Linli.Bookings;

/// <summary>What may be done with bookings, and by which posts unless a community says otherwise.</summary>
public static class BookingsPermissions
{
    /// <summary>Day sheets, check-in, booking and cancelling for people at the desk.</summary>
    public const string Desk = "bookings.desk";

    /// <summary>Offerings, rooms, sessions and closures.</summary>
    public const string Keep = "bookings.keep";

    internal static readonly Permission[] All =
    [
        new(Desk, ("办理预约", "Run bookings at the desk"), Posts.Operator, Posts.CommunityWorker, Posts.DeskClerk, Posts.Administrator),
        new(Keep, ("维护预约项目", "Keep offerings and rooms"), Posts.Operator, Posts.CommunityWorker, Posts.Administrator),
    ];
}
