using Linli.People;
using Linli.Platform.Security;

namespace Linli.Health;

/// <summary>What may be done in clinics and child-care.</summary>
public static class HealthPermissions
{
    /// <summary>Keep clinics, departments, doctors and their shifts.</summary>
    public const string Clinics = "health.clinics";

    /// <summary>Receive children, hand them over, keep the day of a group.</summary>
    public const string Nursery = "health.nursery";

    /// <summary>Keep nurseries, groups and fees.</summary>
    public const string KeepNursery = "health.keep_nursery";

    /// <summary>Enter local rules for child-care: sizes, carers, caps of fees.</summary>
    public const string KeepRules = "health.keep_rules";

    /// <summary>Look after those who come to a centre of home care: attendance, plans, what was done.</summary>
    public const string Care = "health.care";

    /// <summary>Keep centres of home care and their services.</summary>
    public const string KeepCare = "health.keep_care";

    /// <summary>Keep the registry of scenes for elders and children.</summary>
    public const string KeepScenes = "health.keep_scenes";

    internal static readonly Permission[] All =
    [
        new(Clinics, ("维护门诊与排班", "Keep clinics and shifts"), Posts.CommunityWorker, Posts.DeskClerk, Posts.Operator, Posts.Administrator),
        new(Nursery, ("托育接送与考勤", "Receive and hand over children"), Posts.NurseryTeacher),
        new(KeepNursery, ("维护托育园与收费", "Keep nurseries and fees"), Posts.NurseryTeacher, Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(KeepRules, ("维护托育标准与限价", "Keep rules and caps of child-care"), Posts.Operator, Posts.StreetOfficer, Posts.Administrator),
        new(Care, ("养老照护与计划", "Care of elders and its plans"), Posts.CareWorker),
        new(KeepCare, ("维护养老中心与项目", "Keep centres of home care"), Posts.CareWorker, Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
        new(KeepScenes, ("维护一老一小场景", "Keep scenes for elders and children"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
    ];
}
