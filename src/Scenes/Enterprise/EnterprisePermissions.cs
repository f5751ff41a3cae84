using Linli.Platform.Security;

namespace Linli.Enterprise;

/// <summary>What may be done in the scene of enterprise and talent.</summary>
public static class EnterprisePermissions
{
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
    ];
}
