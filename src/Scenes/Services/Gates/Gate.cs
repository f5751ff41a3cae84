using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Services.Gates;

/// <summary>A gate (门禁) at the entrance of a compound or a building: a device with a key of its own.</summary>
internal sealed class Gate : IScoped
{
    /// <summary>Id of the key it signs in with.</summary>
    public required Guid Id { get; init; }

    /// <summary>The compound or building it opens: whoever lives below it may come in.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>
    /// The gate's own key, base64: what it is told of PINs and cards opens no other gate. The device has the same.
    /// </summary>
    public required Sealed Secret { get; init; }

    /// <summary>Whether it can recognise faces, within itself.</summary>
    public required bool HasFace { get; init; }

    /// <summary>How long its list is good without a word from the server; after that it refuses everybody (fail secure).</summary>
    public required int OfflineMinutes { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>The last change it has confirmed to have in its list.</summary>
    public long Applied { get; set; }

    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>Since when it is late with a revocation, told to staff once.</summary>
    public DateTimeOffset? AlarmSince { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }
}

/// <summary>One row that counts changes of credentials: gates say up to which one they have them.</summary>
internal sealed class GateClock
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Value { get; set; }
}

/// <summary>The key that signs QR codes; gates know its public half.</summary>
internal sealed class GateSigningKey
{
    public required int Id { get; init; }

    /// <summary>PKCS #8, base64, encrypted.</summary>
    public required Sealed Private { get; init; }

    /// <summary>SubjectPublicKeyInfo, base64.</summary>
    public required string Public { get; init; }

    public required DateTimeOffset At { get; init; }
}
