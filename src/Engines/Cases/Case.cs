using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Cases;

/// <summary>A matter that somebody owns until the person concerned says it is done (事项).</summary>
internal sealed class Case : IScoped
{
    public required CaseId Id { get; init; }

    /// <summary>What people call it: <c>HF-2611-0042</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The grid, or the community where the place lies in no grid or is unknown.</summary>
    public required string Scope { get; set; }

    /// <summary>The community, for figures that stay separable.</summary>
    public required string Community { get; set; }

    public required string Type { get; set; }

    public required string Category { get; set; }

    public required CaseChannel Channel { get; init; }

    public HandlingMode? Mode { get; set; }

    public CasePriority Priority { get; set; }

    public CaseLevel Level { get; set; } = CaseLevel.Community;

    public required CaseState State { get; set; }

    public CaseOutcome? Outcome { get; set; }

    public required string Title { get; set; }

    public required string Text { get; set; }

    /// <summary>What neighbours read: the title with numbers that look personal masked.</summary>
    public string? PublicTitle { get; set; }

    /// <summary>What neighbours read: the text with numbers that look personal masked.</summary>
    public string? PublicText { get; set; }

    public string? PlaceText { get; set; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Longitude { get; set; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; set; }

    public bool IsPublic { get; set; }

    public bool IsConfidential { get; set; }

    /// <summary>The reporter's name is hidden from other residents; staff who may see contacts still can.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>Account of the first reporter; <c>null</c> for calls, imports and anonymous clients.</summary>
    public Guid? Reporter { get; init; }

    /// <summary>Name of a reporter without an account.</summary>
    public Sealed? ContactName { get; set; }

    /// <summary>Telephone of a reporter without an account.</summary>
    public Sealed? ContactPhone { get; set; }

    /// <summary>Email address of a reporter without an account.</summary>
    public Sealed? ContactEmail { get; set; }

    public string? ContactMask { get; set; }

    /// <summary>
    /// Person of the register it was reported for by a member of the family (代办); the reporter is the one who acted. They see
    /// it as their own.
    /// </summary>
    public Guid? OnBehalfOf { get; init; }

    /// <summary>Account of the member of staff who logged it for somebody.</summary>
    public Guid? LoggedBy { get; init; }

    public string? Team { get; set; }

    public Guid? Handler { get; set; }

    /// <summary>The steward of the grid, told from the start.</summary>
    public Guid? Steward { get; set; }

    public bool IsSupervised { get; set; }

    public int Reopened { get; set; }

    /// <summary>1–5, by the reporter.</summary>
    public int? Rating { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? HappenedAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? FirstAnsweredAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset? AcceptDue { get; set; }

    public DateTimeOffset? FirstAnswerDue { get; set; }

    public DateTimeOffset? FinishDue { get; set; }

    /// <summary>The earliest clock that still runs; <c>null</c> when none does. What inboxes sort by.</summary>
    public DateTimeOffset? NextDue { get; set; }

    /// <summary>Clocks already warned of or escalated, so that each rings once.</summary>
    public string Rung { get; set; } = "";

    /// <summary>When the next ring of a clock is due; <c>null</c> when none is left.</summary>
    public DateTimeOffset? RingAt { get; set; }

    public CaseId? MergedInto { get; set; }

    /// <summary>A case this one led to or came from, such as the violation report after a failed mediation.</summary>
    public CaseId? RelatedTo { get; set; }

    /// <summary>Source and id in another system: an import adds each once.</summary>
    public string? ExternalKey { get; init; }

    /// <summary>Counts changes: two people acting on the same state do not overwrite each other.</summary>
    public int Version { get; set; }

    /// <summary>Whether the loop is still running.</summary>
    public bool IsOpen => State is CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand or CaseState.Answered;
}
