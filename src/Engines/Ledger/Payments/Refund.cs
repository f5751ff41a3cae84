using Linli.Platform.Data;

namespace Linli.Ledger.Payments;

/// <summary>How a refund stands.</summary>
internal enum RefundState
{
    /// <summary>待退回: it will be sent to the provider.</summary>
    Waiting,

    /// <summary>退回中: the provider works on it.</summary>
    Sent,

    /// <summary>待服务台付现: two members of staff pay it out.</summary>
    AtDesk,

    /// <summary>已退.</summary>
    Done,

    /// <summary>未能退回: the money can be spent again.</summary>
    Failed,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>已退出、未记账: the provider gave it back, but the wallet no longer held it; the desk sees to it.</summary>
    Unbooked,
}

/// <summary>
/// Money of a wallet that goes back to where it came from (退款, R28): to one payment of one provider, or as cash. It is set aside
/// until it went. Money nobody knew the wallet of goes back the same way, without a hold.
/// </summary>
internal sealed class Refund : IScoped, ISealedRow
{
    /// <summary>Its 32 hexadecimal digits are the number by which the provider knows it.</summary>
    public required Guid Id { get; init; }

    /// <summary>All parts of what was asked for at once have the same.</summary>
    public required Guid Request { get; init; }

    public required string Scope { get; init; }

    public Guid? Person { get; set; }

    public AccountId? Wallet { get; init; }

    /// <summary>The payment that it goes back to; <c>null</c> for cash.</summary>
    public Guid? Arrival { get; init; }

    public required string Provider { get; init; }

    public required long Fen { get; init; }

    public required RefundState State { get; set; }

    public HoldId? Hold { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Account of whoever asked.</summary>
    public Guid? By { get; set; }

    /// <summary>Cash: the first of the two who pay it out.</summary>
    public Guid? FirstBy { get; set; }

    /// <summary>Cash: the second.</summary>
    public Guid? SecondBy { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public TransferId? Transfer { get; set; }

    /// <summary>Why it failed, in the provider's words.</summary>
    public string? Why { get; set; }

    /// <summary>The day of the provider's statement that had it, once one did.</summary>
    public DateOnly? StatementDay { get; set; }

    public DateTimeOffset? PollAt { get; set; }

    public int Polls { get; set; }

    public int Version { get; set; }

    public string Number => Id.ToString("N");

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
