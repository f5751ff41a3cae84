using Linli.Platform.Results;

namespace Linli.Places.Spaces;

/// <summary>Problems that several use cases of the ledger share.</summary>
internal static class SpaceProblems
{
    public static Problem NoSpace(string field = "code") =>
        new("places.unknown_space", ("台账里没有这个空间，请检查代码。", "There is no such space in the ledger: check its code."), ProblemKind.NotFound, field);

    public static Problem Hours(string field) => Problem.Invalid(field, "places.hours_form",
        "开放时间写法不认识。请写成 Mo-Fr 08:30-17:30; Sa 09:00-12:00; PH off（PH 为法定节假日）。",
        "These hours cannot be read. Write them like Mo-Fr 08:30-17:30; Sa 09:00-12:00; PH off (PH: public holidays).");

    public static Problem Parts(string field, string parts, string whole) => Problem.Invalid(field, "places.parts_exceed",
        $"各部分合计 {parts} 平方米，超过整体的 {whole} 平方米。请更正面积；确有共用的，请在整体上写明重叠原因。",
        $"The parts add up to {parts} m², more than the {whole} m² of the whole. Correct the areas, or say on the whole why they overlap.");
}
