using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.People.Privacy.Children;

/// <summary>How far a request is.</summary>
internal enum ChildAccessState
{
    /// <summary>待批准.</summary>
    Open,

    /// <summary>已批准.</summary>
    Approved,

    /// <summary>未批准.</summary>
    Refused,

    /// <summary>紧急查看: looked at before anybody could approve; told at once to guardian and approvers.</summary>
    Emergency,
}

/// <summary>That a member of staff may see certain data of one child for a time (未成年人信息查看审批, R38).</summary>
internal sealed class ChildAccess : IScoped
{
    public required Guid Id { get; init; }

    public required Guid ChildId { get; init; }

    /// <summary>The home of the child.</summary>
    public required string Scope { get; init; }

    public required Guid RequestedBy { get; init; }

    public required string RequestedByName { get; init; }

    /// <summary>Codes of the fields, with blanks between.</summary>
    public required string Fields { get; set; }

    /// <summary>The guardian reads it.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ChildAccessState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Decision { get; set; }

    /// <summary>Until when data may be seen; set by the approval.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>What an approver found when looking at an emergency afterwards.</summary>
    public string? Review { get; set; }

    public string? ReviewedByName { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }
}

/// <summary>Who may see what of a child, and who may say so (R38: least privilege, approval and log for each access).</summary>
internal static class ChildAccessRules
{
    /// <summary>The longest an approval holds.</summary>
    public const int MostHours = 72;

    /// <summary>How long an emergency holds: long enough to act, too short to look around.</summary>
    public static readonly TimeSpan EmergencyLife = TimeSpan.FromHours(1);

    public static Problem NeedsApproval => Problem.Forbidden("child_access_needs_approval",
        "查看未满 14 周岁孩子的完整信息须先申请并经他人批准，本次尝试已记录。",
        "Seeing the data of a child under 14 needs a request that somebody else approves; this attempt was recorded.");

    /// <summary>Whether an approval lets these fields be seen now.</summary>
    public static bool Covers(ChildAccess access, IEnumerable<PersonalField> fields, DateTimeOffset now)
    {
        var granted = PersonalFields.Parse(access.Fields);
        return access.State is ChildAccessState.Approved or ChildAccessState.Emergency && access.ValidUntil > now && fields.All(granted.Contains);
    }

    /// <summary>Why somebody may not decide about a request; <c>null</c> when they may.</summary>
    /// <param name="state">How far the request is.</param>
    /// <param name="samePerson">Whether the approver is the person who asked, by whatever account.</param>
    /// <param name="isAdministrator">Whether the approver administers the system: the two are kept apart.</param>
    public static Problem? MayDecide(ChildAccessState state, bool samePerson, bool isAdministrator)
    {
        if (samePerson)
            return Problem.Forbidden("own_request", "自己的申请须由他人批准。", "Somebody else has to approve what you asked for.");
        if (isAdministrator)
            return Problem.Forbidden("administrators_do_not_approve",
                "系统管理员不能批准查看未成年人信息，请由个人信息保护负责人处理。", "System administrators do not approve access to children's data: the privacy officer does.");
        return state == ChildAccessState.Open ? null : Problem.Conflict("already_decided", "这项申请已处理。", "This request was decided already.");
    }
}
