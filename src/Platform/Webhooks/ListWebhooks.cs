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

/// <summary>The webhooks the caller may manage.</summary>
public sealed record ListWebhooks : IQuery<IReadOnlyList<WebhookLine>>;

/// <summary>A webhook and how it fares.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Types">Which events.</param>
/// <param name="Scope">Of which place.</param>
/// <param name="Active">Whether it sends.</param>
/// <param name="CreatedAt">Since when, UTC.</param>
/// <param name="Waiting">Deliveries waiting for their next try.</param>
/// <param name="Dead">Deliveries given up.</param>
public sealed record WebhookLine(
    Guid Id, string Url, IReadOnlyList<string> Types, string Scope, bool Active, DateTimeOffset CreatedAt, int Waiting, int Dead);

internal sealed class ListWebhooksHandler(LinliDb db, CurrentCaller caller) : IHandler<ListWebhooks, IReadOnlyList<WebhookLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/webhooks", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListWebhooks(), cancel))
        .Needs(PlatformPermissions.Webhooks)
        .WithTags("webhooks").WithName("listWebhooks").WithSummary("The webhooks the caller may manage.");

    public async Task<Result<IReadOnlyList<WebhookLine>>> Handle(ListWebhooks request, CancellationToken cancel)
    {
        var deliveries = db.Records<WebhookDelivery>();
        var rows = await db.Scoped<Webhook>(caller.Value.ScopesFor(PlatformPermissions.Webhooks)).AsNoTracking()
            .OrderBy(w => w.CreatedAt)
            .Select(w => new
            {
                Hook = w,
                Waiting = deliveries.Count(d => d.WebhookId == w.Id && d.Status == DeliveryStatus.Waiting),
                Dead = deliveries.Count(d => d.WebhookId == w.Id && d.Status == DeliveryStatus.Dead),
            })
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new WebhookLine(
            r.Hook.Id, r.Hook.Url, r.Hook.Types.Split(' '), r.Hook.Scope, r.Hook.Active, r.Hook.CreatedAt, r.Waiting, r.Dead));
    }
}
