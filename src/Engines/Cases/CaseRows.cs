using Linli.Platform.Files;
using Linli.Platform.Security;

namespace Linli.Cases;

/// <summary>One line of a case's timeline.</summary>
internal sealed class CaseEntry
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The case's version after it: lines of the same instant keep their order.</summary>
    public int Order { get; init; }

    public required CaseAction Action { get; init; }

    public required CaseAudience Audience { get; init; }

    /// <summary>Account of who did it; <c>null</c> for the system and for strangers.</summary>
    public Guid? Actor { get; init; }

    /// <summary>Team or post of who did it: what the public reads instead of a name.</summary>
    public string? ActorTeam { get; init; }

    /// <summary>What was said, as typed; the sentence around it is composed in the reader's language.</summary>
    public string? Text { get; init; }

    /// <summary>State after it.</summary>
    public required CaseState State { get; init; }

    /// <summary>Further facts for the sentence, such as the team it went to.</summary>
    public string? Detail { get; init; }
}

/// <summary>Somebody who reported the same thing and is kept informed like the first reporter (附议人).</summary>
internal sealed class CaseFollower
{
    public required CaseId Case { get; init; }

    public required Guid Account { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>The case they reported themselves before it was merged.</summary>
    public CaseId? From { get; init; }
}

/// <summary>A photo or paper of a case.</summary>
internal sealed class CaseEvidence
{
    public required CaseId Case { get; init; }

    public required FileId File { get; init; }

    public required EvidencePhase Phase { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? AddedBy { get; init; }

    /// <summary>The line of the timeline it came with; <c>null</c> for those of the report.</summary>
    public Guid? Entry { get; set; }
}

/// <summary>What was answered to a question of the category, in the words of that day: questions change, cases stay.</summary>
internal sealed class CaseAnswer
{
    public required CaseId Case { get; init; }

    public required string Question { get; init; }

    /// <summary>From 1.</summary>
    public required int Order { get; init; }

    public required string LabelZh { get; init; }

    public required string LabelEn { get; init; }

    public required string ValueZh { get; init; }

    public required string ValueEn { get; init; }
}

/// <summary>A further team asked to do its part (协办).</summary>
internal sealed class CaseCoHandler
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required string Team { get; init; }

    public required string Task { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Result { get; set; }
}

/// <summary>A request for more time (延期).</summary>
internal sealed class CaseExtension
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required Guid? AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required int WorkingDays { get; init; }

    public required string Reason { get; init; }

    public bool? Granted { get; set; }

    public string? DecisionNote { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>An appointment with, or a visit to, the people concerned (走访/上门).</summary>
internal sealed class CaseVisit
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    public required string Place { get; set; }

    public Guid? Visitor { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Sealed? Notes { get; set; }
}

/// <summary>How long a clock runs at a place for a type of case: data with a source, never code (R05–R08).</summary>
internal sealed class ClockRule
{
    public required Guid Id { get; init; }

    /// <summary>Where it holds; the longest matching path wins.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Code of a case type, or <c>*</c>.</summary>
    public required string Type { get; init; }

    /// <summary>A priority it is limited to, or <c>null</c> for all.</summary>
    public CasePriority? Priority { get; init; }

    public required CaseClock Clock { get; init; }

    public required int Amount { get; init; }

    public required ClockUnit Unit { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; set; }

    public required string Source { get; init; }
}

/// <summary>What a clock counts in.</summary>
internal enum ClockUnit
{
    /// <summary>Hours around the clock.</summary>
    Hours,

    /// <summary>Working hours, 08:30–17:30 on working days.</summary>
    WorkingHours,

    /// <summary>Working days: starts the next day, ends at 24:00 of the last one.</summary>
    WorkingDays,

    /// <summary>Calendar days: starts the next day, rolls over to a working day.</summary>
    CalendarDays,
}

/// <summary>A category a report is sorted into (分类).</summary>
internal sealed class Category
{
    public required string Code { get; init; }

    public string? Parent { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string Icon { get; init; }

    /// <summary>Case type a report of this category becomes, unless the way in says otherwise.</summary>
    public required string Type { get; init; }

    /// <summary>Kind of team it goes to by itself: grid, property, municipal, community, street.</summary>
    public required string TeamKind { get; init; }

    /// <summary>Code of a particular team, where one is right for all places.</summary>
    public string? Team { get; init; }

    public bool Open311 { get; init; }

    public string DescriptionZh { get; init; } = "";

    public string DescriptionEn { get; init; } = "";

    /// <summary>Words that suggest it, separated by spaces.</summary>
    public string Keywords { get; init; } = "";

    public int Order { get; init; }
}

/// <summary>A question that a category asks beyond the text, such as the number of the lamp pole.</summary>
internal sealed class CategoryQuestion
{
    public required string Category { get; init; }

    /// <summary>Unique within the category.</summary>
    public required string Code { get; init; }

    /// <summary>From 1; lower comes first.</summary>
    public required int Order { get; init; }

    public required QuestionKind Kind { get; init; }

    public bool Required { get; init; }

    public required string LabelZh { get; init; }

    public required string LabelEn { get; init; }

    public string HintZh { get; init; } = "";

    public string HintEn { get; init; } = "";

    /// <summary>What can be chosen: <c>key=中文=English</c>, separated by <c>|</c>.</summary>
    public string Options { get; init; } = "";
}
