using Linli.Platform.Security;

namespace Linli.People.Privacy.Phone;

/// <summary>Where a change of phone stands.</summary>
internal enum PhoneChangeState
{
    /// <summary>等待中: the old number may stop it, or confirm it and end the wait.</summary>
    Waiting,

    /// <summary>已更换.</summary>
    Done,

    /// <summary>已停止.</summary>
    Stopped,

    /// <summary>未成: somebody else had taken the number meanwhile.</summary>
    Failed,
}

/// <summary>
/// That somebody wants to sign in by another number (换手机号). The new number is proven; the old one is told and may stop it,
/// because whoever holds a stolen session would begin here.
/// </summary>
internal sealed class PhoneChange
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The new number, encrypted; gone once the change has ended.</summary>
    public Sealed? Phone { get; set; }

    public string? PhoneHash { get; set; }

    /// <summary>The new number as it may be shown.</summary>
    public required string Mask { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it is done by itself if nobody stops it.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the gateway took the message to the old number.</summary>
    public DateTimeOffset? OldToldAt { get; set; }

    public required PhoneChangeState State { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
