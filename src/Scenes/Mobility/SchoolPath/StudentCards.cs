using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Sensing;
using Linli.Mobility.GuardPoints;

namespace Linli.Mobility.SchoolPath;

/// <summary>Student cards (智能学生卡, S44), the rules over them, and the dedicated rules of consent for them (R38).</summary>
internal static class StudentCards
{
    /// <summary>Code of the purpose.</summary>
    public const string Purpose = "school-path";

    private const string ExitRule = "school-path-exit-";
    private const string OfflineRule = "school-card-offline-";
    private const string BatteryRule = "school-card-battery-";
    private const string SosRule = "school-card-sos-";

    /// <summary>How long positions are kept; R38 asks for 7 to 30 days.</summary>
    public const int KeepDays = 7;

    /// <summary>智能学生卡: a position every 15 s, its battery, a key for help. Seen by guardians and, approved, by the school; by nobody else.</summary>
    public static readonly DeviceKind Card = new("student-card", ("智能学生卡", "Student card"), "id-badge-2", Measures.Battery, Measures.Sos)
    {
        Moves = true, MostSpeed = 25, Personal = true, OfflineAfter = TimeSpan.FromMinutes(3), KeepPositions = TimeSpan.FromDays(KeepDays), KeepReadings = TimeSpan.FromDays(KeepDays),
    };

    /// <summary>The dedicated rules for children's data (未成年人个人信息处理专门规则).</summary>
    public static readonly Purpose Consent = new(
        Purpose, ("通学路学生卡", "Student card on the school path"), LegalBasis.Consent,
        ("只在上学日的上学、放学时段（默认 07:20–08:10、16:20–17:10）收集学生卡的位置、电量和求助键；用来判断孩子是否离开通学路、是否求助、卡是否离线。孩子离开通学路或求助时，系统同时提醒全部监护人和学校，并请最近的护学点和巡查队员前往。",
         "Position, battery and call button of the card are collected on school days in the times of the way to and from school only (07:20–08:10 and 16:20–17:10 unless the school says otherwise), to tell whether the child left the school path, calls for help, or the card went silent. When the child leaves the path or calls for help all guardians and the school are told, and the nearest guard point and patrol are sent."),
        ("没有位置就不能知道孩子偏离了通学路；时段以外的位置一律不保存。", "Without positions nobody knows that a child left the path; outside of these times nothing is kept."),
        ("行踪属于敏感个人信息。不用于考核、积分、排名，不公开展示；学校人员查看孩子的行踪须经他人批准并留痕，您随时能看到谁看过。",
         "Whereabouts are sensitive. They are not used for marks, points or rankings and are never shown in public; staff need another person's approval to look, each look is recorded, and you can read who did."),
        ("位置和电量保存 7 天后自动删除；提醒记录保存到本学期结束。您可以随时查看、复制、更正、删除，或撤回同意，撤回后立即停止收集并删除。",
         "Positions and battery are deleted after 7 days, alerts at the end of the term. You may look, copy, correct, delete or withdraw at any time; withdrawing ends the collecting at once and deletes what is there."),
        ("不同意时，孩子照常走通学路，护学点照常守护；也可以由家长接送。", "Who does not agree walks the path as before, with the guard points as before; or is fetched by the family."))
    {
        Sensitive = true,
    };

    /// <summary>Code of the fence of a path's corridor.</summary>
    public static string FenceOf(string path) => "school-path-" + path;

    /// <summary>Code of the group of the cards that a path's rules look at: those of its own pupils, wherever they walk, and no other's.</summary>
    public static string GroupOf(string path) => SceneGroups.Before + "school-path-" + path;

    /// <summary>Code of the fence of a school's grounds.</summary>
    public static string FenceOfSchool(string school) => "school-" + school;

    /// <summary>Code of the fence of a compound.</summary>
    public static string FenceOfCompound(ScopePath compound) => "compound-" + compound.Code;

    /// <summary>What an alarm of a rule is about, and of which path; <c>null</c> for rules of others.</summary>
    public static (SchoolAlertKind Kind, string Path)? Of(string rule)
    {
        foreach (var (prefix, kind) in new[] { (ExitRule, SchoolAlertKind.OffPath), (OfflineRule, SchoolAlertKind.Offline), (BatteryRule, SchoolAlertKind.Battery), (SosRule, SchoolAlertKind.Sos) })
            if (rule.StartsWith(prefix, StringComparison.Ordinal))
                return (kind, rule[prefix.Length..]);
        return null;
    }

    /// <summary>The rules over the cards of a path.</summary>
    public static IEnumerable<SensingRule> Rules(SchoolPathRow path) => RulesOf(path).Select(r => r with { DeviceKind = Card.Code, Group = GroupOf(path.Code) });

    private static IEnumerable<SensingRule> RulesOf(SchoolPathRow path)
    {
        var scope = ScopePath.Parse(path.Scope, null);
        var hours = (DutyHours.Parse(path.Windows) ?? []).Select(w => new WatchHours(w.From, w.To)).ToList();
        yield return new()
        {
            Code = ExitRule + path.Code, Name = ("学生离开通学路", "A pupil left the school path"), Scope = scope, Kind = RuleKind.Corridor, Severity = AlarmSeverity.Major, Fence = FenceOf(path.Code),
            Fixes = 2, MostAccuracy = 30, Band = 5, Days = WatchDays.School, Hours = hours, EscalateAfter = TimeSpan.FromMinutes(2), CallOut = [Posts.Merchant, Posts.Guard, Posts.Patrol],
        };
        yield return new()
        {
            Code = OfflineRule + path.Code, Name = ("学生卡离线", "A student card went silent"), Scope = scope, Kind = RuleKind.Offline, Severity = AlarmSeverity.Minor, For = TimeSpan.FromMinutes(2), Days = WatchDays.School, Hours = hours,
        };
        yield return new()
        {
            Code = BatteryRule + path.Code, Name = ("学生卡电量低", "The battery of a student card is low"), Scope = scope, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Notice,
            Measure = Measures.Battery.Code, Limit = 10, Side = LimitSide.Below, Hysteresis = 10, Days = WatchDays.School, Hours = hours,
        };
        yield return new()
        {
            Code = SosRule + path.Code, Name = ("学生按下求助键", "A pupil calls for help"), Scope = scope, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Critical,
            Measure = Measures.Sos.Code, Limit = 1, Side = LimitSide.Above, Days = WatchDays.School, Hours = hours, EscalateAfter = TimeSpan.FromMinutes(1), CallOut = [Posts.Merchant, Posts.Guard, Posts.Patrol],
        };
    }
}
