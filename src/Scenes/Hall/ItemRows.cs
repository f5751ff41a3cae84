using Linli.Cases;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Hall;

/// <summary>How days of a limit are counted.</summary>
internal enum DayCount
{
    /// <summary>工作日.</summary>
    Working,

    /// <summary>自然日: rolls over a legal holiday at its end.</summary>
    Calendar,
}

/// <summary>An item of the catalogue (政务服务事项).</summary>
internal sealed class ItemRow : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string AboutZh { get; set; } = "";

    public string AboutEn { get; set; } = "";

    /// <summary>Who decides (办理部门).</summary>
    public required string OfficeZh { get; set; }

    public required string OfficeEn { get; set; }

    /// <summary>Promised limit (承诺时限): days from the day after it was taken in; 0 is at once (即办).</summary>
    public int Days { get; set; }

    public DayCount Count { get; set; }

    /// <summary>Limit by law (法定时限).</summary>
    public int LegalDays { get; set; }

    /// <summary>The law, and where it was read.</summary>
    public string Source { get; set; } = "";

    /// <summary>Fees, in words; empty is free.</summary>
    public string FeeZh { get; set; } = "";

    public string FeeEn { get; set; } = "";

    /// <summary>Whether somebody else may come with an authorisation (允许他人代办).</summary>
    public bool ByProxy { get; set; } = true;

    /// <summary>Steps left out where the way is made shorter (优化流程简办); empty where none can be.</summary>
    public string Shorter { get; set; } = "";

    /// <summary>Words that find it, separated by blanks.</summary>
    public string Keywords { get; set; } = "";

    public bool Open { get; set; } = true;

    public int Order { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A document an item needs (申请材料).</summary>
internal sealed class PaperRow
{
    public required string Item { get; init; }

    public required string Code { get; init; }

    public required int Order { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>可容缺: a lesser one that may be handed in later.</summary>
    public bool Lesser { get; init; }

    /// <summary>Left out where the way is made shorter (优化流程简办).</summary>
    public bool Droppable { get; init; }

    /// <summary>Codes of shared data that stand for it, separated by blanks (免证办).</summary>
    public string CoveredBy { get; init; } = "";

    public Phrase Name => (NameZh, NameEn);

    public IReadOnlyList<string> Covers => CoveredBy.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A list somebody went through before they came (事前辅导); the counter opens it with the ticket.</summary>
internal sealed class PreparationRow
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required string Item { get; init; }

    /// <summary>Codes of papers they have, separated by blanks.</summary>
    public required string Ready { get; set; }

    /// <summary>Codes of papers that shared data stand for.</summary>
    public string Shared { get; set; } = "";

    /// <summary>Number of the record of sharing.</summary>
    public Guid? Sharing { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>What the hall keeps beside a case: whose it is, and the visit (台账).</summary>
internal sealed class FileRow : IScoped
{
    public required CaseId Case { get; init; }

    public required string Number { get; init; }

    public required Guid Hall { get; init; }

    public required string Scope { get; init; }

    public Guid? Account { get; set; }

    public Guid? Person { get; set; }

    /// <summary>Masked.</summary>
    public string? Name { get; set; }

    public Guid? Ticket { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Number of the asking for shared data that stands for all papers: good for one application.</summary>
    public Guid? Sharing { get; init; }

    /// <summary>When a visit at home is to be.</summary>
    public DateTimeOffset? VisitAt { get; set; }

    /// <summary>What they said of why they cannot come: often of their health, for who goes there and for nobody else.</summary>
    public Sealed? VisitNote { get; set; }

    public DateTimeOffset? VisitFrom { get; set; }

    public DateTimeOffset? VisitUntil { get; set; }
}

/// <summary>How a matter stands.</summary>
internal enum MatterState
{
    /// <summary>待上门: to be taken in at home.</summary>
    Planned,

    /// <summary>办理中.</summary>
    InHand,

    /// <summary>已办结.</summary>
    Granted,

    /// <summary>不予办理.</summary>
    Refused,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>One item within a case: a case may hold several, each with its own outcome and receipt (S91).</summary>
internal sealed class HallMatter : IScoped
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required string Scope { get; init; }

    public required string Item { get; init; }

    /// <summary>Its place among the items of the case.</summary>
    public required int Order { get; init; }

    public MatterState State { get; set; }

    /// <summary>Number of the receipt (受理回执).</summary>
    public string? Receipt { get; set; }

    public DateTimeOffset? TakenInAt { get; set; }

    /// <summary>The last day for the decision.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Until when the missing papers come (容缺承诺).</summary>
    public DateOnly? LaterUntil { get; set; }

    /// <summary>When the person promised it.</summary>
    public DateTimeOffset? PromisedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What came of it, as the person reads it.</summary>
    public string? Outcome { get; set; }

    public Guid? Clerk { get; set; }
}

/// <summary>Where a paper of a matter is.</summary>
internal enum PaperState
{
    /// <summary>已交.</summary>
    Brought,

    /// <summary>部门共享.</summary>
    Shared,

    /// <summary>容缺待补.</summary>
    Later,

    /// <summary>简办免交.</summary>
    Dropped,
}

/// <summary>A paper of a matter.</summary>
internal sealed class MatterPaper
{
    public required Guid Matter { get; init; }

    public required string Paper { get; init; }

    public required PaperState State { get; set; }

    public DateTimeOffset? At { get; set; }
}

/// <summary>The five ways of handling (五办, S90).</summary>
internal enum HallWay
{
    /// <summary>现场全程帮办.</summary>
    Helped,

    /// <summary>绿色通道快办.</summary>
    GreenChannel,

    /// <summary>优化流程简办.</summary>
    Shorter,

    /// <summary>允许他人代办.</summary>
    Proxy,

    /// <summary>预约特事特办.</summary>
    Special,
}

/// <summary>One of the five ways on a case, with what its rule asks for.</summary>
internal sealed class WayRow
{
    public required CaseId Case { get; init; }

    public required HallWay Way { get; init; }

    /// <summary>Who helps from beginning to end.</summary>
    public Guid? Helper { get; init; }

    /// <summary>Why they go first.</summary>
    public PriorityReason? Reason { get; set; }

    public Guid? Proxy { get; init; }

    public DateTimeOffset? AppointmentAt { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How an authorisation stands.</summary>
internal enum ProxyState
{
    /// <summary>待见证.</summary>
    Waiting,

    /// <summary>已见证.</summary>
    Confirmed,

    /// <summary>未通过.</summary>
    Refused,

    /// <summary>已撤销.</summary>
    Revoked,
}

/// <summary>Somebody lets somebody else come in their place (委托代办): for these items, for this time, seen by a witness (S93).</summary>
internal sealed class ProxyRow : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Number { get; init; }

    public required Sealed Principal { get; set; }

    public required string PrincipalMask { get; set; }

    /// <summary>Keyed hash of the document number, or the opaque token of the network identity: it is compared and not shown.</summary>
    public required string PrincipalHash { get; set; }

    /// <summary>Code of the network identity that verified them (R43); <c>null</c> where a document was shown.</summary>
    public string? PrincipalBy { get; init; }

    public DateTimeOffset? PrincipalSeenAt { get; init; }

    public Guid? PrincipalPerson { get; set; }

    public Guid? PrincipalAccount { get; set; }

    public required Sealed Agent { get; set; }

    public required string AgentMask { get; set; }

    public required string AgentHash { get; set; }

    public string? AgentBy { get; init; }

    public DateTimeOffset? AgentSeenAt { get; init; }

    /// <summary>Codes of the items, separated by blanks.</summary>
    public required string Items { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public string? Reason { get; set; }

    public ProxyState State { get; set; }

    public Guid? RecordedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? WitnessedBy { get; set; }

    public DateTimeOffset? WitnessedAt { get; set; }

    /// <summary>How the principal heard of it: inbox, or the witness said it to them.</summary>
    public string? ToldHow { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public IReadOnlyList<string> ItemCodes => Items.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
