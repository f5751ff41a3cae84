using Linli.Platform.Data;

namespace Linli.Ledger.Lots;

/// <summary>Points that were received together and expire together (积分批次). What is spent is taken from those that expire first.</summary>
internal sealed class Lot : ISealedRow
{
    public required Guid Id { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>The transfer that brought them.</summary>
    public required TransferId Transfer { get; init; }

    public required long Amount { get; init; }

    public required long Left { get; set; }

    /// <summary>The last local day on which they can be spent.</summary>
    public required DateOnly LastDay { get; set; }

    /// <summary>The day they had first, once they were given more time: it goes with them from hand to hand. <c>null</c> while nobody gave any.</summary>
    public DateOnly? FirstLastDay { get; set; }

    /// <summary>Where they go back to when they expire.</summary>
    public required AccountId BackTo { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the holder was told that they expire.</summary>
    public DateTimeOffset? NoticedAt { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What a transfer took from a lot.</summary>
internal sealed class LotMove : ISealedRow
{
    public required TransferId Transfer { get; init; }

    public required Guid Lot { get; init; }

    public required long Amount { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
