using Linli.Platform.Security;

namespace Linli.Market;

/// <summary>What may be done in the market, and by which posts unless a community says otherwise.</summary>
public static class MarketPermissions
{
    internal static readonly Permission[] All =
    [
    ];
}
