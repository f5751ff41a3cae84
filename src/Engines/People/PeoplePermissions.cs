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

    /// <summary>Take a whole register in from a file.</summary>
    public const string Import = "people.import";

    /// <summary>Take the register out as a table, masked; unmasked needs <see cref="Contact"/> as well, and is logged for everybody in it.</summary>
    public const string Export = "people.export";

    /// <summary>See the register of people and homes, masked.</summary>
    public const string Register = "people.register";

    /// <summary>Change the register: people, ties, households, guardians, deaths.</summary>
    public const string KeepRegister = "people.keep-register";

    /// <summary>See the number of an identity document in full; every view is logged and shown to the person.</summary>
    public const string Identity = "people.identity";

    /// <summary>Watch over the handling of personal data: assessments, sharing, retention, breaches, the yearly report.</summary>
    public const string Privacy = "people.privacy";

    /// <summary>Ask to see a child's data; somebody else approves.</summary>
    public const string ChildAccess = "people.child-access";

    /// <summary>Approve that a colleague sees a child's data; never held by system administrators.</summary>
    public const string ChildApprove = "people.child-approve";

    /// <summary>Write down a consent that somebody signed on paper.</summary>
    public const string PaperConsent = "people.paper-consent";

    /// <summary>Work with special-care lists: enter people, see those one looks after, and how many there are.</summary>
    public const string Care = "people.care";

    /// <summary>Answer for the special-care lists of a place: see all of them, approve entries of children, say who looks after whom.</summary>
    public const string CareLead = "people.care-lead";

    /// <summary>Say which groups of people need particular care.</summary>
    public const string CareGroups = "people.care-groups";

    /// <summary>Keep the accounts and posts of staff as their employer's directory says (SCIM): for machines only.</summary>
    public const string Provision = "people.provision";

    /// <summary>Set which houses' accounts open this one's door.</summary>
    public const string ManageProviders = "people.manage-providers";

    /// <summary>Read the code or the card of whoever stands before a till, a shop or an activity.</summary>
    public const string ReadCodes = "people.read-codes";

    internal static readonly Permission[] All =
    [
        new(Register, ("查看人房名册", "See the register of people and homes"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.GridLeader, Posts.PartySecretary, Posts.Administrator),
        new(KeepRegister, ("维护人房名册", "Keep the register of people and homes"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.Administrator),
        new(Identity, ("查看完整证件号码（留痕）", "See identity numbers in full (logged)"), Posts.CommunityWorker, Posts.DeskClerk) { PeopleOnly = true },
        new(Review, ("审核居民注册", "Review registrations of residents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Contact, ("查看完整电话（留痕）", "See phone numbers in full (logged)"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Mediator, Posts.PropertyClerk, Posts.PartySecretary) { PeopleOnly = true },
        new(Privacy, ("个人信息保护管理", "Watch over personal data"), Posts.PrivacyOfficer, Posts.PartySecretary) { PeopleOnly = true },
        new(ChildAccess, ("申请查看未成年人信息", "Ask to see a child's data"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.GridLeader, Posts.Mediator, Posts.PrivacyOfficer, Posts.PartySecretary) { PeopleOnly = true },
        new(ChildApprove, ("批准查看未成年人信息", "Approve that a child's data are seen"), Posts.PrivacyOfficer, Posts.PartySecretary) { PeopleOnly = true },
        new(PaperConsent, ("登记书面同意", "Write down paper consents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.PropertyClerk) { PeopleOnly = true },
        new(Import, ("导入居民名册", "Import the register"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(Export, ("导出居民名册", "Export the register"), Posts.CommunityWorker, Posts.Administrator),
        new(ManagePosts, ("授予与撤销岗位", "Grant and withdraw posts"), Posts.Administrator) { PeopleOnly = true },
        new(Care, ("关爱名单（本人负责的）", "Special-care lists (those one looks after)"),
            Posts.CommunityWorker, Posts.GridSteward, Posts.PartySecretary),
        new(CareLead, ("关爱名单负责人", "Responsible for special-care lists"), Posts.PartySecretary) { PeopleOnly = true },
        new(CareGroups, ("维护关爱群体", "Keep the special-care groups"), Posts.PartySecretary, Posts.Operator, Posts.Administrator),
        new(ManageKeys, ("管理接口密钥", "Manage API keys"), Posts.Administrator) { PeopleOnly = true },
        new(ReadCodes, ("扫码识人", "Read residents' codes and cards"),
            Posts.Merchant, Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward, Posts.GridLeader, Posts.Operator),
        new(Provision, ("按人事目录同步工作人员账号（SCIM）", "Keep staff accounts as a directory says (SCIM)")),
        new(ManageProviders, ("管理外部登录方式", "Manage sign-in with other houses"), Posts.Administrator) { PeopleOnly = true },
    ];
}
