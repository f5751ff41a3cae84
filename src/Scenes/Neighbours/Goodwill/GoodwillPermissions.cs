using Linli.People;
using Linli.Platform.Security;

namespace Linli.Neighbours.Goodwill;

/// <summary>What may be done with wishes, gifts, paired classes and funds, and by which posts unless a community says otherwise.</summary>
internal static class GoodwillPermissions
{
    /// <summary>Claim a wish, register a gift.</summary>
    public const string Give = "neighbours.give";

    /// <summary>Enter wishes, take gifts in, box and send donations, keep programmes.</summary>
    public const string Desk = "neighbours.goodwill";

    /// <summary>Verify and publish wishes.</summary>
    public const string Publish = "neighbours.publish-wishes";

    /// <summary>Pair classes and plan their sessions; a teacher-in-charge of the community.</summary>
    public const string Classes = "neighbours.classes";

    /// <summary>Hold charity sales, keep charities and funds, ask for spending.</summary>
    public const string Fund = "neighbours.fund";

    /// <summary>Approve spending of a fund.</summary>
    public const string Approve = "neighbours.approve-spending";

    internal static readonly Permission[] All =
    [
        new(Give, ("认领心愿、捐物", "Claim wishes and give"), Posts.Resident, Posts.Merchant),
        new(Desk, ("微心愿与捐赠", "Wishes and donations"), Posts.CommunityWorker, Posts.DeskClerk, Posts.Operator, Posts.PartySecretary),
        new(Publish, ("核实发布心愿", "Verify and publish wishes"), Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
        new(Classes, ("学校结对", "Paired classes"), Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
        new(Fund, ("义卖与基金", "Charity sales and funds"), Posts.CommunityWorker, Posts.DeskClerk, Posts.Operator, Posts.PartySecretary),
        new(Approve, ("审批基金支出", "Approve spending of funds"), Posts.Operator, Posts.PartySecretary, Posts.StreetOfficer) { PeopleOnly = true },
    ];
}
