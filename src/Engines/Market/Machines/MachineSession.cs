using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Market.Machines;

/// <summary>Where a purchase at a machine stands.</summary>
internal enum SessionState
{
    /// <summary>已授权: money is set aside, the machine is to begin.</summary>
    Authorised,

    /// <summary>进行中: the mill runs, or the door is open.</summary>
    Running,

    /// <summary>待人工核对: the machine's word is not enough; nothing was charged.</summary>
    Review,

    /// <summary>已结算: charged for what came out, once.</summary>
    Settled,

    /// <summary>已退回: nothing came out, nothing was charged.</summary>
    Released,
}

/// <summary>One purchase at a machine (购买过程), from the money set aside to the receipt.</summary>
internal sealed class MachineSession : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Machine { get; init; }

    /// <summary>What stands on the receipt: code of the machine and a number.</summary>
    public required string Number { get; init; }

    public required MachineKind Kind { get; init; }

    /// <summary>Who pays; <c>null</c> once they have had their data deleted.</summary>
    public required Guid? Person { get; set; }

    /// <summary>Whose account pressed the button: the person, or family acting for them.</summary>
    public required Guid? Account { get; set; }

    public required SessionState State { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When something was last heard of it, by our clock.</summary>
    public required DateTimeOffset MovedAt { get; set; }

    public required AccountId Wallet { get; init; }

    public required HoldId Hold { get; init; }

    public required long HoldFen { get; init; }

    /// <summary>Prices, tolerances and weights of pieces as they were when it began, JSON by shelf number: what it is paid by.</summary>
    public required string Terms { get; init; }

    /// <summary>The hopper of rice.</summary>
    public int? Shelf { get; init; }

    /// <summary>How much rice was chosen and paid for.</summary>
    public long? WantedGrams { get; init; }

    public int Percent { get; set; }

    /// <summary>When the door opened or the mill began, by our clock.</summary>
    public DateTimeOffset? BeganAt { get; set; }

    /// <summary>When the machine's part was over, by our clock.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the goods cost.</summary>
    public long TotalFen { get; set; }

    /// <summary>What was paid of it.</summary>
    public long ChargedFen { get; set; }

    /// <summary>What the wallet did not have: a note for staff, and no further cabinet opens until it is paid.</summary>
    public long DebtFen { get; set; }

    public string? DebtClosed { get; set; }

    public long RefundedFen { get; set; }

    /// <summary>What was taken from the hold.</summary>
    public TransferId? Transfer { get; set; }

    public long TransferFen { get; set; }

    /// <summary>What was taken from the wallet beyond the hold.</summary>
    public TransferId? RestTransfer { get; set; }

    public long RestFen { get; set; }

    /// <summary>What was paid later.</summary>
    public TransferId? DebtTransfer { get; set; }

    public long DebtPaidFen { get; set; }

    /// <summary>Why it is reviewed, or ended otherwise than by the machine's word; a code of <see cref="SessionReasons"/>.</summary>
    public string? Reason { get; set; }

    /// <summary>What a member of staff wrote who ended it.</summary>
    public string? StaffNote { get; set; }

    public Guid? EndedBy { get; set; }

    public DateTimeOffset? WarnedAt { get; set; }

    public DateTimeOffset? AlarmedAt { get; set; }

    /// <summary>The buyer wants insurance to pay for medicine, as far as it goes (R32, R35).</summary>
    public bool UsesInsurance { get; init; }

    /// <summary>What insurance paid of it, in fen: never part of <see cref="ChargedFen"/>.</summary>
    public long InsuranceFen { get; set; }

    /// <summary>What of that came back to the insurance accounts.</summary>
    public long InsuranceBackFen { get; set; }

    public TransferId? InsuranceTransfer { get; set; }

    public bool IsOpen => State is SessionState.Authorised or SessionState.Running or SessionState.Review;

    /// <summary>What may still be given back or let off: what was paid, and what is open and was not closed by staff.</summary>
    public long GivableFen => ChargedFen - RefundedFen + InsuranceFen - InsuranceBackFen + (DebtClosed is null ? DebtFen : 0);

    /// <summary>Whether somebody bought here, or may have: nobody decides about their own purchase.</summary>
    public bool IsOf(Caller caller) => (caller.Account is { } account && account == Account) || (Person is { } buyer && caller.MayBe(buyer));

    public ScopePath Place => ScopePath.Parse(Scope, null);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A line of a receipt.</summary>
internal sealed class MachineLine : ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Session { get; init; }

    public required int Shelf { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required SoldBy SoldBy { get; init; }

    public required long Grams { get; init; }

    public required long Pieces { get; init; }

    public required long PriceFen { get; init; }

    public required long Fen { get; init; }

    /// <summary>The lot it came from, where lots are recorded.</summary>
    public string? Lot { get; init; }

    public Phrase Name => new(NameZh, NameEn);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What a machine is asked to do.</summary>
internal enum CommandKind
{
    /// <summary>碾米.</summary>
    Mill,

    /// <summary>开门.</summary>
    Unlock,
}

/// <summary>Something a machine is to do (指令), numbered for each machine.</summary>
internal sealed class MachineCommand
{
    public required Guid Id { get; init; }

    public required Guid Machine { get; init; }

    public required long Number { get; init; }

    public required CommandKind Kind { get; init; }

    public required Guid Session { get; init; }

    public int? Shelf { get; init; }

    public long? Grams { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it first went out in an answer: from then on the machine may have it.</summary>
    public DateTimeOffset? GivenAt { get; set; }

    /// <summary>The machine said that it has written it down.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>What happened at a machine.</summary>
internal enum EventKind
{
    /// <summary>通电: it was switched on, perhaps after a power cut.</summary>
    Boot,

    /// <summary>门已开.</summary>
    Opened,

    /// <summary>称重变化: a shelf became lighter or heavier.</summary>
    Weighed,

    /// <summary>门已关.</summary>
    Closed,

    /// <summary>开始碾米.</summary>
    Started,

    /// <summary>碾米进度.</summary>
    Progress,

    /// <summary>碾米完成.</summary>
    Milled,

    /// <summary>卡料.</summary>
    Jammed,

    /// <summary>已取袋.</summary>
    Taken,

    /// <summary>未执行: a command it did not carry out.</summary>
    Refused,

    /// <summary>故障.</summary>
    Fault,

    /// <summary>故障解除.</summary>
    Cleared,

    /// <summary>日志缺失: the machine no longer knows what happened under this number.</summary>
    Lost,
}

/// <summary>An event as the machine told it (设备事件). Kept as it came first; nothing of it is ever changed but who of staff has seen it.</summary>
internal sealed class MachineEvent
{
    public required Guid Id { get; init; }

    public required Guid Machine { get; init; }

    /// <summary>The machine's own number: the order of events, whatever its clock says.</summary>
    public required long Seq { get; init; }

    public required EventKind Kind { get; init; }

    public Guid? Session { get; init; }

    public int? Shelf { get; init; }

    /// <summary>Weighed: by how much the shelf became heavier, below zero lighter. Milled and jammed: what came out.</summary>
    public long? Grams { get; init; }

    public int? Percent { get; init; }

    /// <summary>Readings of the scales when the door opened or closed, JSON by shelf number.</summary>
    public string? Readings { get; init; }

    /// <summary>A code such as <c>jam</c> or <c>scale</c>.</summary>
    public string? Code { get; init; }

    /// <summary>By the machine's clock, believed by nobody.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Why it belongs to no session that runs; such events wait on a list for staff.</summary>
    public string? Stray { get; set; }

    public DateTimeOffset? SeenAt { get; set; }

    public Guid? SeenBy { get; set; }

    public string? SeenNote { get; set; }
}

/// <summary>How a dispute stands.</summary>
internal enum DisputeState
{
    /// <summary>待处理.</summary>
    Open,

    /// <summary>已退款.</summary>
    Refunded,

    /// <summary>维持原结算.</summary>
    Refused,
}

/// <summary>Somebody says that a receipt is wrong (异议).</summary>
internal sealed class MachineDispute : IScoped
{
    /// <summary>Under which its photos are kept.</summary>
    public const string FileKind = "machine_dispute";

    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Session { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DisputeState State { get; set; }

    public long RefundFen { get; set; }

    public string? Decision { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>Why a session waits for staff or ended otherwise than by what it sold.</summary>
internal static class SessionReasons
{
    public const string Refused = "refused";
    public const string Jam = "jam";
    public const string NotHeard = "not_heard";
    public const string Cancelled = "cancelled";
    public const string Scale = "scale";
    public const string Readings = "readings";
    public const string Foreign = "foreign";
    public const string Piece = "piece";
    public const string Shelf = "shelf";
    public const string Lost = "lost";
    public const string Order = "order";
    public const string Staff = "staff";
}
