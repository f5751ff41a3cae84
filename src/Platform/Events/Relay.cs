using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Live;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Events;

/// <summary>
/// Delivers what lies in the outbox: to the handlers of the modules, then to listening browsers. In order per subject: an
/// event whose handler fails is tried again later and holds back the later events of its subject only.
/// </summary>
public sealed class Relay(
    IServiceScopeFactory scopes, Composition composition, LiveHub live, TimeProvider time, ILogger<Relay> log)
{
    // Enough that a commit is shared by many, few enough that nobody waits long for the writer's turn on SQLite.
    private const int Batch = 40;

    // An event that failed is delivered after younger ones; one that was held back for longer than this is found in lists.
    private const int OverhearBack = 500;
    private readonly HashSet<long> overheard = [];
    private long? overheardUpTo;

    /// <summary>Delivers everything that is due, and what the handlers themselves add meanwhile.</summary>
    /// <returns>How many events were delivered.</returns>
    public async Task<int> DeliverWaiting(CancellationToken cancel)
    {
        var delivered = 0;
        while (true)
        {
            var done = await DeliverBatch(cancel);
            delivered += done;
            if (done == 0)
                return delivered;
        }
    }

    /// <summary>Passes on to the browsers of this node what another node delivered since the last call; the first call only begins.</summary>
    public async Task Overhear(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var begins = overheardUpTo is null;
        var from = (overheardUpTo ??= await db.Records<OutboxMessage>().MaxAsync(m => (long?)m.Seq, cancel) ?? 0) - OverhearBack;
        var delivered = await db.Records<OutboxMessage>().AsNoTracking().Where(m => m.Seq > from && m.DeliveredAt != null).OrderBy(m => m.Seq).ToListAsync(cancel);
        foreach (var message in delivered)
            if (overheard.Add(message.Seq) && !begins)
                live.Publish(ToLive(message));
        if (delivered.Count > 0)
            overheardUpTo = Math.Max(overheardUpTo.Value, delivered[^1].Seq);
        overheard.RemoveWhere(seq => seq <= overheardUpTo - OverhearBack);
    }

    private async Task<int> DeliverBatch(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var now = Clock.Now(time);
        var undelivered = db.Records<OutboxMessage>().AsNoTracking().Where(m => m.DeliveredAt == null);
        var waiting = await undelivered
            .Where(m => !undelivered.Any(failed => failed.Subject == m.Subject && failed.RetryAt > now))
            .OrderBy(m => m.Seq).Take(Batch).ToListAsync(cancel);
        if (waiting.Count > 0 && await TryTogether(waiting, now, cancel))
            return waiting.Count;

        var heldBack = new HashSet<string>(StringComparer.Ordinal);
        var done = new List<long>(waiting.Count);
        foreach (var message in waiting)
        {
            if (heldBack.Contains(message.Subject))
                continue;
            if (!await TryDeliver(message, now, cancel))
                heldBack.Add(message.Subject);
            else
                done.Add(message.Seq);
        }

        if (done.Count > 0)
            await MarkDelivered(scope.ServiceProvider, db, done, now, cancel);
        return done.Count;
    }

    // The usual case: nothing fails, and one transaction carries all that the handlers do and that it was done. If anything
    // fails, all of it is undone and each event goes its own way.
    private async Task<bool> TryTogether(List<OutboxMessage> waiting, DateTimeOffset now, CancellationToken cancel)
    {
        if (waiting.Exists(m => m.Attempts > 0))
            return false;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            services.GetRequiredService<CurrentCaller>().Value = Caller.System;
            var db = services.GetRequiredService<LinliDb>();
            var (ids, places) = (waiting.ConvertAll(m => m.Id), waiting.ConvertAll(m => m.Seq));
            using (await services.GetRequiredService<WriterQueue>().Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                if (await Mark(db, places, now, cancel) < waiting.Count)
                    return true; // another relay was quicker: look again what is left
                if (await db.Records<HandledMessage>().AnyAsync(h => ids.Contains(h.MessageId), cancel))
                    return false; // a node died between the handlers of one of them
                foreach (var message in waiting)
                    await DeliverToAll(services, db, message, cancel);
                await transaction.CommitAsync(CancellationToken.None);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogDebug(e, "{Count} events could not be delivered together.", waiting.Count);
            return false;
        }

        foreach (var message in waiting)
            live.Publish(ToLive(message));
        return true;
    }

    private async Task DeliverToAll(IServiceProvider services, LinliDb db, OutboxMessage message, CancellationToken cancel)
    {
        if (Read(message) is { } happened)
            foreach (var handler in HandlersOf(happened))
                await handler.Deliver(services, message, happened, cancel);
        foreach (var witness in services.GetServices<IEventWitness>())
            if (await witness.Concerns(message, cancel))
                await witness.Witness(message, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private DomainEvent? Read(OutboxMessage message) => composition.Events.TypeOf(message.Type) is { } type
        ? (DomainEvent)JsonSerializer.Deserialize(message.Data, type, Json.Options)!
        : null;

    private IEnumerable<EventSubscription> HandlersOf(DomainEvent happened) =>
        composition.Handlers.Where(h => h.EventType.IsInstanceOfType(happened));

    private async Task<bool> TryDeliver(OutboxMessage message, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            if (Read(message) is { } happened)
                foreach (var handler in HandlersOf(happened))
                    await DeliverOnce(
                        message, handler.HandlerName, services => handler.Deliver(services, message, happened, cancel), now, cancel);

            await ShowToWitness(message, now, cancel);
            live.Publish(ToLive(message));
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Event {Type} {Id} could not be delivered and will be tried again.", message.Type, message.Id);
            await Postpone(message, e, now, cancel);
            return false;
        }
    }

    private async Task DeliverOnce(
        OutboxMessage message, string handler, Func<IServiceProvider, Task> deliver, DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        using (await scope.ServiceProvider.GetRequiredService<WriterQueue>().Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            if (await Claim(db, message, cancel) == 0
                || await db.Records<HandledMessage>().AnyAsync(h => h.MessageId == message.Id && h.Handler == handler, cancel))
                return;
            await deliver(scope.ServiceProvider);
            db.Records<HandledMessage>().Add(new() { MessageId = message.Id, Handler = handler, At = now });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    private async Task ShowToWitness(OutboxMessage message, DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var witness in scope.ServiceProvider.GetServices<IEventWitness>())
        {
            if (!await witness.Concerns(message, cancel))
                continue;
            var kind = witness.GetType();
            await DeliverOnce(
                message,
                kind.Name,
                services => services.GetServices<IEventWitness>().Single(w => w.GetType() == kind).Witness(message, cancel),
                now,
                cancel);
        }
    }

    private static async Task MarkDelivered(
        IServiceProvider services, LinliDb db, List<long> done, DateTimeOffset now, CancellationToken cancel)
    {
        using (await services.GetRequiredService<WriterQueue>().Enter(cancel))
            await Mark(db, done, now, cancel);
    }

    private static Task<int> Mark(LinliDb db, List<long> delivered, DateTimeOffset now, CancellationToken cancel) =>
        db.Records<OutboxMessage>().Where(m => delivered.Contains(m.Seq) && m.DeliveredAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.DeliveredAt, now), cancel);

    // Locks the message until the transaction ends; nothing when another relay has delivered it meanwhile.
    private static Task<int> Claim(LinliDb db, OutboxMessage message, CancellationToken cancel) =>
        db.Records<OutboxMessage>().Where(m => m.Seq == message.Seq && m.DeliveredAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Attempts, m => m.Attempts), cancel);

    private async Task Postpone(OutboxMessage message, Exception e, DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(message.Attempts, 8))));
        var error = e.Message.Length > 500 ? e.Message[..500] : e.Message;
        using (await scope.ServiceProvider.GetRequiredService<WriterQueue>().Enter(cancel))
            await db.Records<OutboxMessage>().Where(m => m.Seq == message.Seq).ExecuteUpdateAsync(
                s => s.SetProperty(m => m.Attempts, m => m.Attempts + 1)
                    .SetProperty(m => m.RetryAt, now + wait)
                    .SetProperty(m => m.LastError, error),
                cancel);
    }

    internal static LiveMessage ToLive(OutboxMessage m) => new(
        m.Seq, m.Type, m.Subject, m.Scope, m.LivePermission,
        m.LiveAccounts?.Split(' ').Select(Guid.Parse).ToArray() ?? [], m.Data);
}
