using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Webhooks;

/// <summary>Sends nothing more to an address, and forgets what was on its way.</summary>
/// <param name="Id">The webhook.</param>
public sealed record DeleteWebhook(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class DeleteWebhookHandler(LinliDb db, CurrentCaller caller) : IHandler<DeleteWebhook, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/webhooks/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeleteWebhook(id), cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("deleteWebhook").WithSummary("Send nothing more to an address.");

    public async Task<Result<Done>> Handle(DeleteWebhook request, CancellationToken cancel)
    {
        if (await db.FindWebhook(caller.Value, request.Id, cancel) is not { } hook)
            return WebhookQueries.NotThere;
        await db.Records<WebhookDelivery>().Where(d => d.WebhookId == hook.Id).ExecuteDeleteAsync(cancel);
        db.Delete(hook);
        return Done.It;
    }
}

internal static class WebhookQueries
{
    public static Problem NotThere => Problem.NotFound("webhooks.not_found", "没有这个推送。", "There is no such webhook.");

    public static Task<Webhook?> FindWebhook(this LinliDb db, Caller caller, Guid id, CancellationToken cancel) =>
        db.Scoped<Webhook>(caller.ScopesFor(PlatformPermissions.Webhooks)).SingleOrDefaultAsync(w => w.Id == id, cancel);
}
