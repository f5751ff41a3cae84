using Linli.People;
using Linli.Platform.Security;

namespace Linli.Hall;

/// <summary>What may be done in a service hall.</summary>
public static class HallPermissions
{
    /// <summary>Work at a counter: call, take matters in, finish them.</summary>
    public const string Counter = "hall.counter";

    /// <summary>Stand at the entrance: give tickets out, find lost ones, set priority.</summary>
    public const string Guide = "hall.guide";

    /// <summary>Keep halls, counters and the catalogue of items.</summary>
    public const string Keep = "hall.keep";

    /// <summary>See what the hall has done, in figures without names.</summary>
    public const string Statistics = "hall.statistics";

    /// <summary>Confirm authorisations as the justice office.</summary>
    public const string Witness = "hall.witness";

    /// <summary>Speak with people whose rating was bad, and put it right: not those who were rated.</summary>
    public const string Ratings = "hall.ratings";

    /// <summary>Who may help somebody from beginning to end, or go to their home: those who find it on their desk.</summary>
    internal static readonly string[] HelperPosts = [Posts.DeskClerk, Posts.CommunityWorker];

    /// <summary>See authorisations, names masked.</summary>
    public const string Proxies = "hall.proxies";

    internal static readonly Permission[] All =
    [
        new(Counter, ("大厅窗口办件", "Work at a counter of the hall"), Posts.DeskClerk, Posts.CommunityWorker),
        new(Guide, ("大厅导办取号", "Guide people in the hall"), Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward, Posts.Operator),
        new(Keep, ("维护大厅与办事事项", "Keep the hall and its catalogue"), Posts.Operator, Posts.PartySecretary, Posts.Administrator),
        new(Statistics, ("查看大厅统计", "See the figures of the hall"), Posts.Staff),
        new(Ratings, ("跟进大厅差评", "Follow bad ratings of the hall"), Posts.Operator, Posts.PartySecretary),
        new(Witness, ("司法所见证委托", "Confirm authorisations as the justice office"), Posts.Mediator, Posts.StreetOfficer),
        new(Proxies, ("查看委托代办", "See authorisations"), Posts.DeskClerk, Posts.CommunityWorker, Posts.Mediator, Posts.StreetOfficer),
    ];
}
