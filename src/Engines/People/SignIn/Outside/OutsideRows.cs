using Linli.Platform.Security;

namespace Linli.People.SignIn.Outside;

/// <summary>That an account of another house opens an account here (账号关联).</summary>
internal sealed class OutsideLink
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Provider { get; init; }

    /// <summary>Keyed hash that finds the other account.</summary>
    public required string SubjectHash { get; init; }

    /// <summary>Its id there, encrypted: needed to ask for shared data.</summary>
    public required Sealed Subject { get; init; }

    /// <summary>Whether the other house vouches that a real, verified person is behind it.</summary>
    public bool Verified { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>One walk of a browser to another house and back; its state opens nothing a second time.</summary>
internal sealed class OutsideVisit
{
    public required Guid Id { get; init; }

    public required string Provider { get; init; }

    /// <summary>Hash of the <c>state</c> that was sent along.</summary>
    public required string StateHash { get; init; }

    /// <summary>Hash of the secret in the browser's cookie: another browser cannot finish the walk.</summary>
    public required string BrowserHash { get; init; }

    public required string Nonce { get; init; }

    /// <summary>Verifier of the code challenge (RFC 7636), encrypted.</summary>
    public required Sealed Verifier { get; init; }

    /// <summary>The address to come back to, to be said again when the code is exchanged.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Who wants to link an account; <c>null</c> for signing in.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Where to go afterwards.</summary>
    public string? Back { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the browser came back.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>Who the other house said it was, as JSON, encrypted; only while a first sign-in waits for a phone code.</summary>
    public Sealed? Identity { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>A logout token that was taken: it counts once.</summary>
internal sealed class OutsideLogout
{
    /// <summary>Keyed hash of the house and the token's own id.</summary>
    public required string TokenHash { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A session at another house that led to a sign-in here, so that its end there ends it here.</summary>
internal sealed class OutsideSession
{
    public required Guid Id { get; init; }

    public required Guid LinkId { get; init; }

    public required string SidHash { get; init; }

    public required DateTimeOffset At { get; init; }
}
