using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Visits;

/// <summary>A round of visits (走访计划), such as to all families of children in hardship before Mid-Autumn.</summary>
internal sealed class VisitPlan : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The community, or the joined communities.</summary>
    public required string Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>Code of the special-care group it visits.</summary>
    public required string Group { get; init; }

    /// <summary>What is brought along (慰问品), if anything.</summary>
    public string? Gift { get; init; }

    /// <summary>First local day.</summary>
    public required DateOnly StartOn { get; init; }

    /// <summary>Local day by which everybody has been visited.</summary>
    public required DateOnly DueOn { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Why it was closed although somebody is missing.</summary>
    public string? CloseReason { get; set; }
}

/// <summary>A line of a check-list (走访清单): of a plan, or of a group as the template of its plans.</summary>
internal sealed class CheckItem
{
    public required Guid Id { get; init; }

    /// <summary>The plan; <c>null</c> for a template.</summary>
    public Guid? Plan { get; init; }

    /// <summary>The group a template is for; <c>*</c> for groups without one.</summary>
    public string? Group { get; init; }

    public required int Order { get; init; }

    /// <summary>Unique within the list, such as <c>study</c>.</summary>
    public required string Code { get; init; }

    public required string LabelZh { get; init; }

    public required string LabelEn { get; init; }

    /// <summary>What one may answer, parted by <c>|</c>; <c>null</c> for free words.</summary>
    public string? ChoicesZh { get; init; }

    public string? ChoicesEn { get; init; }

    public bool Required { get; init; }
}

/// <summary>A family of a plan, with who visits it.</summary>
internal sealed class VisitFamily : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Plan { get; init; }

    /// <summary>The person of the group.</summary>
    public required Guid Person { get; init; }

    public required string Home { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    public string? Grid { get; init; }

    /// <summary>Account of the worker; <c>null</c> while nobody was found.</summary>
    public Guid? Worker { get; set; }

    public required DateOnly DueOn { get; init; }

    /// <summary>When it was visited first.</summary>
    public DateTimeOffset? VisitedAt { get; set; }

    /// <summary>Local day of the next visit that was agreed on.</summary>
    public DateOnly? NextOn { get; set; }

    /// <summary>What the worker was reminded of last, so that each reminder comes once.</summary>
    public string? Reminded { get; set; }
}

/// <summary>A visit that took place (走访记录). Answers and notes are sealed: only those who look after the family open them.</summary>
internal sealed class Visit
{
    public required Guid Id { get; init; }

    public required Guid Family { get; init; }

    public required Guid By { get; init; }

    /// <summary>When the worker was there.</summary>
    public required DateTimeOffset VisitedAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Answers by code as JSON.</summary>
    public required Sealed Answers { get; init; }

    public Sealed? Notes { get; init; }

    public bool GiftGiven { get; init; }

    public DateOnly? NextOn { get; init; }

    /// <summary>Number of the case that a need found became.</summary>
    public string? CaseNumber { get; init; }

    /// <summary>The wish that was heard.</summary>
    public Guid? Wish { get; init; }
}

/// <summary>That a family went from one worker to another (交接).</summary>
internal sealed class VisitHandOver
{
    public required Guid Id { get; init; }

    public required Guid Family { get; init; }

    public Guid? From { get; init; }

    public required Guid To { get; init; }

    public required Guid By { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
