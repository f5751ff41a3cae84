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

/// <summary>Sends a delivery once more, with a fresh day of tries.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Delivery">The delivery.</param>
public sealed record ReplayDelivery(Guid Id, Guid Delivery) : ICommand<QueuedDelivery>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class ReplayDeliveryHandler(LinliDb db, CurrentCaller caller, WebhookSignal signal, TimeProvider time)
    : IHandler<ReplayDelivery, QueuedDelivery>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/webhooks/{id:guid}/deliveries/{delivery:guid}/replay", (Guid id, Guid delivery, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ReplayDelivery(id, delivery), cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("replayWebhookDelivery").WithSummary("Send a delivery once more.");

    public async Task<Result<QueuedDelivery>> Handle(ReplayDelivery request, CancellationToken cancel)
    {
        var delivery = await db.FindWebhook(caller.Value, request.Id, cancel) is null
            ? null
            : await db.Records<WebhookDelivery>().SingleOrDefaultAsync(d => d.Id == request.Delivery && d.WebhookId == request.Id, cancel);
        if (delivery is null)
            return WebhookQueries.NotThere;
        delivery.Status = DeliveryStatus.Waiting;
        delivery.Attempts = 0;
        delivery.Since = null;
        delivery.DoneAt = null;
        delivery.NextTry = Clock.Now(time);
        signal.Raise();
        return new QueuedDelivery(delivery.Id);
    }
}
