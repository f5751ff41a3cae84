using Linli.Platform.Data;

namespace Linli.Ledger.Reversals;

/// <summary>How a request to compensate a large transfer stands.</summary>
internal enum ReversalState
{
    /// <summary>待复核.</summary>
    Waiting,

    /// <summary>已冲正.</summary>
    Done,

    /// <summary>未通过.</summary>
    Refused,
}

/// <summary>A large transfer that somebody wants compensated; somebody else decides (双人复核).</summary>
internal sealed class ReversalRequest : ISealedRow
{
    public required Guid Id { get; init; }

    public required TransferId Transfer { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid? By { get; init; }

    public required ReversalState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The compensation.</summary>
    public TransferId? Reversal { get; set; }

    public int Version { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
