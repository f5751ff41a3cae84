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

/// <summary>The templates for answers that are offered at a place, or all that the caller may change (常用答复).</summary>
public sealed record ListTemplates : IQuery<IReadOnlyList<TemplateLine>>
{
    /// <summary>Scope path of the place, such as that of a case; all places the caller keeps templates for when left out.</summary>
    public ScopePath? Place { get; init; }
}

/// <summary>A template for an answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Scope">Where it is offered: there and below.</param>
/// <param name="Title">What it is for.</param>
/// <param name="Text">What it says; English is empty where nobody wrote it.</param>
/// <param name="ChangedAt">When it was last changed, UTC.</param>
public sealed record TemplateLine(Guid Id, ScopePath Scope, string Title, Phrase Text, DateTimeOffset ChangedAt)
{
    /// <summary>In the reader's language, in Chinese where there is no other.</summary>
    public string Words => Text.ToString() is { Length: > 0 } words ? words : Text.Zh;
}

internal sealed class ListTemplatesHandler(LinliDb db, CurrentCaller current) : IHandler<ListTemplates, IReadOnlyList<TemplateLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/answer-templates", ([AsParameters] ListTemplates request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CasesPermissions.Handle).WithTags("Cases").WithSummary("Templates for answers 常用答复");

    public async Task<Result<IReadOnlyList<TemplateLine>>> Handle(ListTemplates request, CancellationToken cancel)
    {
        var around = request.Place?.SelfAndAncestors().Select(p => p.Value).ToList();
        var templates = around is null
            ? db.Scoped<AnswerTemplate>(current.Value.ScopesFor(CasesPermissions.Templates))
            // What is offered above holds here too, though the caller's post lies below.
            : db.Unfiltered<AnswerTemplate>().Where(t => around.Contains(t.Scope));
        var rows = await templates.AsNoTracking().Where(t => t.RetiredAt == null)
            .OrderByDescending(t => t.Scope.Length).ThenBy(t => t.Scope).ThenBy(t => t.Title).ThenBy(t => t.Id).Take(200).ToListAsync(cancel);
        return rows.ConvertAll(t => new TemplateLine(t.Id, ScopePath.Parse(t.Scope, null), t.Title, (t.TextZh, t.TextEn), t.ChangedAt));
    }
}
