using Linli.People;
using Linli.Platform.Security;

namespace Linli.Neighbours.Points;

/// <summary>What may be done with the covenant and the acts it rewards.</summary>
internal static class PointsPermissions
{
    /// <summary>Say that one did something the covenant rewards.</summary>
    public const string Declare = "neighbours.declare-act";

    /// <summary>Keep the clauses of the covenant.</summary>
    public const string Covenant = "neighbours.covenant";

    /// <summary>Confirm acts that residents declared.</summary>
    public const string Confirm = "neighbours.confirm-acts";

    public static readonly Permission[] All =
    [
        new(Declare, ("申报公约行为", "Declare acts of the covenant"), Posts.Resident),
        new(Covenant, ("维护居民公约条款", "Keep the covenant's clauses"), Posts.Operator, Posts.PartySecretary),
        new(Confirm, ("确认公约行为", "Confirm declared acts"), Posts.GridSteward, Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
    ];
}
