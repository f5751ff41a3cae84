using Linli.People;
using Linli.Platform.Security;

namespace Linli.Market;

/// <summary>What may be done in the market, and by which posts unless a community says otherwise.</summary>
public static class MarketPermissions
{
    /// <summary>Decide who pays what: tariffs with their subsidies.</summary>
    public const string Tariffs = "market.tariffs";

    /// <summary>Sell: goods, stock and orders of one's own shop.</summary>
    public const string Sell = "market.sell";

    /// <summary>See what shops sell.</summary>
    public const string Read = "market.read";

    /// <summary>Decide between a buyer and a shop.</summary>
    public const string Decide = "market.decide";

    /// <summary>Let spaces to shops, keep partner townships and zones.</summary>
    public const string Tenancies = "market.tenancies";

    internal static readonly Permission[] All =
    [
        new(Tariffs, ("维护价格规则", "Keep tariffs"), Posts.Operator, Posts.PartySecretary, Posts.CooperativeAccountant),
        new(Sell, ("经营店铺", "Sell goods of one's own shop"), Posts.Merchant),
        new(Read, ("查看市集经营", "See what shops sell"), Posts.Operator, Posts.CooperativeAccountant, Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Decide, ("裁决市集售后纠纷", "Decide disputes about orders"), Posts.Operator, Posts.CommunityWorker),
        new(Tenancies, ("商铺租约、结对乡镇与分区", "Tenancies of shops, partner townships and zones"), Posts.Operator, Posts.CooperativeAccountant, Posts.PartySecretary),
    ];
}
