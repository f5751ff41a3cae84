using Linli.Cases.Report;
using Linli.Platform.Data;

namespace Linli.Cases.Export;

/// <summary>The columns of an export, in the words of those who read it.</summary>
internal sealed class ExportColumns(
    Func<ScopePath, string?> place, IReadOnlyDictionary<string, string> teams, IReadOnlyDictionary<string, string> categories, Func<string, string?> type)
{
    public static readonly string[] Names =
    [
        "编号", "标题", "内容", "类型", "分类", "渠道", "办理方式", "紧急程度", "层级", "状态", "办理结果", "社区", "网格", "地点", "经度", "纬度",
        "上报时间", "受理时间", "首次答复时间", "答复时间", "办结时间", "受理时限", "首次答复时限", "办结时限", "班组", "督办", "重办次数", "评价", "联系人（脱敏）",
    ];

    /// <summary>The cells of one case, in the order of the names.</summary>
    public IReadOnlyList<object?> Of(Case item) =>
    [
        item.Number, PublicFace.Of(item.Title), PublicFace.Of(item.Text), type(item.Type) ?? item.Type,
        categories.GetValueOrDefault(item.Category, item.Category), CaseText.Channel(item.Channel).Zh,
        item.Mode is { } mode ? CaseText.Mode(mode).Zh : null, CaseText.Priority(item.Priority).Zh, CaseText.Level(item.Level).Zh,
        DeskState(item.State), item.Outcome is { } outcome ? CaseText.Outcome(outcome).Zh : null, PlaceName(item.Community),
        item.Scope == item.Community ? null : PlaceName(item.Scope), item.PlaceText is { } text ? PublicFace.Of(text) : null,
        item.Longitude, item.Latitude, item.OpenedAt, item.AcceptedAt, item.FirstAnsweredAt, item.AnsweredAt, item.ClosedAt,
        item.AcceptDue, item.FirstAnswerDue, item.FinishDue, item.Team is { } team ? teams.GetValueOrDefault(team, team) : null,
        item.IsSupervised ? "是" : null, item.Reopened, item.Rating, item.ContactMask,
    ];

    // "待您确认" speaks to the reporter; a table for colleagues does not.
    private static string DeskState(CaseState state) => state == CaseState.Answered ? "已答复" : CaseText.State(state).Zh;

    private string PlaceName(string path) => ScopePath.TryParse(path, null, out var found) ? place(found) ?? path : path;
}
