using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Services.Gates;

/// <summary>Ways to open a gate, those without a face first: in this order they are offered (R41).</summary>
public enum CredentialKind
{
    /// <summary>门禁卡.</summary>
    Card,

    /// <summary>密码: a keypad number and six digits.</summary>
    Pin,

    /// <summary>动态二维码: signed anew every minute.</summary>
    Qr,

    /// <summary>可视对讲: somebody at home opens.</summary>
    Intercom,

    /// <summary>人脸: recognised within the gate; the server has no picture and no template of it.</summary>
    Face,

    /// <summary>访客码: a code for one entry, given out by a resident.</summary>
    Guest,
}

/// <summary>Why a credential ended before its time.</summary>
internal enum RevokedBecause
{
    /// <summary>挂失.</summary>
    Lost,

    /// <summary>本人不用了.</summary>
    Unwanted,

    /// <summary>工作人员收回.</summary>
    ByStaff,

    /// <summary>换发.</summary>
    Replaced,

    /// <summary>搬离.</summary>
    MovedOut,

    /// <summary>租期届满.</summary>
    LeaseEnded,

    /// <summary>去世.</summary>
    Died,

    /// <summary>撤回同意.</summary>
    ConsentWithdrawn,

    /// <summary>注销账号.</summary>
    AccountGone,

    /// <summary>访客码已使用.</summary>
    Used,
}

/// <summary>An entry credential (门禁凭证), good for as long as the tie to the home runs.</summary>
internal sealed class GateCredential : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The building of the home: gates at it and above it open.</summary>
    public required string Scope { get; init; }

    /// <summary>Within which keypad numbers are told apart.</summary>
    public required string Community { get; init; }

    public required Guid Account { get; init; }

    public required Guid Person { get; init; }

    public required Guid Tie { get; init; }

    public required string HomeLabel { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>Typed before the PIN or the visitor's code: finds the row, proves nothing.</summary>
    public int? Number { get; init; }

    /// <summary>Salt of the slow hash, base64.</summary>
    public string? Salt { get; init; }

    /// <summary>The slow hash of a PIN or code, or the digest of a card's number: base64, encrypted.</summary>
    public Sealed? Proof { get; init; }

    /// <summary>Keyed hash that finds a card.</summary>
    public string? CardHash { get; init; }

    /// <summary>The end of the card's number, as it may be shown.</summary>
    public string? CardTail { get; init; }

    /// <summary>What a resident calls a visitor's code.</summary>
    public string? Label { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>The end of the lease; <c>null</c> while the tie is open.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Member of staff who issued it; <c>null</c> when the resident did.</summary>
    public Guid? IssuedBy { get; init; }

    /// <summary>Number of its last change.</summary>
    public required long Version { get; set; }

    /// <summary>When it was last made worth less: gates must hear of that within a minute.</summary>
    public DateTimeOffset? TightenedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public RevokedBecause? RevokedBecause { get; set; }

    public Guid? RevokedBy { get; set; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && (ValidUntil is null || ValidUntil > now);
}

/// <summary>That a face was enrolled within one gate (录入登记): who, when, with which consent, and its deletion.</summary>
internal sealed class FaceEnrolment
{
    public required Guid Id { get; init; }

    public required Guid Credential { get; init; }

    public required Guid Gate { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The separate consent it stands on.</summary>
    public required Guid Consent { get; init; }

    /// <summary>Version of the text that was agreed to.</summary>
    public required int ConsentVersion { get; init; }

    /// <summary>Whether the guardian of a child under 14 agreed.</summary>
    public required bool ByGuardian { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Member of staff who opened the enrolment.</summary>
    public required Guid? By { get; init; }

    /// <summary>
    /// What the gate calls the entry in its own memory: a short handle that says nothing about the face. Gone once the
    /// deletion is confirmed.
    /// </summary>
    public string? Reference { get; set; }

    public DateTimeOffset? EnrolledAt { get; set; }

    public DateTimeOffset? DeletionOrderedAt { get; set; }

    /// <summary>When the gate confirmed that it has deleted what it knew of the face.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>What happened at a gate.</summary>
internal enum PassOutcome
{
    /// <summary>放行.</summary>
    Opened,

    /// <summary>未放行.</summary>
    Refused,
}

/// <summary>Somebody came to a gate (通行记录): personal data, kept for days and shown to the person.</summary>
internal sealed class GatePass : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The gate's place.</summary>
    public required string Scope { get; init; }

    public required Guid Gate { get; init; }

    /// <summary>The gate's own number of the pass: sent twice, kept once.</summary>
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public Guid? Credential { get; init; }

    public Guid? Account { get; init; }

    public required CredentialKind Kind { get; init; }

    public required PassOutcome Outcome { get; init; }

    public required bool In { get; init; }

    /// <summary>The gate's clock was wrong: the time is that of the arrival of the message.</summary>
    public bool ClockWrong { get; init; }
}
