using Linli.People;
using Linli.Platform.Security;

namespace Linli.Services.Canteen;

/// <summary>What may be done in the canteens.</summary>
internal static class CanteenPermissions
{
    /// <summary>Sell meals at the counter, take in and pay out stored value, count the cash box.</summary>
    public const string Sell = "services.canteen_sell";

    /// <summary>Keep sites, dishes, menus and the certificates of the staff.</summary>
    public const string Manage = "services.canteen_manage";

    /// <summary>Make a sale void.</summary>
    public const string Void = "services.canteen_void";

    /// <summary>See what subsidies cost, and settle months.</summary>
    public const string Settle = "services.canteen_settle";

    internal static readonly Permission[] All =
    [
        new(Sell, ("食堂窗口收银", "Sell meals at the counter"), Posts.CanteenClerk, Posts.DeskClerk, Posts.Operator),
        new(Manage, ("维护食堂与菜单", "Keep canteens and menus"), Posts.CanteenClerk, Posts.Operator),
        new(Void, ("作废食堂小票", "Make meal receipts void"), Posts.CanteenClerk, Posts.Operator),
        new(Settle, ("食堂补贴结算", "Settle meal subsidies"), Posts.CooperativeAccountant, Posts.Operator),
    ];
}
