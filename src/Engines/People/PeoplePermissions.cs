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

    /// <summary>Keep the accounts and posts of staff as their employer's directory says (SCIM): for machines only.</summary>
    public const string Provision = "people.provision";

    /// <summary>Set which houses' accounts open this one's door.</summary>
    public const string ManageProviders = "people.manage-providers";

    internal static readonly Permission[] All =
    [
        new(Review, ("审核居民注册", "Review registrations of residents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Contact, ("查看完整电话（留痕）", "See phone numbers in full (logged)"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Mediator, Posts.PropertyClerk, Posts.PartySecretary),
        new(ManagePosts, ("授予与撤销岗位", "Grant and withdraw posts"), Posts.Administrator),
        new(ManageKeys, ("管理接口密钥", "Manage API keys"), Posts.Administrator),
        new(Provision, ("按人事目录同步工作人员账号（SCIM）", "Keep staff accounts as a directory says (SCIM)")),
        new(ManageProviders, ("管理外部登录方式", "Manage sign-in with other houses"), Posts.Administrator),
    ];
}
