using Linli.People;
using Linli.Platform.Security;

namespace Linli.Enterprise;

/// <summary>What may be done in the scene of enterprise and talent.</summary>
public static class EnterprisePermissions
{
    /// <summary>Run shared desks: spaces, plans, memberships, utilisation (S88).</summary>
    public const string Desks = "enterprise.desks";

    /// <summary>Run the creativity centre: who is listed as a mentor, programmes, applications (S87).</summary>
    public const string Programmes = "enterprise.programmes";

    /// <summary>Confirm or refuse outcomes of programmes that somebody else reported (S87).</summary>
    public const string Outcomes = "enterprise.outcomes";

    /// <summary>Put the rules by which talent settles in force.</summary>
    public const string TalentRules = "enterprise.talent_rules";

    /// <summary>Decide applications as talent.</summary>
    public const string DecideTalent = "enterprise.decide_talent";

    /// <summary>Decide appeals against refusals.</summary>
    public const string TalentAppeals = "enterprise.talent_appeals";

    /// <summary>See the flats with who lives in them, and the arrears.</summary>
    public const string Flats = "enterprise.flats";

    /// <summary>Keep the flats: rounds, contracts, check-in and check-out, repairs.</summary>
    public const string KeepFlats = "enterprise.keep_flats";

    internal static readonly Permission[] All =
    [
        new(Desks, ("管理共享办公", "Run shared desks"), Posts.Operator, Posts.CommunityWorker),
        new(Programmes, ("管理创业辅导", "Run guidance for founders"), Posts.Operator, Posts.CommunityWorker),
        new(Outcomes, ("核实创业成果", "Confirm outcomes of founders"), Posts.Operator, Posts.CommunityWorker, Posts.StreetOfficer),
        new(TalentRules, ("发布人才落户规则", "Keep the rules for talent"), Posts.StreetOfficer, Posts.Administrator),
        new(DecideTalent, ("人才认定", "Decide applications as talent"), Posts.CommunityWorker, Posts.StreetOfficer),
        new(TalentAppeals, ("人才认定复核", "Decide appeals of talent"), Posts.StreetOfficer),
        new(Flats, ("查看人才公寓", "See the flats for talent"), Posts.CommunityWorker, Posts.Operator, Posts.StreetOfficer),
        new(KeepFlats, ("管理人才公寓", "Keep the flats for talent"), Posts.CommunityWorker, Posts.Operator),
    ];
}
