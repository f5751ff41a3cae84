using Linli.Cases;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Enterprise.Settling;

/// <summary>One version of the rules by which talent settles at a place (人才落户规则): who, and how dear a flat may be. Never edited, only followed by the next.</summary>
internal sealed class TalentRule : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The place it holds for, and everything below.</summary>
    public required string Scope { get; init; }

    /// <summary>From 1 for each place.</summary>
    public required int Version { get; init; }

    /// <summary>First and last local day; open while nothing follows.</summary>
    public required DateOnly From { get; init; }

    public DateOnly? To { get; set; }

    /// <summary>Who decided it, and where it stands.</summary>
    public required string Source { get; init; }

    /// <summary>Most that a square metre may cost in a month, fen.</summary>
    public required long CapFen { get; init; }

    /// <summary>Most that it may cost as a share of the market rent, per cent.</summary>
    public required int CapPercent { get; init; }

    /// <summary>What the market asks for a square metre in a month, fen, and who says so.</summary>
    public required long MarketFen { get; init; }

    public required string MarketSource { get; init; }

    /// <summary>Working days within which an application is decided.</summary>
    public required int DecideDays { get; init; }

    /// <summary>Calendar days after the decision within which one may appeal.</summary>
    public required int AppealDays { get; init; }

    /// <summary>Working days within which an appeal is decided.</summary>
    public required int AppealDecideDays { get; init; }

    /// <summary>How long a grant is good.</summary>
    public required int ValidMonths { get; init; }

    /// <summary>Days to move out once eligibility ended.</summary>
    public required int GraceDays { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}

/// <summary>A category of talent in a version of the rules.</summary>
internal sealed class TalentCategory
{
    public required Guid Id { get; init; }

    public required Guid Rule { get; init; }

    /// <summary>Stable over versions, such as <c>b-master</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Whose turn comes first in a queue: 1 before 2.</summary>
    public required int Priority { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>The qualifications that count.</summary>
    public required string WhoZh { get; init; }

    public required string WhoEn { get; init; }

    /// <summary>Months of social insurance paid by an employer here.</summary>
    public required int MinMonths { get; init; }

    /// <summary>Whether they must own no home here.</summary>
    public required bool NoHome { get; init; }

    /// <summary>The largest flat they may have, square decimetres.</summary>
    public required int AreaDm2 { get; init; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A paper that a category asks for as evidence.</summary>
internal sealed class TalentPaper
{
    public required Guid Category { get; init; }

    public required string Code { get; init; }

    public required int Order { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required bool Required { get; init; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>How an application stands.</summary>
internal enum TalentState
{
    /// <summary>审核中.</summary>
    Submitted,

    /// <summary>已认定.</summary>
    Granted,

    /// <summary>不予认定.</summary>
    Refused,

    /// <summary>已撤回.</summary>
    Withdrawn,

    /// <summary>资格终止.</summary>
    Ended,
}

/// <summary>A person applies to be recognised as talent (人才认定申请); the case beside it goes the way of all cases.</summary>
internal sealed class TalentApplication : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The community they apply to.</summary>
    public required string Scope { get; init; }

    /// <summary>The case beside it; <c>null</c> of those taken over from paper.</summary>
    public CaseId? Case { get; init; }

    public required string Number { get; init; }

    public required Guid Person { get; set; }

    public required Guid Account { get; set; }

    public required Guid Rule { get; init; }

    public required Guid Category { get; init; }

    /// <summary>As declared; what the decision found once there is one.</summary>
    public required int Months { get; set; }

    public required bool OwnsHome { get; set; }

    public required TalentState State { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Last local day to decide it.</summary>
    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Account and person who decided, or ended it.</summary>
    public Guid? Decider { get; set; }

    public Guid? DeciderPerson { get; set; }

    public string? Reason { get; set; }

    /// <summary>Last local day on which a grant is good.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Since when eligibility is over, and why.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string? EndReason { get; set; }
}

/// <summary>A paper handed in with an application; its file is guarded by the application.</summary>
internal sealed class TalentEvidence
{
    public required Guid Application { get; init; }

    public required FileId File { get; init; }

    public required string Paper { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How an appeal stands.</summary>
internal enum AppealState
{
    /// <summary>复核中.</summary>
    Open,

    /// <summary>维持原决定.</summary>
    Upheld,

    /// <summary>撤销原决定，予以认定.</summary>
    Granted,
}

/// <summary>An appeal (申诉) against a refusal or an end of eligibility, with a case of its own; decided by somebody else.</summary>
internal sealed class TalentAppeal : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required Guid Application { get; init; }

    /// <summary>Against the end of eligibility, and not against a refusal.</summary>
    public bool OfEnd { get; init; }

    public required CaseId Case { get; init; }

    public required string Number { get; init; }

    public required string Grounds { get; set; }

    public required AppealState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public required DateOnly DueOn { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }

    public Guid? Decider { get; set; }

    public string? Reason { get; set; }
}
