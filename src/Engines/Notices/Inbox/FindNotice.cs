using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Inbox;

/// <summary>One of the caller's notices: what a push, which says next to nothing, leads to.</summary>
/// <param name="Id">Which.</param>
internal sealed record FindNotice(Guid Id) : IQuery<NoticeLine>;

internal sealed class FindNoticeHandler(LinliDb db, CurrentCaller current) : IHandler<FindNotice, NoticeLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FindNotice(id), cancel))
            .Needs(Access.SignedIn).WithTags("notices").WithSummary("One of my notices");

    public async Task<Result<NoticeLine>> Handle(FindNotice request, CancellationToken cancel) =>
        await db.Records<Notice>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == request.Id && n.AccountId == current.Value.Account, cancel) is { } found
            ? NoticeLine.Of(found)
            : MarkReadHandler.NotThere;
}

/// <summary><c>GET /notices/{id}</c>: opening a notice reads it. It then leads to the page it speaks of.</summary>
internal static class OpenNotice
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/notices/{id:guid}", Open).Needs(Access.SignedIn).ExcludeFromDescription();

    private static async Task<IResult> Open(Guid id, UseCaseRunner runner, CancellationToken cancel)
    {
        var found = await runner.Ask(new FindNotice(id), cancel);
        if (!found.Ok)
            return Results.LocalRedirect("/notices");
        if (!found.Value.Read)
            await runner.Run(new MarkRead(id), cancel);
        return Results.LocalRedirect(found.Value.Link);
    }
}
