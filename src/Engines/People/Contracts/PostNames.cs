using Linli.Platform.Text;

namespace Linli.People;

/// <summary>What people call the posts.</summary>
public static class PostNames
{
    private static readonly Dictionary<string, Phrase> names = new(StringComparer.Ordinal)
    {
        [Posts.Resident] = ("居民", "Resident"),
        [Posts.CommunityWorker] = ("社工", "Community worker"),
        [Posts.DeskClerk] = ("一站式服务台", "One-stop desk"),
        [Posts.GridSteward] = ("专职网格员", "Grid steward"),
        [Posts.GridLeader] = ("网格长", "Grid leader"),
        [Posts.Dispatcher] = ("分拨调度", "Dispatcher"),
        [Posts.Mediator] = ("调解员", "Mediator"),
        [Posts.StreetOfficer] = ("街道干部", "Street officer"),
        [Posts.PartySecretary] = ("党委书记", "Party secretary"),
        [Posts.PropertyClerk] = ("物业客服", "Property clerk"),
        [Posts.PropertyRepair] = ("物业处置人员", "Property repair"),
        [Posts.Merchant] = ("商户", "Merchant"),
        [Posts.CanteenClerk] = ("食堂窗口", "Canteen counter"),
        [Posts.CooperativeAccountant] = ("合作社会计", "Cooperative accountant"),
        [Posts.Operator] = ("社区运营", "Operator"),
        [Posts.PrivacyOfficer] = ("个人信息保护负责人", "Privacy officer"),
        [Posts.DutyOfficer] = ("运营中心值守", "Duty officer"),
        [Posts.Guard] = ("安保", "Guard"),
        [Posts.Patrol] = ("一网统管队员", "City patrol"),
        [Posts.SchoolSafety] = ("学校安全员", "School safety officer"),
        [Posts.Administrator] = ("系统管理员", "Administrator"),
        [Posts.KitchenManager] = ("中央厨房主管", "Kitchen manager"),
        [Posts.KitchenStaff] = ("中央厨房人员", "Kitchen staff"),
        [Posts.Driver] = ("送餐司机", "Driver"),
        [Posts.NurseryTeacher] = ("托育老师", "Nursery teacher"),
        [Posts.CareWorker] = ("养老护理员", "Care worker"),
        [Posts.VillageClerk] = ("村社经办", "Village clerk"),
    };

    /// <summary>Every post with its name, in the order of the list of posts.</summary>
    public static IReadOnlyDictionary<string, Phrase> All => names;

    /// <summary>The name of a post; its code where it has none.</summary>
    public static Phrase Of(string post) => names.TryGetValue(post, out var name) ? name : (post, post);
}
