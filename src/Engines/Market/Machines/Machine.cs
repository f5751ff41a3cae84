using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Market.Machines;

/// <summary>What an unattended machine is.</summary>
internal enum MachineKind
{
    /// <summary>智能碾米机: mills what was paid for, and packs it.</summary>
    RiceMill,

    /// <summary>无人果蔬柜: opens, weighs what is taken, and is paid when its door is closed.</summary>
    Cabinet,
}

/// <summary>How goods of a shelf are counted.</summary>
internal enum SoldBy
{
    /// <summary>按重量: the price is that of 500 g.</summary>
    Weight,

    /// <summary>按件: the price is that of one.</summary>
    Piece,
}

/// <summary>An unattended machine (无人设备) with a key of its own. It serves one person at a time.</summary>
internal sealed class Machine : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The place it stands at.</summary>
    public required string Scope { get; init; }

    /// <summary>What its QR code leads to: <c>/m/{code}</c>; lower case.</summary>
    public required string Code { get; init; }

    public required MachineKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Where exactly one finds it.</summary>
    public required string Spot { get; set; }

    /// <summary>Code of the merchant's team whose account its sales go to.</summary>
    public required string Shop { get; init; }

    /// <summary>Id of the key it signs in with; a lost key is replaced, the machine stays.</summary>
    public required Guid Key { get; set; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>What a cabinet sets aside before it opens, in fen.</summary>
    public required long DepositFen { get; set; }

    /// <summary>The same for somebody who is no verified resident; <c>null</c> opens it for verified residents only.</summary>
    public long? GuestDepositFen { get; set; }

    /// <summary>Number of the drug licence that names its address (药品经营许可证); <c>null</c> where it sells no medicine.</summary>
    public string? Licence { get; set; }

    /// <summary>The licence's last local day.</summary>
    public DateOnly? LicenceUntil { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>By how many seconds its clock is ahead; nothing is decided by it.</summary>
    public long ClockAheadSeconds { get; set; }

    /// <summary>Since when staff know that it is silent.</summary>
    public DateTimeOffset? SilentToldAt { get; set; }

    /// <summary>Code of the fault that keeps it out of service.</summary>
    public string? Fault { get; set; }

    public DateTimeOffset? FaultSince { get; set; }

    /// <summary>Number of the event that said so last: an older one that comes later changes nothing.</summary>
    public long FaultSeq { get; set; }

    /// <summary>Since when its door is open, by our clock.</summary>
    public DateTimeOffset? DoorOpenSince { get; set; }

    public long DoorSeq { get; set; }

    /// <summary>The highest number under which it no longer knows what happened.</summary>
    public long LostSeq { get; set; }

    /// <summary>When staff last said how the machine is in truth, where its own word was lost.</summary>
    public DateTimeOffset? SetRightAt { get; set; }

    public Guid? SetRightBy { get; set; }

    /// <summary>What they saw there.</summary>
    public string? SetRightNote { get; set; }

    /// <summary>The highest number of an event it has sent.</summary>
    public long LastSeq { get; set; }

    /// <summary>Up to here no event is missing.</summary>
    public long UpTo { get; set; }

    /// <summary>Number of the last command for it.</summary>
    public long Commands { get; set; }

    /// <summary>How many sessions it has had: the number on receipts.</summary>
    public int Sessions { get; set; }

    /// <summary>The session that has it now.</summary>
    public Guid? Session { get; set; }

    /// <summary>It was open when the machine last knew, and what came then is lost: nobody can say whether it still is.</summary>
    public bool DoorUnsure => DoorOpenSince is not null && LostSeq > DoorSeq;

    /// <summary>It was out of order when the machine last knew, and what came then is lost.</summary>
    public bool FaultUnsure => Fault is not null && LostSeq > FaultSeq;

    public Phrase Name => new(NameZh, NameEn);

    public ScopePath Place => ScopePath.Parse(Scope, null);
}

/// <summary>A shelf of a cabinet, or the hopper of a mill (货层、米仓): one kind of goods, its stock in grams or pieces' grams.</summary>
internal sealed class MachineShelf
{
    public required Guid Id { get; init; }

    public required Guid Machine { get; init; }

    /// <summary>As the machine calls it: 1, 2, 3 …</summary>
    public required int Number { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required SoldBy SoldBy { get; init; }

    /// <summary>What one piece weighs, of goods sold by the piece.</summary>
    public int PieceGrams { get; init; }

    /// <summary>A drift of the scale up to this weight is nothing.</summary>
    public required int ToleranceGrams { get; init; }

    /// <summary>What can still be sold. This is the one truth of the goods in the machine; the shop's own stock counts what is in the shop.</summary>
    public required long StockGrams { get; set; }

    /// <summary>Below it staff are told.</summary>
    public required long LowGrams { get; set; }

    public DateTimeOffset? LowToldAt { get; set; }

    /// <summary>What kind of goods it holds.</summary>
    public GoodsClass Class { get; init; }

    /// <summary>The lot (批号) that lies there; a shelf holds one at a time, so that every sale knows its own.</summary>
    public string? Lot { get; set; }

    /// <summary>The last local day on which the lot is sold (有效期至).</summary>
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>Since when staff know that the lot ends soon.</summary>
    public DateTimeOffset? ExpiryToldAt { get; set; }

    /// <summary>Since when it is no shelf of the machine any more; its sales and changes of stock stay.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public Guid? TakenBy { get; set; }

    public Phrase Name => new(NameZh, NameEn);
}

/// <summary>What goods of a shelf cost from a moment on.</summary>
internal sealed class MachinePrice
{
    public required Guid Id { get; init; }

    public required Guid Shelf { get; init; }

    /// <summary>Fen for 500 g, or for one piece.</summary>
    public required long Fen { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}

/// <summary>Why the stock of a shelf changed.</summary>
internal enum StockWhy
{
    /// <summary>补货.</summary>
    Refill,

    /// <summary>盘点.</summary>
    Count,

    /// <summary>销售.</summary>
    Sale,

    /// <summary>未出货退回.</summary>
    Back,

    /// <summary>移到另一货层.</summary>
    Moved,
}

/// <summary>A change of a shelf's stock; they sum to it.</summary>
internal sealed class MachineStockMove
{
    public required Guid Id { get; init; }

    public required Guid Machine { get; init; }

    public required Guid Shelf { get; init; }

    public required StockWhy Why { get; init; }

    /// <summary>Above zero came in.</summary>
    public required long Grams { get; init; }

    /// <summary>The lot that lay there then.</summary>
    public string? Lot { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public Guid? Session { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}
