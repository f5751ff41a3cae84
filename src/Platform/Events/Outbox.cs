using Linli.Platform.Data;
using Linli.Platform.Modules;

namespace Linli.Platform.Events;

/// <summary>An event waiting to be delivered, or already delivered and kept for resuming readers.</summary>
internal sealed class OutboxMessage
{
    public long Seq { get; set; }

    public required Guid Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Type { get; init; }

    public required string Subject { get; init; }

    public required string Scope { get; init; }

    public required string Data { get; init; }

    public string? LivePermission { get; init; }

    /// <summary>Account ids, separated by spaces.</summary>
    public string? LiveAccounts { get; init; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? LastError { get; set; }
}

/// <summary>That a handler has done its work for an event; written in the handler's own transaction.</summary>
internal sealed class HandledMessage
{
    public required Guid MessageId { get; init; }

    public required string Handler { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Adds events to the transaction of the change they speak of.</summary>
public sealed class Outbox(LinliDb db, Composition composition, TimeProvider time)
{
    /// <summary>Publishes an event when the current transaction commits, and not at all when it does not.</summary>
    public void Add(DomainEvent happened)
    {
        db.Records<OutboxMessage>().Add(Message(happened, composition, Clock.Now(time)));
        db.HasNewEvents = true;
    }

    internal static OutboxMessage Message(DomainEvent happened, Composition composition, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Time = now,
        Type = composition.Events.NameOf(happened.GetType()),
        Subject = happened.Subject,
        Scope = happened.Scope.Value,
        Data = happened.ToJson(),
        LivePermission = happened.LivePermission,
        LiveAccounts = happened.LiveAccounts.Count == 0 ? null : string.Join(' ', happened.LiveAccounts),
    };
}
