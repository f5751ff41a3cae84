using Linli.People;
using Linli.Platform.Security;

namespace Linli.Services;

/// <summary>What may be done with the services of a community.</summary>
public static class ServicesPermissions
{
    /// <summary>Keep the profile of one's own shop.</summary>
    public const string Shop = "services.shop";

    /// <summary>Review shops before they are listed.</summary>
    public const string Shops = "services.shops";

    /// <summary>Open the forms of small matters that residents hand in; each view is logged.</summary>
    public const string Matters = "services.matters";

    internal static readonly Permission[] All =
    [
        new(Shop, ("维护自己的店铺", "Keep one's own shop"), Posts.Merchant),
        new(Shops, ("审核商户", "Review shops"), Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
        new(Matters, ("办理关键小事申请（留痕）", "Work on forms of residents (logged)"), Posts.CommunityWorker, Posts.DeskClerk),
    ];
}
