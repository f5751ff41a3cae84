using Linli.Platform.Text;

namespace Linli.Enterprise.Desks;

/// <summary>Words of memberships.</summary>
internal static class DeskWords
{
    public static Phrase Of(MembershipState state) => state switch
    {
        MembershipState.Applied => ("待审核", "Applied"),
        MembershipState.Approved => ("待付款", "To be paid"),
        MembershipState.Active => ("使用中", "Running"),
        MembershipState.Refused => ("未通过", "Not accepted"),
        MembershipState.Withdrawn => ("已撤回", "Withdrawn"),
        MembershipState.Lapsed => ("逾期未付", "Not paid in time"),
        _ => ("已结束", "Ended"),
    };
}
