using Linli.People;
using Linli.Platform.Security;

namespace Linli.Market.Redemption;

/// <summary>What may be done with redemption stations.</summary>
internal static class RedemptionPermissions
{
    /// <summary>Keep stations and what they offer, undo mistakes.</summary>
    public const string Keep = "market.redemption-keep";

    /// <summary>Read what is owed to the shops for a month.</summary>
    public const string Settle = "market.redemption-settle";

    /// <summary>Reserve goods and vouchers for one's points.</summary>
    public const string Redeem = "market.redeem";

    public static readonly Permission[] All =
    [
        new(Keep, ("维护积分兑换站", "Keep redemption stations"), Posts.Operator, Posts.PartySecretary),
        new(Settle, ("积分兑换月结", "Monthly report of redemptions"), Posts.Operator, Posts.PartySecretary, Posts.CooperativeAccountant),
        new(Redeem, ("积分兑换", "Redeem points"), Posts.Resident),
    ];
}
