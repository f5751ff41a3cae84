using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Templates;

/// <summary>Adds a template for answers, or changes one (维护常用答复).</summary>
public sealed record SaveTemplate : ICommand<Guid>, IValidated, IAudited
{
    private const int LongestTitle = 40;
    private const int LongestText = 1000;

    /// <summary>Which one; a new one when left out.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>Where it is offered, there and below: a community, grid, group or street. Of a template that is there already it stays.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>What it is for, 2 to 40 characters.</summary>
    public string Title { get; init; } = "";

    /// <summary>5 to 1,000 characters.</summary>
    public string TextZh { get; init; } = "";

    /// <summary>The same in English, at most 1,000 characters; may be left out.</summary>
    public string? TextEn { get; init; }

    string? IAudited.AuditSubject => Id?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Title, LongestTitle, out var title) || title.Length < 2)
            yield return Problem.Invalid("title", "cases.template_title", $"请用 2 到 {LongestTitle} 个字写明用途。", $"Say in 2 to {LongestTitle} characters what it is for.");
        if (!PlainText.TryClean(TextZh, LongestText, out var zh) || zh.Length < 5)
            yield return Problem.Invalid("textZh", "cases.template_text", $"请写 5 到 {LongestText} 个字的答复。", $"Write an answer of 5 to {LongestText} characters.");
        if (!PlainText.TryClean(TextEn, LongestText, out _))
            yield return Problem.Invalid("textEn", "cases.template_text_en", $"英文最多 {LongestText} 个字符。", $"The English text has at most {LongestText} characters.");
    }
}

internal sealed class SaveTemplateHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<SaveTemplate, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/cases/answer-templates", (SaveTemplate request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CasesPermissions.Templates).WithTags("Cases").WithSummary("Add a template for answers 新增常用答复");
        api.MapPut("/cases/answer-templates/{id:guid}", (Guid id, SaveTemplate request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Id = id }, cancel))
            .Needs(CasesPermissions.Templates).WithTags("Cases").WithSummary("Change a template for answers 修改常用答复");
    }

    public async Task<Result<Guid>> Handle(SaveTemplate request, CancellationToken cancel)
    {
        PlainText.TryCleanLine(request.Title, int.MaxValue, out var title);
        PlainText.TryClean(request.TextZh, int.MaxValue, out var zh);
        PlainText.TryClean(request.TextEn, int.MaxValue, out var en);
        var now = Clock.Now(time);
        var row = request.Id is { } id ? await Find(id, cancel) : null;
        if (request.Id is not null && row is null)
            return RetireTemplateHandler.NotThere;
        if (row is null)
        {
            if (request.Place is not { } place || tree.Find(place) is not { Kind: PlaceKind.Community or PlaceKind.Grid or PlaceKind.Group or PlaceKind.Street })
                return Problem.Invalid("place", "cases.place_unknown", "请选择用在哪里。", "Choose where it is offered.");
            if (!current.Value.May(CasesPermissions.Templates, place))
                return Problem.Forbidden("cases.not_your_place", "您没有维护这里常用答复的权限。", "You may not keep templates for this place.");
            row = new() { Id = Guid.CreateVersion7(now), Scope = place.Value, Title = title, TextZh = zh, ChangedAt = now };
            db.Insert(row);
        }

        (row.Title, row.TextZh, row.TextEn) = (title, zh, en);
        (row.ChangedAt, row.ChangedBy) = (now, current.Value.Account);
        return row.Id;
    }

    private Task<AnswerTemplate?> Find(Guid id, CancellationToken cancel) =>
        db.Scoped<AnswerTemplate>(current.Value.ScopesFor(CasesPermissions.Templates)).SingleOrDefaultAsync(t => t.Id == id && t.RetiredAt == null, cancel);
}
