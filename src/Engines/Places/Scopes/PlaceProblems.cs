using Linli.Platform.Results;

namespace Linli.Places;

/// <summary>Problems that several use cases share.</summary>
internal static class PlaceProblems
{
    public static Problem NoPlace(string field) =>
        new("places.unknown_place", ("没有这个地点，请检查代码。", "There is no such place: check its code."), ProblemKind.NotFound, field);

    public static Problem NoBuilding(string field) =>
        new("places.unknown_building", ("没有这幢楼，请从楼幢列表中选择。", "There is no such building: choose one from the list."), ProblemKind.NotFound, field);

    public static Problem NoGrid(string field) =>
        new("places.unknown_grid", ("没有这个网格，请检查代码。", "There is no such grid: check its code."), ProblemKind.NotFound, field);

    public static Problem NotHere() =>
        Problem.Forbidden("places.not_here", "您的岗位不管理这个地点。", "Your post does not manage this place.");

    public static Problem CodeTaken(string field, string code) =>
        new("places.code_taken", ($"代码 {code} 已被使用，请换一个。", $"The code {code} is taken: choose another."), ProblemKind.Conflict, field);
}
