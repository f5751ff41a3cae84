using Linli.People;
using Linli.Platform.Security;

namespace Linli.Neighbours;

/// <summary>What neighbours may do with one another, and staff with their clubs.</summary>
public static class NeighboursPermissions
{
    /// <summary>Let oneself be found, greet neighbours, start and join clubs.</summary>
    public const string Meet = "neighbours.meet";

    /// <summary>Review clubs before they are listed, and close them.</summary>
    public const string Clubs = "neighbours.clubs";

    /// <summary>See the services one is entitled to, book legal advice, state a wish.</summary>
    public const string ServiceList = "neighbours.service-list";

    /// <summary>Keep the list of services and announce activities of projects.</summary>
    public const string KeepServices = "neighbours.keep-services";

    /// <summary>Offer times of legal advice and see who comes.</summary>
    public const string LegalAid = "neighbours.legal-aid";

    /// <summary>See rounds of visits and record those one makes; verify wishes.</summary>
    public const string Visits = "neighbours.visits";

    /// <summary>Plan rounds of visits and hand families over.</summary>
    public const string PlanVisits = "neighbours.plan-visits";

    /// <summary>Opt in to a pairing and keep its contact log.</summary>
    public const string Pair = "neighbours.pair";

    /// <summary>Propose pairings and look after them.</summary>
    public const string Pairings = "neighbours.pairings";

    internal static readonly Permission[] All =
    [
        new(Meet, ("找邻居、参加社群", "Meet neighbours and clubs"), Posts.Resident),
        new(Clubs, ("审核社群", "Review clubs"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
        new(ServiceList, ("我的服务、法律援助、心愿", "Services for me, legal aid, wishes"), Posts.Resident),
        new(KeepServices, ("维护服务清单", "Keep the list of services"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
        new(LegalAid, ("法律援助排班与预约", "Times of legal advice"), Posts.Mediator, Posts.PartySecretary),
        new(Visits, ("走访", "Visits"), Posts.CommunityWorker, Posts.GridSteward, Posts.PartySecretary),
        new(PlanVisits, ("制定走访计划", "Plan visits"), Posts.CommunityWorker, Posts.PartySecretary),
        new(Pair, ("参加互帮结对", "Take part in pairings"), Posts.Resident),
        new(Pairings, ("协调互帮结对", "Coordinate pairings"), Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary),
    ];
}
