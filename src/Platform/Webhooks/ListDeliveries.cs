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

/// <summary>The last deliveries to one receiver, newest first.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Status">Only those in this state: waiting, delivered or dead.</param>
public sealed record ListDeliveries(Guid Id, string? Status) : IQuery<IReadOnlyList<DeliveryLine>>;

/// <summary>How far one delivery is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EventId">Id of the event, the same at every try.</param>
/// <param name="Type">CloudEvents type.</param>
/// <param name="Subject">What it happened to.</param>
/// <param name="Status">waiting, delivered or dead.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextTry">When it is tried next, UTC; only while waiting.</param>
/// <param name="DoneAt">When it was delivered or given up, UTC.</param>
/// <param name="LastError">What went wrong at the last try.</param>
public sealed record DeliveryLine(
    Guid Id, Guid EventId, string Type, string Subject, string Status, int Attempts, DateTimeOffset? NextTry, DateTimeOffset? DoneAt, string? LastError);

internal sealed class ListDeliveriesHandler(LinliDb db, CurrentCaller caller) : IHandler<ListDeliveries, IReadOnlyList<DeliveryLine>>, IUseCase
{
    private const int Shown = 200;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/webhooks/{id:guid}/deliveries", (Guid id, string? status, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ListDeliveries(id, status), cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("listWebhookDeliveries").WithSummary("The last deliveries to one receiver, newest first.");

    public async Task<Result<IReadOnlyList<DeliveryLine>>> Handle(ListDeliveries request, CancellationToken cancel)
    {
        if (await db.FindWebhook(caller.Value, request.Id, cancel) is null)
            return WebhookQueries.NotThere;
        var rows = db.Records<WebhookDelivery>().AsNoTracking().Where(d => d.WebhookId == request.Id);
        if (request.Status is not null)
        {
            if (!Enum.TryParse<DeliveryStatus>(request.Status, ignoreCase: true, out var status))
                return Problem.Invalid("status", "webhooks.status", "状态应为 waiting、delivered 或 dead。", "The status is waiting, delivered or dead.");
            rows = rows.Where(d => d.Status == status);
        }

        var found = await rows.OrderByDescending(d => d.Id).Take(Shown).ToListAsync(cancel);
        return found.ConvertAll(d => new DeliveryLine(
            d.Id, d.EventId, d.Type, d.Subject, d.Status.ToString().ToLowerInvariant(), d.Attempts,
            d.Status == DeliveryStatus.Waiting ? d.NextTry : null, d.DoneAt, d.LastError));
    }
}
