using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Webhooks;

/// <summary>
/// Puts an event that is being relayed on the way to every receiver that wants it. Only a row each: the sending happens
/// elsewhere, so that a slow receiver holds nobody up.
/// </summary>
internal sealed class WebhookQueue(LinliDb db, TimeProvider time) : IEventWitness
{
    // Read once for all the events that are relayed together.
    private List<Webhook>? active;

    public async Task<bool> Concerns(OutboxMessage message, CancellationToken cancel) => (await Wanting(message, cancel)).Count > 0;

    public async Task Witness(OutboxMessage message, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var hook in await Wanting(message, cancel))
            db.Records<WebhookDelivery>().Add(new()
            {
                Id = Guid.CreateVersion7(now),
                WebhookId = hook.Id,
                Seq = message.Seq,
                EventId = message.Id,
                Type = message.Type,
                Subject = message.Subject,
                Scope = message.Scope,
                EventTime = message.Time,
                Data = message.Data,
                NextTry = now,
            });
    }

    private async Task<List<Webhook>> Wanting(OutboxMessage message, CancellationToken cancel)
    {
        active ??= await db.Unfiltered<Webhook>().AsNoTracking().Where(w => w.Active).ToListAsync(cancel);
        return active.FindAll(w =>
            message.Scope.StartsWith(w.Scope, StringComparison.Ordinal) && WebhookRules.Wants(w.Types, message.Type));
    }
}
