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

    /// <summary>Work with special-care lists: enter people, see those one looks after, and how many there are.</summary>
    public const string Care = "people.care";

    /// <summary>Answer for the special-care lists of a place: see all of them, approve entries of children, say who looks after whom.</summary>
    public const string CareLead = "people.care-lead";

    /// <summary>Say which groups of people need particular care.</summary>
    public const string CareGroups = "people.care-groups";

    internal static readonly Permission[] All =
    [
        new(Review, ("审核居民注册", "Review registrations of residents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Contact, ("查看完整电话（留痕）", "See phone numbers in full (logged)"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Mediator, Posts.PropertyClerk, Posts.PartySecretary),
        new(ManagePosts, ("授予与撤销岗位", "Grant and withdraw posts"), Posts.Administrator),
        new(Care, ("关爱名单（本人负责的）", "Special-care lists (those one looks after)"),
            Posts.CommunityWorker, Posts.GridSteward, Posts.PartySecretary),
        new(CareLead, ("关爱名单负责人", "Responsible for special-care lists"), Posts.PartySecretary),
        new(CareGroups, ("维护关爱群体", "Keep the special-care groups"), Posts.PartySecretary, Posts.Operator, Posts.Administrator),
        new(ManageKeys, ("管理接口密钥", "Manage API keys"), Posts.Administrator),
    ];
}
