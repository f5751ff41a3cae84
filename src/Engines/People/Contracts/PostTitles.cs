using Linli.Platform.Text;

namespace Linli.People;

/// <summary>What the posts are called.</summary>
public static class PostTitles
{
    /// <summary>The title of a post; the code itself where a deployment brought its own.</summary>
    public static Phrase Of(string post) => post switch
    {
        Posts.Resident => ("居民", "Resident"),
        Posts.CommunityWorker => ("社工", "Community worker"),
        Posts.DeskClerk => ("一站式服务台", "One-stop desk"),
        Posts.GridSteward => ("网格员", "Grid steward"),
        Posts.GridLeader => ("网格长", "Grid leader"),
        Posts.Dispatcher => ("分拨调度", "Dispatcher"),
        Posts.Mediator => ("调解员", "Mediator"),
        Posts.StreetOfficer => ("街道干部", "Street officer"),
        Posts.PartySecretary => ("党委书记", "Party secretary"),
        Posts.PropertyClerk => ("物业客服", "Property clerk"),
        Posts.PropertyRepair => ("处置人员", "Repair crew"),
        Posts.Merchant => ("商户", "Merchant"),
        Posts.Operator => ("社区运营", "Operator"),
        Posts.Administrator => ("系统管理员", "Administrator"),
        _ => (post, post),
    };
}
