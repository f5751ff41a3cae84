using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Templates;

/// <summary>Offers a template no more (停用常用答复); answers that began with it stay as they are.</summary>
/// <param name="Template">Which one.</param>
public sealed record RetireTemplate(Guid Template) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Template.ToString();
}

internal sealed class RetireTemplateHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<RetireTemplate, Done>, IUseCase
{
    internal static readonly Problem NotThere =
        Problem.NotFound("cases.template_unknown", "没有找到这条常用答复，可能已停用。", "There is no such template: it may have been retired.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/answer-templates/{id:guid}/retire", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RetireTemplate(id), cancel))
            .Needs(CasesPermissions.Templates).WithTags("Cases").WithSummary("Offer a template no more 停用常用答复");

    public async Task<Result<Done>> Handle(RetireTemplate request, CancellationToken cancel)
    {
        var row = await db.Scoped<AnswerTemplate>(current.Value.ScopesFor(CasesPermissions.Templates))
            .SingleOrDefaultAsync(t => t.Id == request.Template && t.RetiredAt == null, cancel);
        if (row is null)
            return NotThere;
        row.RetiredAt = row.ChangedAt = Clock.Now(time);
        row.ChangedBy = current.Value.Account;
        return Done.It;
    }
}
