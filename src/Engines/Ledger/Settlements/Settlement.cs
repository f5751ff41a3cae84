using Linli.Platform.Data;

namespace Linli.Ledger.Settlements;

/// <summary>How a settlement stands.</summary>
internal enum SettlementState
{
    /// <summary>待复核.</summary>
    Made,

    /// <summary>已复核，待付款.</summary>
    Approved,

    /// <summary>已付款.</summary>
    Paid,
}

/// <summary>
/// What is owed to, or by, one counterpart for one month (月度结算): made once from the entries of its account, and not changed
/// afterwards. What is posted later belongs to the next.
/// </summary>
internal sealed class Settlement : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required AccountId Account { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    /// <summary>Where its entries begin: after the last of the settlement before, microseconds since 1970.</summary>
    public required long AfterTick { get; init; }

    /// <summary>Its last entry.</summary>
    public required long UntilTick { get; init; }

    public required long In { get; init; }

    public required long Out { get; init; }

    public required int Lines { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public SettlementState State { get; set; }

    public Guid? ApprovedBy { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public Guid? PaidBy { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    /// <summary>Number of the bank's slip.</summary>
    public string? BankReference { get; set; }

    /// <summary>The posting that paid it.</summary>
    public TransferId? Transfer { get; set; }

    public int Version { get; set; }

    public long Owed => In - Out;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
