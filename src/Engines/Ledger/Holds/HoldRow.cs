using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Ledger.Holds;

/// <summary>What became of a hold.</summary>
internal enum HoldState
{
    /// <summary>预占中.</summary>
    Open,

    /// <summary>已扣款: nothing of it is kept any more.</summary>
    Captured,

    /// <summary>已释放.</summary>
    Released,

    /// <summary>已过期.</summary>
    Expired,
}

/// <summary>An amount set aside on an account (预占).</summary>
internal sealed class HoldRow : ISealedRow
{
    public required HoldId Id { get; init; }

    public required AccountId Account { get; init; }

    public required long Amount { get; init; }

    /// <summary>What it still keeps.</summary>
    public required long Left { get; set; }

    public required HoldState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string Poster { get; init; }

    public required string Key { get; init; }

    public required string MemoZh { get; init; }

    public required string MemoEn { get; init; }

    public string? Subject { get; init; }

    public Guid? By { get; set; }

    public Phrase Memo => new(MemoZh, MemoEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
