using Linli.Cases.Dispatch;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Cases.Desk;

/// <summary>Choices of the forms that give cases to teams.</summary>
internal static class DispatchForm
{
    /// <summary>Value that stands for the steward of the case's grid instead of a team.</summary>
    public const string ToSteward = "-steward";

    public static IEnumerable<Choice> Teams(DeskLists lists) =>
        [new(ToSteward, T("所在网格的网格员", "The steward of its grid")), .. lists.TeamChoices];

    public static IEnumerable<Choice> Hows =>
    [
        new(nameof(DispatchHow.Grab), T("班组抢单", "Team: first to take it")),
        new(nameof(DispatchHow.RoundRobin), T("轮流派给组员", "Members in turn")),
        new(nameof(DispatchHow.Nearest), T("就近派给组员", "Nearest member")),
    ];
}
