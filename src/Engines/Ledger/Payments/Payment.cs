using Linli.Platform.Data;

namespace Linli.Ledger.Payments;

/// <summary>How a top-up stands.</summary>
internal enum PaymentState
{
    /// <summary>等待付款.</summary>
    Open,

    /// <summary>已到账.</summary>
    Paid,

    /// <summary>支付失败: the provider says that the payer's bank refused.</summary>
    Declined,

    /// <summary>已关闭: not paid in time. Money that comes later still lands in the wallet.</summary>
    Closed,

    /// <summary>核实中: money came, but could not be posted; the desk decides.</summary>
    Doubtful,
}

/// <summary>Somebody wants to pay into a wallet (充值单).</summary>
internal sealed class Payment : IScoped, ISealedRow
{
    /// <summary>Its 32 hexadecimal digits are the number by which the provider knows it.</summary>
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whose wallet.</summary>
    public required Guid? Person { get; set; }

    public required AccountId Wallet { get; init; }

    /// <summary>What was asked for, in fen.</summary>
    public required long Fen { get; init; }

    public required string Provider { get; init; }

    public required PaymentState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Account of whoever pays: the person, or family.</summary>
    public required Guid? By { get; set; }

    /// <summary>Page to lead back to.</summary>
    public string? Then { get; init; }

    /// <summary>Where the payer pays; <c>null</c> while the provider has not answered.</summary>
    public string? PayerLink { get; set; }

    /// <summary>What came, in fen; usually what was asked for.</summary>
    public long Arrived { get; set; }

    /// <summary>When the provider is asked next; <c>null</c> when nothing more is expected.</summary>
    public DateTimeOffset? PollAt { get; set; }

    public int Polls { get; set; }

    /// <summary>When the provider was last asked.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public int Version { get; set; }

    public string Number => Id.ToString("N");

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>How money that came stands.</summary>
internal enum ArrivalState
{
    /// <summary>已入账.</summary>
    Posted,

    /// <summary>待核实: nobody knows whose it is, or it could not be posted; it lies on the list of the desk.</summary>
    Doubtful,

    /// <summary>退回中.</summary>
    Returning,

    /// <summary>已退回.</summary>
    Returned,
}

/// <summary>How it became known that money came.</summary>
internal enum ArrivalWay
{
    /// <summary>支付渠道通知.</summary>
    Callback,

    /// <summary>主动查询.</summary>
    Poll,

    /// <summary>对账.</summary>
    Statement,

    /// <summary>服务台现金.</summary>
    Cash,
}

/// <summary>Why money is doubtful; what people decide is in <see cref="Arrival.Note"/>.</summary>
internal enum Doubt
{
    /// <summary>没有这张充值单.</summary>
    UnknownOrder,

    /// <summary>钱包已注销.</summary>
    WalletGone,

    /// <summary>币种不是人民币.</summary>
    OtherCurrency,

    /// <summary>金额不合理.</summary>
    Amount,

    /// <summary>两次通知的内容不一致: it was posted as it was told first.</summary>
    Contradiction,

    /// <summary>账本拒绝入账.</summary>
    Refused,
}

/// <summary>Money that came from outside (到账). One for each number of the provider, whatever told of it and how often.</summary>
internal sealed class Arrival : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Provider { get; init; }

    /// <summary>The provider's number of the payment.</summary>
    public required string Reference { get; init; }

    /// <summary>The number of our order as the provider says it.</summary>
    public required string Order { get; init; }

    public Guid? Payment { get; init; }

    /// <summary>Whose wallet it came into.</summary>
    public AccountId? Wallet { get; set; }

    public required long Fen { get; init; }

    /// <summary>When it was paid, as the provider says.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ArrivalWay Way { get; init; }

    public required ArrivalState State { get; set; }

    public Doubt? Doubt { get; set; }

    /// <summary>What the desk decided, and why.</summary>
    public string? Note { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public TransferId? Transfer { get; set; }

    public int Version { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
