using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>A case as one line of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its short number.</param>
/// <param name="Title">One line; for neighbours without numbers that could lead to a person.</param>
/// <param name="Type">Code of the case type.</param>
/// <param name="Category">Code of the category.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="Mode">How it is handled.</param>
/// <param name="Priority">How pressing it is.</param>
/// <param name="Level">Which level has it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome">What came of it, once answered.</param>
/// <param name="Scope">Scope path of the grid or community.</param>
/// <param name="PlaceText">The place in words.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="OpenedAt">When it came in, UTC.</param>
/// <param name="NextDue">The earliest clock that still runs, UTC.</param>
/// <param name="Team">Code of the team that has it.</param>
/// <param name="Handler">Account of who has it; staff only.</param>
/// <param name="IsSupervised">Whether it is supervised; staff only.</param>
/// <param name="Rating">1–5.</param>
public sealed record CaseLine(
    CaseId Id, string Number, string Title, string Type, string Category, CaseChannel Channel, HandlingMode? Mode, CasePriority Priority,
    CaseLevel Level, CaseState State, CaseOutcome? Outcome, string Scope, string? PlaceText, double? Longitude, double? Latitude,
    DateTimeOffset OpenedAt, DateTimeOffset? NextDue, string? Team, Guid? Handler, bool IsSupervised, int? Rating)
{
    /// <summary>Whether a clock has run out.</summary>
    public bool IsOverdue(DateTimeOffset now) => NextDue <= now;
}

/// <summary>Some lines of a list, and where the next ones begin.</summary>
/// <param name="Items">The lines.</param>
/// <param name="Next">Pass it as <c>after</c> to go on; <c>null</c> at the end.</param>
/// <param name="Total">How many there are in all, counted up to 10,000 only; <c>null</c> where nobody asked.</param>
public sealed record CasePage(IReadOnlyList<CaseLine> Items, string? Next, int? Total);

/// <summary>What role the reader of a case has.</summary>
public enum CaseReader
{
    /// <summary>A neighbour: the public face.</summary>
    Public,

    /// <summary>One of the reporters.</summary>
    Reporter,

    /// <summary>Staff.</summary>
    Staff,
}

/// <summary>A case as its reader may see it. What a reader may not see is <c>null</c> or empty.</summary>
/// <param name="Line">The facts of the list.</param>
/// <param name="Reader">In what role it is read.</param>
/// <param name="Text">What was reported.</param>
/// <param name="Contact">How to reach the reporter, masked; staff only.</param>
/// <param name="IsAnonymous">Whether the reporter's name is hidden from neighbours.</param>
/// <param name="IsPublic">Whether neighbours see its public face.</param>
/// <param name="IsConfidential">Whether it is confidential.</param>
/// <param name="Followers">How many people reported it.</param>
/// <param name="HappenedAt">When it happened, UTC.</param>
/// <param name="AcceptDue">By when it must be accepted.</param>
/// <param name="FirstAnswerDue">By when the reporter must have read a first answer.</param>
/// <param name="FinishDue">By when it must be answered for good.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="AnsweredAt">When it was answered for good.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="Reopened">How often it was reopened.</param>
/// <param name="MergedInto">The case that goes on for it.</param>
/// <param name="RelatedTo">A case it led to or came from.</param>
/// <param name="SuggestedTeam">The team its category leads to; staff only.</param>
/// <param name="Steward">Account of the grid's steward; staff only.</param>
/// <param name="Version">Counts changes; staff send it along with an answer.</param>
/// <param name="Timeline">What happened, oldest first.</param>
/// <param name="Evidence">Photos.</param>
/// <param name="CoHandlers">Teams asked to help; staff only.</param>
/// <param name="Extensions">Requests for more time; staff only.</param>
/// <param name="Visits">Visits planned and made; reporters and staff.</param>
/// <param name="Actions">What the reader can do now.</param>
public sealed record CaseDetail(
    CaseLine Line, CaseReader Reader, string Text, string? Contact, bool IsAnonymous, bool IsPublic, bool IsConfidential, int Followers,
    DateTimeOffset? HappenedAt, DateTimeOffset? AcceptDue, DateTimeOffset? FirstAnswerDue, DateTimeOffset? FinishDue,
    DateTimeOffset? AcceptedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt, int Reopened, CaseId? MergedInto, CaseId? RelatedTo,
    string? SuggestedTeam, Guid? Steward, int Version, IReadOnlyList<TimelineLine> Timeline, IReadOnlyList<EvidenceItem> Evidence,
    IReadOnlyList<CoHandlerLine> CoHandlers, IReadOnlyList<ExtensionLine> Extensions, IReadOnlyList<VisitLine> Visits,
    IReadOnlyList<CaseAction> Actions)
{
    /// <summary>What was answered to the questions of the category; reporters and staff.</summary>
    public IReadOnlyList<AnsweredQuestion> Answers { get; init; } = [];

    /// <summary>Masked name of the person it was reported for by family; reporters and staff.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Masked name of the member of the family who reported it for them; reporters and staff.</summary>
    public string? Agent { get; init; }

    /// <summary>When the reporter read a first answer.</summary>
    public DateTimeOffset? FirstAnsweredAt { get; init; }
}

/// <summary>One line of the timeline as its reader may see it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Action">What was done.</param>
/// <param name="Sentence">What happened, as a sentence.</param>
/// <param name="Text">What was said, if anything.</param>
/// <param name="By">Who did it: a name for staff, a team or role for everybody else.</param>
/// <param name="Audience">Who may read it.</param>
public sealed record TimelineLine(DateTimeOffset At, CaseAction Action, Phrase Sentence, string? Text, string? By, CaseAudience Audience);

/// <summary>A photo of a case.</summary>
/// <param name="File">Served at <c>/files/{id}</c>.</param>
/// <param name="Phase">When it was taken.</param>
/// <param name="At">When it was added, UTC.</param>
public sealed record EvidenceItem(FileId File, EvidencePhase Phase, DateTimeOffset At);

/// <summary>A team asked to help.</summary>
public sealed record CoHandlerLine(string Team, string Task, DateTimeOffset AskedAt, DateTimeOffset? FinishedAt, string? Result);

/// <summary>A request for more time.</summary>
public sealed record ExtensionLine(int WorkingDays, string Reason, DateTimeOffset AskedAt, bool? Granted, string? Note);

/// <summary>A visit. Notes are for staff.</summary>
public sealed record VisitLine(DateTimeOffset PlannedAt, string Place, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Notes);
