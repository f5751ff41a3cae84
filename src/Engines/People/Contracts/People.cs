using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.People;

/// <summary>Codes of the posts (岗位) a person may hold at a place; which permissions each brings is declared by the modules.</summary>
public static class Posts
{
    /// <summary>居民: held by everyone whose home was verified, at the home's community.</summary>
    public const string Resident = "resident";

    /// <summary>社工.</summary>
    public const string CommunityWorker = "community_worker";

    /// <summary>一站式服务台.</summary>
    public const string DeskClerk = "desk_clerk";

    /// <summary>专职网格员 / 邻里管家.</summary>
    public const string GridSteward = "grid_steward";

    /// <summary>网格长.</summary>
    public const string GridLeader = "grid_leader";

    /// <summary>分拨调度.</summary>
    public const string Dispatcher = "dispatcher";

    /// <summary>调解员.</summary>
    public const string Mediator = "mediator";

    /// <summary>街道干部.</summary>
    public const string StreetOfficer = "street_officer";

    /// <summary>党委书记.</summary>
    public const string PartySecretary = "party_secretary";

    /// <summary>物业客服.</summary>
    public const string PropertyClerk = "property_clerk";

    /// <summary>物业与市政处置人员.</summary>
    public const string PropertyRepair = "property_repair";

    /// <summary>商户.</summary>
    public const string Merchant = "merchant";

    /// <summary>食堂窗口.</summary>
    public const string CanteenClerk = "canteen_clerk";

    /// <summary>合作社会计.</summary>
    public const string CooperativeAccountant = "cooperative_accountant";

    /// <summary>社区运营.</summary>
    public const string Operator = "operator";

    /// <summary>个人信息保护负责人: watches over the handling of personal data, apart from system administration.</summary>
    public const string PrivacyOfficer = "privacy_officer";

    /// <summary>运营中心值守: the duty room, day and night.</summary>
    public const string DutyOfficer = "duty_officer";

    /// <summary>安保.</summary>
    public const string Guard = "guard";

    /// <summary>一网统管队员: patrols the streets and is called out.</summary>
    public const string Patrol = "patrol";

    /// <summary>学校安全员: answers for a school's pupils on their way.</summary>
    public const string SchoolSafety = "school_safety";

    /// <summary>系统管理员.</summary>
    public const string Administrator = "administrator";

    /// <summary>中央厨房主管.</summary>
    public const string KitchenManager = "kitchen_manager";

    /// <summary>中央厨房人员.</summary>
    public const string KitchenStaff = "kitchen_staff";

    /// <summary>送餐司机.</summary>
    public const string Driver = "driver";

    /// <summary>村社经办: orders and receives meals for a village.</summary>
    public const string VillageClerk = "village_clerk";

    /// <summary>托育老师.</summary>
    public const string NurseryTeacher = "nursery_teacher";

    /// <summary>养老护理员.</summary>
    public const string CareWorker = "care_worker";

    /// <summary>Those who bring meals to the villages.</summary>
    public static readonly string[] Kitchen = [KitchenManager, KitchenStaff, Driver, VillageClerk];

    /// <summary>Staff of community and street.</summary>
    public static readonly string[] Staff =
        [CommunityWorker, DeskClerk, GridSteward, GridLeader, Dispatcher, Mediator, StreetOfficer, PartySecretary, CanteenClerk, CooperativeAccountant, Operator, PrivacyOfficer, Administrator, NurseryTeacher, CareWorker, DutyOfficer, Patrol];
}

/// <summary>A team (班组/部门) that takes on work.</summary>
/// <param name="Code">Unique code, such as <c>lighting</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">community, property, municipal, street, grid, merchant.</param>
/// <param name="Scope">Where it works.</param>
public sealed record Team(string Code, Phrase Name, string Kind, ScopePath Scope)
{
    /// <summary>Kind of a shop: a team of its owner and staff.</summary>
    public const string Merchant = "merchant";

    /// <summary>Telephone for the public, where it has one.</summary>
    public string? Phone { get; init; }

    /// <summary>When somebody answers, in OpenStreetMap's notation: <c>Mo-Su 08:00-20:00</c>.</summary>
    public string? Hours { get; init; }
}

/// <summary>Founds teams for other engines and scenes, such as that of a shop whose owner may be asked to help.</summary>
public interface ITeamFounding
{
    /// <summary>
    /// Founds the team, or renames it where it stands already, and lets a person hold their post in it; in the current
    /// transaction.
    /// </summary>
    /// <param name="team">The team; its code stays.</param>
    /// <param name="account">Who.</param>
    /// <param name="post">The post they hold at a place around the team's, such as merchant.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether the person holds such a post there.</returns>
    Task<bool> Found(Team team, Guid account, string post, CancellationToken cancel);
}

/// <summary>A member of staff as colleagues see them.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Name">Full name: staff act under their own name.</param>
/// <param name="Post">Code of the post.</param>
/// <param name="Scope">Where the post is held.</param>
/// <param name="Team">Code of the team, if any.</param>
public sealed record StaffMember(Guid Account, string Name, string Post, ScopePath Scope, string? Team);

/// <summary>What other engines may know of people.</summary>
public interface IPeople
{
    /// <summary>Display names of accounts: staff in full, residents masked (沈**). Unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel);

    /// <summary>Staff holding any of the posts at the place itself or at a place above it.</summary>
    Task<IReadOnlyList<StaffMember>> StaffFor(ScopePath place, IReadOnlyCollection<string> posts, CancellationToken cancel);

    /// <summary>Staff holding any of the posts at the place, at a place above it, or at a place within it.</summary>
    Task<IReadOnlyList<StaffMember>> StaffAround(ScopePath place, IReadOnlyCollection<string> posts, CancellationToken cancel);

    /// <summary>Members of a team.</summary>
    Task<IReadOnlyList<StaffMember>> MembersOf(string team, CancellationToken cancel);

    /// <summary>All teams, in the order of their codes.</summary>
    Task<IReadOnlyList<Team>> Teams(CancellationToken cancel);

    /// <summary>Grids that the homes of a verified resident lie in, the longest known home first.</summary>
    Task<IReadOnlyList<ScopePath>> HomeGrids(Guid account, CancellationToken cancel);

    /// <summary>Accounts of verified residents at a place.</summary>
    Task<IReadOnlyList<Guid>> ResidentsAt(ScopePath place, CancellationToken cancel);
}
