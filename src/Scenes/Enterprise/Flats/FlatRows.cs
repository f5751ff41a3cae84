using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Enterprise.Flats;

/// <summary>A group of flats for talent (人才公寓) under one keeper.</summary>
internal sealed class FlatEstate : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Such as <c>hefeng</c>; the key of its accounts too.</summary>
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>How long an offer, and after it a contract, waits for the person.</summary>
    public required int OfferHours { get; set; }

    /// <summary>Deposit in months of rent.</summary>
    public required int DepositMonths { get; set; }

    /// <summary>Longest contract.</summary>
    public required int TermMonths { get; set; }

    /// <summary>Days ahead to give notice.</summary>
    public required int NoticeDays { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>How a flat stands. A concurrency token: two offers never take one flat.</summary>
internal enum FlatState
{
    /// <summary>空置.</summary>
    Free,

    /// <summary>已分配: offered, or its contract waits for signatures.</summary>
    Offered,

    /// <summary>已出租.</summary>
    Let,

    /// <summary>维修中.</summary>
    Repair,
}

/// <summary>What rooms a flat has.</summary>
internal enum FlatLayout
{
    /// <summary>单间.</summary>
    Studio,

    /// <summary>一室一厅.</summary>
    OneRoom,

    /// <summary>两室一厅.</summary>
    TwoRooms,

    /// <summary>三室两厅.</summary>
    ThreeRooms,
}

/// <summary>A flat.</summary>
internal sealed class Flat : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Estate { get; init; }

    public required string Scope { get; init; }

    /// <summary>Building, unit and door, such as 3-2-1105; unique in the estate.</summary>
    public required string Code { get; init; }

    public required string Building { get; init; }

    public required int Unit { get; init; }

    public required string Door { get; init; }

    public required FlatLayout Layout { get; set; }

    /// <summary>Square decimetres.</summary>
    public required int AreaDm2 { get; set; }

    /// <summary>Rent of a month that is asked for new contracts.</summary>
    public required long RentFen { get; set; }

    public required FlatState State { get; set; }

    /// <summary>The request it is offered to, or the tenancy that has it.</summary>
    public Guid? Holder { get; set; }

    public string? RepairNote { get; set; }
}

/// <summary>What a flat of a layout is furnished with (拎包入住): what check-in lists.</summary>
internal sealed class FlatKit
{
    public required Guid Estate { get; init; }

    public required FlatLayout Layout { get; init; }

    public required int Order { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required int Count { get; init; }
}

/// <summary>How flats are given out.</summary>
internal enum FlatWay
{
    /// <summary>轮候: by category, then in the order of coming.</summary>
    Queue,

    /// <summary>摇号.</summary>
    Lottery,
}

/// <summary>A round of giving flats out.</summary>
internal sealed class FlatRound : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Estate { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required FlatWay Way { get; init; }

    /// <summary>How many flats it gives out at most.</summary>
    public required int Places { get; init; }

    /// <summary>Until when one enters; of a queue, <c>null</c> while it stays open.</summary>
    public DateTimeOffset? ApplyUntil { get; init; }

    /// <summary>Its SHA-256 is public from the first day, the seed itself from the draw.</summary>
    public required string Seed { get; init; }

    public DateTimeOffset? DrawnAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Number of the last ticket.</summary>
    public int LastTicket { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>How a request stands.</summary>
internal enum FlatRequestState
{
    /// <summary>轮候中.</summary>
    Waiting,

    /// <summary>待确认: a flat is offered until a moment.</summary>
    Offered,

    /// <summary>已选定.</summary>
    Taken,

    /// <summary>已退出.</summary>
    Withdrawn,

    /// <summary>逾期未确认.</summary>
    Lapsed,

    /// <summary>资格终止.</summary>
    NotEligible,

    /// <summary>本轮结束.</summary>
    Closed,
}

/// <summary>Somebody eligible asks for a flat in a round.</summary>
internal sealed class FlatRequest : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Round { get; init; }

    public required string Scope { get; init; }

    /// <summary>Number of the ticket, from 1 in the order of entering.</summary>
    public required int Ticket { get; init; }

    public required Guid Person { get; set; }

    public required Guid Account { get; set; }

    /// <summary>The application by which they were recognised, and what its category gives.</summary>
    public required Guid Grant { get; init; }

    public required int Priority { get; init; }

    public required int AreaDm2 { get; init; }

    public FlatLayout? Layout { get; init; }

    public required FlatRequestState State { get; set; }

    /// <summary>Place in the order of a draw.</summary>
    public int? Rank { get; set; }

    public Guid? Flat { get; set; }

    public DateTimeOffset? OfferedUntil { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How a tenancy stands.</summary>
internal enum TenancyState
{
    /// <summary>待签约.</summary>
    Draft,

    /// <summary>待入住.</summary>
    Signed,

    /// <summary>居住中.</summary>
    Living,

    /// <summary>已退租.</summary>
    Ended,

    /// <summary>未成立: not signed in time.</summary>
    Cancelled,
}

/// <summary>A contract for a flat (租赁合同) with what became of it.</summary>
internal sealed class Tenancy : IScoped
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid Estate { get; init; }

    public required Guid Flat { get; init; }

    public required string Scope { get; init; }

    /// <summary>The tenant; <c>null</c> in contracts taken over from the keeper's former books, whose rent stays there.</summary>
    public Guid? Person { get; set; }

    public Guid? Account { get; set; }

    public Guid? Grant { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; set; }

    /// <summary>The last day to which the keeper offers to go on, while the tenant has not answered.</summary>
    public DateOnly? OfferedUntil { get; set; }

    public required long RentFen { get; init; }

    public required long DepositFen { get; init; }

    /// <summary>Layout, area in square decimetres and days of notice as they were signed.</summary>
    public required FlatLayout Layout { get; init; }

    public required int AreaDm2 { get; init; }

    public required int NoticeDays { get; init; }

    /// <summary>The highest rent by the rules of the day, and which version they were.</summary>
    public required long CapFen { get; set; }

    public Guid? Rule { get; set; }

    public required TenancyState State { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it has to be signed by the tenant.</summary>
    public DateTimeOffset? SignBy { get; set; }

    public DateTimeOffset? TenantSignedAt { get; set; }

    public DateTimeOffset? KeeperSignedAt { get; set; }

    public Guid? KeeperSignedBy { get; set; }

    /// <summary>The payment of the deposit, and the account it came from, to which it goes back.</summary>
    public Guid? Deposit { get; set; }

    public Guid? Payer { get; set; }

    public DateTimeOffset? InByKeeper { get; set; }

    public DateTimeOffset? InByTenant { get; set; }

    public DateOnly? MovedIn { get; set; }

    /// <summary>The day to be out by, and why: notice, a transfer, or the end of eligibility.</summary>
    public DateOnly? LeaveBy { get; set; }

    public string? LeaveReason { get; set; }

    public DateTimeOffset? OutByKeeper { get; set; }

    public DateTimeOffset? OutByTenant { get; set; }

    public DateOnly? MovedOut { get; set; }

    /// <summary>What came back of the deposit.</summary>
    public long? RefundFen { get; set; }

    /// <summary>The tenancy it replaces, after a transfer.</summary>
    public Guid? Replaces { get; init; }
}

/// <summary>How a thing was found.</summary>
internal enum ItemCondition
{
    /// <summary>完好.</summary>
    Good,

    /// <summary>有磨损.</summary>
    Worn,

    /// <summary>损坏.</summary>
    Damaged,

    /// <summary>缺失.</summary>
    Missing,
}

/// <summary>A thing of a flat at check-in or check-out (入住/退租清点).</summary>
internal sealed class CheckedItem
{
    public required Guid Tenancy { get; init; }

    public required bool Out { get; init; }

    public required int Order { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required int Count { get; init; }

    public required ItemCondition Condition { get; set; }

    public string? Note { get; set; }

    public FileId? Photo { get; set; }

    /// <summary>At check-out: what the deposit bears.</summary>
    public long ChargeFen { get; set; }
}

/// <summary>The rent of a month: there is one for each tenancy and month.</summary>
internal sealed class FlatRent : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Tenancy { get; init; }

    public required Guid Estate { get; init; }

    public required string Scope { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required long Fen { get; set; }

    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? PaidAt { get; set; }

    public Guid? Payment { get; set; }

    /// <summary>The account it was paid from.</summary>
    public Guid? Payer { get; set; }

    public DateTimeOffset? RemindedAt { get; set; }
}
