using Linli.People;
using Linli.Platform.Security;

namespace Linli.Neighbours;

/// <summary>What neighbours may do with one another, and staff with their clubs.</summary>
public static class NeighboursPermissions
{
    /// <summary>Let oneself be found, greet neighbours, start and join clubs.</summary>
    public const string Meet = "neighbours.meet";

    /// <summary>Review clubs before they are listed, and close them.</summary>
    public const string Clubs = "neighbours.clubs";

    internal static readonly Permission[] All =
    [
        new(Meet, ("找邻居、参加社群", "Meet neighbours and clubs"), Posts.Resident),
        new(Clubs, ("审核社群", "Review clubs"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
    ];
}
