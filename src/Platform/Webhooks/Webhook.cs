using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Platform.Webhooks;

/// <summary>Somebody outside who wants to hear of events (事件推送).</summary>
internal sealed class Webhook : IScoped
{
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    /// <summary>Key of the signature.</summary>
    public required Sealed Secret { get; init; }

    /// <summary>Event types, separated by spaces; <c>*</c> at the end stands for any rest.</summary>
    public required string Types { get; init; }

    public required string Scope { get; init; }

    public bool Active { get; set; } = true;

    public required Guid? CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How far a delivery is.</summary>
internal enum DeliveryStatus
{
    /// <summary>Waits for its next try.</summary>
    Waiting,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Given up; the last error says why. May be replayed.</summary>
    Dead,
}

/// <summary>One event on its way to one receiver, with what is sent: the outbox forgets after a week.</summary>
internal sealed class WebhookDelivery
{
    public required Guid Id { get; init; }

    public required Guid WebhookId { get; init; }

    /// <summary>Number in the outbox: deliveries of one subject keep this order.</summary>
    public required long Seq { get; init; }

    public required Guid EventId { get; init; }

    public required string Type { get; init; }

    public required string Subject { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset EventTime { get; init; }

    public required string Data { get; init; }

    public DeliveryStatus Status { get; set; }

    public int Attempts { get; set; }

    public required DateTimeOffset NextTry { get; set; }

    /// <summary>The first try of this round: the day of retries counts from here.</summary>
    public DateTimeOffset? Since { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public string? LastError { get; set; }
}
