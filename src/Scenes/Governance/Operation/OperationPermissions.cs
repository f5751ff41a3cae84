using Linli.People;
using Linli.Platform.Security;

namespace Linli.Governance.Operation;

/// <summary>Who keeps the operating ledgers of spaces.</summary>
internal static class OperationPermissions
{
    /// <summary>Enter lines, and compensate them.</summary>
    public const string Keep = "governance.operation";

    /// <summary>Say how surplus is shared, and settle.</summary>
    public const string Settle = "governance.operation-settle";

    internal static readonly Permission[] All =
    [
        new(Keep, ("空间运营记账", "Operating ledgers of spaces"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
        new(Settle, ("空间收益分配与结算", "Share and settle the surplus of spaces"), Posts.PartySecretary, Posts.Operator),
    ];
}
