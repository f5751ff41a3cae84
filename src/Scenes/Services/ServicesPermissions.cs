using Linli.People;
using Linli.Platform.Security;
using Linli.Services.Canteen;

namespace Linli.Services;

/// <summary>What may be done with the services of a community.</summary>
public static class ServicesPermissions
{
    /// <summary>Keep the profile of one's own shop.</summary>
    public const string Shop = "services.shop";

    /// <summary>Review shops before they are listed.</summary>
    public const string Shops = "services.shops";

    /// <summary>Keep the check-lists of people who move in, record attendance, hand over keys.</summary>
    public const string MoveIn = "services.move_in";

    /// <summary>Hand over a key before the check-list is done, with a reason that is logged.</summary>
    public const string MoveInOverride = "services.move_in_override";

    /// <summary>Write the training that people go through before they move in.</summary>
    public const string Training = "services.training";

    /// <summary>Issue and revoke entry credentials, and see which gates have them.</summary>
    public const string Credentials = "services.credentials";

    /// <summary>Register gates and take them down.</summary>
    public const string Gates = "services.gates";

    /// <summary>Be a gate: pull the list, post passes. For machines only.</summary>
    public const string Gate = "services.gate";
    /// <summary>Open the forms of small matters that residents hand in; each view is logged.</summary>
    public const string Matters = "services.matters";


    /// <summary>Work in the central kitchen: sheet, samples, loading, board.</summary>
    public const string Kitchen = "services.kitchen";

    /// <summary>Keep menus, vans, villages and certificates of the kitchen; decide extras.</summary>
    public const string KitchenKeep = "services.kitchen_keep";

    /// <summary>Order and receive meals for the village one works for.</summary>
    public const string VillageMeals = "services.village_meals";

    /// <summary>Drive meals to the villages.</summary>
    public const string Drive = "services.drive";

    /// <summary>See the board of collective income with its entries.</summary>
    public const string Collective = "services.collective";

    /// <summary>Enter and correct collective income.</summary>
    public const string CollectiveKeep = "services.collective_keep";

    internal static readonly Permission[] All =
    [
        new(Shop, ("维护自己的店铺", "Keep one's own shop"), Posts.Merchant),
        new(Shops, ("审核商户", "Review shops"), Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
        new(MoveIn, ("办理入住", "Keep move-in check-lists"), Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Operator, Posts.Administrator),
        new(MoveInOverride, ("未完成培训先行办理入住", "Override the move-in check-list"), Posts.PartySecretary, Posts.Operator),
        new(Training, ("编写入住培训", "Write move-in training"), Posts.CommunityWorker, Posts.PartySecretary, Posts.Operator),
        new(Credentials, ("发放与收回门禁凭证", "Issue and revoke entry credentials"), Posts.CommunityWorker, Posts.DeskClerk, Posts.Operator, Posts.Administrator),
        new(Gates, ("登记门禁设备", "Register gates"), Posts.Operator, Posts.Administrator),
        new(Gate, ("门禁设备", "Be a gate")),
        new(Matters, ("办理关键小事申请（留痕）", "Work on forms of residents (logged)"), Posts.CommunityWorker, Posts.DeskClerk),
        .. CanteenPermissions.All,
    ];
}
