using Linli.Platform.Security;

namespace Linli.People;

/// <summary>What people may be allowed to do with people.</summary>
public static class PeoplePermissions
{
    /// <summary>See and decide registrations of residents.</summary>
    public const string Review = "people.review";

    /// <summary>See a phone number in full; every view is logged and shown to the person.</summary>
    public const string Contact = "people.contact";

    /// <summary>Grant and withdraw posts, suspend accounts.</summary>
    public const string ManagePosts = "people.manage-posts";

    /// <summary>Make and withdraw keys for machines.</summary>
    public const string ManageKeys = "people.manage-keys";

    /// <summary>Watch over the handling of personal data: assessments, sharing, retention, breaches, the yearly report.</summary>
    public const string Privacy = "people.privacy";

    /// <summary>Ask to see a child's data; somebody else approves.</summary>
    public const string ChildAccess = "people.child-access";

    /// <summary>Approve that a colleague sees a child's data; never held by system administrators.</summary>
    public const string ChildApprove = "people.child-approve";

    /// <summary>Write down a consent that somebody signed on paper.</summary>
    public const string PaperConsent = "people.paper-consent";

    internal static readonly Permission[] All =
    [
        new(Review, ("审核居民注册", "Review registrations of residents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Contact, ("查看完整电话（留痕）", "See phone numbers in full (logged)"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Mediator, Posts.PropertyClerk, Posts.PartySecretary),
        new(Privacy, ("个人信息保护管理", "Watch over personal data"), Posts.PrivacyOfficer, Posts.PartySecretary),
        new(ChildAccess, ("申请查看未成年人信息", "Ask to see a child's data"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.GridLeader, Posts.Mediator, Posts.PrivacyOfficer, Posts.PartySecretary),
        new(ChildApprove, ("批准查看未成年人信息", "Approve that a child's data are seen"), Posts.PrivacyOfficer, Posts.PartySecretary),
        new(PaperConsent, ("登记书面同意", "Write down paper consents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.PropertyClerk),
        new(ManagePosts, ("授予与撤销岗位", "Grant and withdraw posts"), Posts.Administrator),
        new(ManageKeys, ("管理接口密钥", "Manage API keys"), Posts.Administrator),
    ];
}
