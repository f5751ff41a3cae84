using Linli.Ledger;
using Linli.Platform.Data;

namespace Linli.Services.Canteen;

/// <summary>Somebody wants stored value back in cash (储值退款, R28).</summary>
internal sealed class RefundRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Person { get; set; }

    /// <summary>Where the cash is fetched; empty for what went to a wallet.</summary>
    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required long Fen { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RefundState State { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    public Guid? By { get; set; }

    /// <summary>What keeps the amount until it is paid out.</summary>
    public HoldId? Hold { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>How a refund stands.</summary>
public enum RefundState
{
    /// <summary>待付现金: set aside, to be fetched at the counter.</summary>
    Asked,

    /// <summary>已退.</summary>
    Paid,

    /// <summary>已撤回.</summary>
    TakenBack,
}

/// <summary>The cash box counted at the end of a shift (收银交班).</summary>
internal sealed class ShiftRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public required long ExpectedFen { get; init; }

    public required long CountedFen { get; init; }

    public string? Note { get; init; }

    /// <summary>When it was compensated in the ledger because it was written down wrongly, UTC; the box is counted anew.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A month of a site that was settled with whoever bears subsidies (补贴月结).</summary>
internal sealed class ClosingRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required int Meals { get; init; }

    public required long SubsidyFen { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
