using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market.Redemption;

/// <summary>Where points are redeemed (积分兑换站, 生活驿站): a shop or a desk.</summary>
internal sealed class RedemptionStation : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Where it is, in words.</summary>
    public required string Place { get; set; }

    /// <summary>Code of the merchant's team that hands out and is reimbursed.</summary>
    public required string Shop { get; init; }

    public required bool Open { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase Name => new(NameZh, NameEn);
}

/// <summary>What kind of thing is offered for points.</summary>
internal enum OfferKind
{
    /// <summary>商品, with its stock in the market.</summary>
    Goods,

    /// <summary>服务体验券: used once, at the one who gives the service.</summary>
    Voucher,
}

/// <summary>Something that points bring at a station (兑换品).</summary>
internal sealed class RedemptionOffer : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Station { get; init; }

    public required OfferKind Kind { get; init; }

    /// <summary>For goods.</summary>
    public GoodsId? Goods { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Points of one.</summary>
    public required long Points { get; set; }

    /// <summary>What the cooperative reimburses the shop for one, in fen: a figure of the report, never money of a resident.</summary>
    public required long SettlementFen { get; set; }

    /// <summary>How many one person gets in a month.</summary>
    public int? PerMonth { get; set; }

    /// <summary>Vouchers left; goods count their stock themselves. <c>null</c> for no limit.</summary>
    public int? Left { get; set; }

    /// <summary>Team code of whoever gives the service of a voucher.</summary>
    public string? Provider { get; init; }

    /// <summary>For how many days a voucher is good.</summary>
    public int ValidDays { get; set; }

    public required bool Open { get; set; }

    public required int Version { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Where a redemption stands.</summary>
internal enum RedemptionState
{
    /// <summary>已预留: points and goods are set aside.</summary>
    Reserved,

    /// <summary>已兑换.</summary>
    Done,

    /// <summary>预留到期.</summary>
    Expired,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>已冲正.</summary>
    Reversed,
}

/// <summary>So many of an offer for points (兑换).</summary>
internal sealed class RedemptionRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    /// <summary>What is read out.</summary>
    public required string Number { get; init; }

    public required string Scope { get; init; }

    public required Guid Station { get; init; }

    public required Guid Offer { get; init; }

    /// <summary>As it was then.</summary>
    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required Guid Person { get; set; }

    public required int Count { get; init; }

    /// <summary>In all.</summary>
    public required long Points { get; init; }

    /// <summary>In all.</summary>
    public required long SettlementFen { get; init; }

    public required RedemptionState State { get; set; }

    public required DateTimeOffset At { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>The local day it counts for.</summary>
    public required DateOnly Day { get; set; }

    public HoldId? Hold { get; set; }

    public DateTimeOffset? HoldUntil { get; set; }

    public TransferId? Transfer { get; set; }

    /// <summary>Who handed it out.</summary>
    public Guid? By { get; set; }

    public string? Word { get; set; }

    public DateOnly? ReversedOn { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A voucher for a service (服务体验券).</summary>
internal sealed class Voucher : ISealedRow
{
    public required Guid Id { get; init; }

    /// <summary>What is shown and read at the provider's.</summary>
    public required string Code { get; init; }

    public required Guid Redemption { get; init; }

    public required Guid Person { get; set; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string Provider { get; init; }

    /// <summary>Good until the end of this local day.</summary>
    public required DateOnly LastDay { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public Guid? UsedBy { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public required int Version { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
