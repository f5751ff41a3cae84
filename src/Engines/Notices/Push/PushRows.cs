using Linli.Platform.Security;

namespace Linli.Notices.Push;

/// <summary>A browser that its owner asked to ring when a notice arrives (推送订阅).</summary>
internal sealed class PushSubscription
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; set; }

    /// <summary>Where the browser's push service takes messages for it. Whoever knows the address can write to it: kept sealed.</summary>
    public required Sealed Endpoint { get; init; }

    /// <summary>Keyed hash that finds the endpoint: a browser has one subscription, whoever is signed in.</summary>
    public required string EndpointHash { get; init; }

    /// <summary>Public key of the browser, base64url.</summary>
    public required string Key { get; set; }

    /// <summary>Secret of the browser, base64url, sealed.</summary>
    public required Sealed Auth { get; set; }

    /// <summary>What its owner calls it, such as <c>Chrome · Android</c>.</summary>
    public required string Device { get; set; }

    /// <summary><c>zh</c> or <c>en</c>: how the page spoke when it subscribed.</summary>
    public required string Language { get; set; }

    public required DateTimeOffset At { get; set; }

    /// <summary>When the push service last took a message for it.</summary>
    public DateTimeOffset? LastSentAt { get; set; }
}

/// <summary>A push on its way; gone once it was taken or given up.</summary>
internal sealed class PushMessage
{
    public required Guid Id { get; init; }

    public required Guid SubscriptionId { get; init; }

    /// <summary>The notice it speaks of; <c>null</c> for the confirmation after subscribing.</summary>
    public required Guid? NoticeId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset NextTry { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }
}

/// <summary>The key pair of the installation; one row.</summary>
internal sealed class PushKey
{
    public const string Vapid = "vapid";

    public required string Name { get; init; }

    public required string Public { get; init; }

    public required Sealed Private { get; init; }

    public required DateTimeOffset At { get; init; }
}
