using Linli.Platform.Results;

namespace Linli.Neighbours.Friends;

/// <summary>What several use cases answer.</summary>
internal static class FriendProblems
{
    public static readonly Problem NotResident = Problem.Forbidden(
        "neighbours.not_a_resident", "认证住房后才能使用，请先完成住户认证。", "This is for verified residents: register your home first.");

    public static readonly Problem NoCard = Problem.Forbidden(
        "neighbours.opt_in_first", "只有自己也愿意被找到的邻居才能查找，请先填写名片。", "Only who can be found may search: fill in your own card first.");

    public static readonly Problem NoNeighbour = Problem.NotFound(
        "neighbours.not_found", "没有找到这位邻居，可能已不再公开。", "This neighbour was not found, or can no longer be found.");
}
