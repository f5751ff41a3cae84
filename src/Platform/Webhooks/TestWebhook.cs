using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Platform.Webhooks;

/// <summary>Sends the event <c>linli.webhook.test</c> to one receiver.</summary>
/// <param name="Id">The webhook.</param>
public sealed record TestWebhook(Guid Id) : ICommand<QueuedDelivery>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>A delivery on its way.</summary>
/// <param name="Id">Its id among the webhook's deliveries.</param>
public sealed record QueuedDelivery(Guid Id);

internal sealed class TestWebhookHandler(LinliDb db, CurrentCaller caller, WebhookSignal signal, TimeProvider time)
    : IHandler<TestWebhook, QueuedDelivery>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/webhooks/{id:guid}/test", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new TestWebhook(id), cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("testWebhook").WithSummary("Send a test event to one receiver.");

    public async Task<Result<QueuedDelivery>> Handle(TestWebhook request, CancellationToken cancel)
    {
        if (await db.FindWebhook(caller.Value, request.Id, cancel) is not { } hook)
            return WebhookQueries.NotThere;
        var now = Clock.Now(time);
        var delivery = new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            WebhookId = hook.Id,
            Seq = 0,
            EventId = Guid.CreateVersion7(now),
            Type = "linli.webhook.test",
            Subject = hook.Id.ToString(),
            Scope = hook.Scope,
            EventTime = now,
            Data = "{}",
            NextTry = now,
        };
        db.Records<WebhookDelivery>().Add(delivery);
        signal.Raise();
        return new QueuedDelivery(delivery.Id);
    }
}
