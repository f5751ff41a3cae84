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

    /// <summary>已下达付款指令: it stands in an order for the bank.</summary>
    Ordered,

    /// <summary>已结转: nothing was owed, and what the counterpart owes went into the next.</summary>
    Carried,
}

/// <summary>How far the books are settled with a counterpart: what lies before the tick, in a segment of the chain up to this one.</summary>
/// <remarks>
/// Both together make each entry belong to one settlement: what a transaction commits late, or with a clock that lags, is sealed in a
/// later segment, and is found by the next settlement whatever its tick says.
/// </remarks>
internal readonly record struct SettledUpTo(long Tick, long Segment);

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

    /// <summary>Until when the settlement before reached, microseconds since 1970.</summary>
    public required long AfterTick { get; init; }

    /// <summary>Until when this one does: the end of the month.</summary>
    public required long UntilTick { get; init; }

    /// <summary>The last segment of the chain that the settlement before looked at; <c>null</c> in settlements made by ticks alone.</summary>
    public long? AfterSegment { get; init; }

    /// <summary>The last segment that this one looked at.</summary>
    public long? UntilSegment { get; init; }

    /// <summary>What the counterpart owed by the settlement before: below zero, or <c>null</c> for nothing.</summary>
    public long? Carried { get; init; }

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

    /// <summary>The order for the bank that it stands in; all of one order have the same.</summary>
    public Guid? Order { get; set; }

    public string? OrderNumber { get; set; }

    public Guid? OrderedBy { get; set; }

    public DateTimeOffset? OrderedAt { get; set; }

    /// <summary>Number of the bank's slip.</summary>
    public string? BankReference { get; set; }

    /// <summary>The posting that paid it.</summary>
    public TransferId? Transfer { get; set; }

    public int Version { get; set; }

    public long Owed => In - Out + (Carried ?? 0);

    public SettledUpTo After => AfterSegment is { } segment ? new(AfterTick, segment) : new(AfterTick + 1, long.MaxValue);

    public SettledUpTo Until => UntilSegment is { } segment ? new(UntilTick, segment) : new(UntilTick + 1, long.MaxValue);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
