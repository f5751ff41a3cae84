using Linli.People;
using Linli.Platform.Security;

namespace Linli.Ledger;

/// <summary>What may be done with the books, and by which posts unless a community says otherwise.</summary>
public static class LedgerPermissions
{
    /// <summary>Look into accounts of the places one works for.</summary>
    public const string Read = "ledger.read";

    /// <summary>Post transfers between accounts, and set amounts aside: for machines and other houses, never by itself part of a post.</summary>
    public const string Post = "ledger.post";

    /// <summary>Ask for, and decide, compensations.</summary>
    public const string Reverse = "ledger.reverse";

    /// <summary>Close months and make settlements.</summary>
    public const string Close = "ledger.close";

    /// <summary>Say what earns points, and how many a programme may give.</summary>
    public const string Rules = "ledger.rules";

    /// <summary>Give points for an act that one saw.</summary>
    public const string Grant = "ledger.grant";

    /// <summary>Look at earnings chosen by chance, and decide appeals.</summary>
    public const string Audit = "ledger.audit";

    /// <summary>Take and pay out cash, and look after payments that are doubtful.</summary>
    public const string Payments = "ledger.payments";

    /// <summary>Pay into insurance accounts: for the key of the insurance fund, never by itself part of a post.</summary>
    public const string Insurance = "ledger.insurance";

    internal static readonly Permission[] All =
    [
        new(Read, ("查看账目", "Look into the books"), Posts.CommunityWorker, Posts.DeskClerk, Posts.CooperativeAccountant, Posts.Operator, Posts.PartySecretary, Posts.Administrator),
        new(Post, ("记账接口", "Post transfers")),
        new(Insurance, ("医保个人账户划入", "Pay into insurance accounts")),
        new(Reverse, ("冲正", "Compensate transfers"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
        new(Close, ("结账与结算", "Close months and settle"), Posts.CooperativeAccountant, Posts.Operator, Posts.PartySecretary),
        new(Rules, ("维护积分规则与预算", "Keep rules and budgets of points"), Posts.Operator, Posts.PartySecretary),
        new(Grant, ("发放积分", "Give points"), Posts.CommunityWorker, Posts.DeskClerk, Posts.GridSteward, Posts.Operator),
        new(Payments, ("收付款与现金", "Payments and cash"), Posts.DeskClerk, Posts.CommunityWorker, Posts.Operator, Posts.PartySecretary),
        new(Audit, ("积分抽查与申诉", "Audit earnings and decide appeals"), Posts.Operator, Posts.PartySecretary),
    ];
}
