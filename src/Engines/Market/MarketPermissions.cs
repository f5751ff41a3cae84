using Linli.People;
using Linli.Platform.Security;

namespace Linli.Market;

/// <summary>What may be done in the market, and by which posts unless a community says otherwise.</summary>
public static class MarketPermissions
{
    /// <summary>Decide who pays what: tariffs with their subsidies.</summary>
    public const string Tariffs = "market.tariffs";

    internal static readonly Permission[] All =
    [
        new(Tariffs, ("维护价格规则", "Keep tariffs"), Posts.Operator, Posts.PartySecretary, Posts.CooperativeAccountant),
    ];
}
