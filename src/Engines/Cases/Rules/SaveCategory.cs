using System.Text.Json.Serialization;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Rules;

/// <summary>Adds a category (分类), or changes the one with this code.</summary>
public sealed record SaveCategory : ICommand<Done>, IAudited
{
    /// <summary>Code, 1 to 40 lower-case letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>Code of the group it belongs to.</summary>
    public string? Parent { get; init; }

    /// <summary>Chinese name, 1 to 30 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 60 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>Name of a Tabler icon.</summary>
    public string Icon { get; init; } = "point";

    /// <summary>Code of the case type a report becomes.</summary>
    public string Type { get; init; } = "report";

    /// <summary>Kind of team it goes to: grid, property, municipal, community, street.</summary>
    public string TeamKind { get; init; } = "community";

    /// <summary>Code of a particular team.</summary>
    public string? Team { get; init; }

    /// <summary>Whether it is offered through Open311.</summary>
    public bool Open311 { get; init; }

    /// <summary>Words that suggest it, separated by spaces.</summary>
    public string Keywords { get; init; } = "";

    /// <summary>Lower comes first.</summary>
    public int Order { get; init; }

    string? IAudited.AuditSubject => Code;
}

internal sealed class SaveCategoryHandler(LinliDb db, CaseTypes types, Categories categories) : IHandler<SaveCategory, Done>, IUseCase
{
    private static readonly string[] TeamKinds = ["grid", "property", "municipal", "community", "street"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/cases/categories/{code}", (string code, SaveCategory request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Code = code }, cancel))
            .Needs(CasesPermissions.Rules).WithTags("Rules").WithSummary("Add or change a category 维护分类");

    public async Task<Result<Done>> Handle(SaveCategory request, CancellationToken cancel)
    {
        if (Refuse(request) is { } refused)
            return refused;
        if (request.Parent is { } parent && await categories.Find(parent, cancel) is null)
            return Problem.Invalid("parent", "cases.category_unknown", "没有这个上级分类。", "There is no such group.");
        var known = await db.Records<Category>().AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Code, cancel);
        var row = new Category
        {
            Code = request.Code, Parent = request.Parent, NameZh = request.NameZh.Trim(), NameEn = request.NameEn.Trim(), Icon = request.Icon,
            Type = request.Type, TeamKind = request.TeamKind, Team = request.Team, Open311 = request.Open311, Keywords = request.Keywords,
            Order = request.Order, DescriptionZh = known?.DescriptionZh ?? "", DescriptionEn = known?.DescriptionEn ?? "",
        };
        db.Entry(row).State = known is not null ? EntityState.Modified : EntityState.Added;
        db.AfterCommit(categories.Forget);
        return Done.It;
    }

    private Problem? Refuse(SaveCategory request)
    {
        if (request.Code.Length is 0 or > 40 || request.Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')))
            return Problem.Invalid("code", "cases.category_code", "编码为 1–40 个小写字母、数字或连字符。", "A code has 1 to 40 lower-case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(request.NameZh, 30, out var zh) || zh.Length == 0)
            return Problem.Invalid("nameZh", "cases.category_name", "请填写中文名称（30 字以内）。", "Give a Chinese name of at most 30 characters.");
        if (!PlainText.TryCleanLine(request.NameEn, 60, out var en) || en.Length == 0)
            return Problem.Invalid("nameEn", "cases.category_name", "请填写英文名称（60 字以内）。", "Give an English name of at most 60 characters.");
        if (types.Find(request.Type) is not { } type)
            return Problem.Invalid("type", "cases.type_unknown", "没有这个事项类型。", "There is no such case type.");
        if (!TeamKinds.Contains(request.TeamKind))
            return Problem.Invalid("teamKind", "cases.team_kind", $"班组类别应为 {string.Join("、", TeamKinds)}。", $"The kind of team is one of {string.Join(", ", TeamKinds)}.");
        if (request.Open311 && !type.Public)
            return Problem.Invalid("open311", "cases.not_public", "只有公开类事项可以通过 Open311 提供。", "Only public case types can be offered through Open311.");
        return null;
    }
}
