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

    internal static readonly Permission[] All =
    [
        new(Register, ("查看人房名册", "See the register of people and homes"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.GridLeader, Posts.PartySecretary, Posts.Administrator),
        new(KeepRegister, ("维护人房名册", "Keep the register of people and homes"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.Administrator),
        new(Identity, ("查看完整证件号码（留痕）", "See identity numbers in full (logged)"), Posts.CommunityWorker, Posts.DeskClerk),
        new(Review, ("审核居民注册", "Review registrations of residents"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.PartySecretary, Posts.Administrator),
        new(Contact, ("查看完整电话（留痕）", "See phone numbers in full (logged)"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Mediator, Posts.PropertyClerk, Posts.PartySecretary),
        new(Import, ("导入居民名册", "Import the register"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(Export, ("导出居民名册", "Export the register"), Posts.CommunityWorker, Posts.Administrator),
        new(ManagePosts, ("授予与撤销岗位", "Grant and withdraw posts"), Posts.Administrator),
        new(ManageKeys, ("管理接口密钥", "Manage API keys"), Posts.Administrator),
    ];
}
