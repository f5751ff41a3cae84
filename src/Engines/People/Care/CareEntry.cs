using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.People.Care;

/// <summary>What of the register suggests somebody for a group; a worker decides, never the program.</summary>
internal enum CareHint
{
    /// <summary>Nothing: somebody has to know.</summary>
    None,

    /// <summary>年满若干周岁, on the local day.</summary>
    Age,

    /// <summary>独自居住: the only one tied to the home, and of that age.</summary>
    LivingAlone,
}

/// <summary>A group of people who need particular care (特殊关爱群体), such as children in hardship. Groups are data.</summary>
internal sealed class CareGroup
{
    /// <summary>Unique, such as <c>child_hardship</c>.</summary>
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string Icon { get; set; }

    public CareHint Hint { get; set; }

    /// <summary>Completed years from which the register suggests somebody.</summary>
    public int? MinAge { get; set; }

    /// <summary>After how many months somebody looks again whether it still holds.</summary>
    public int ReviewMonths { get; set; } = 12;

    public int Order { get; set; }
}

/// <summary>Where an entry stands.</summary>
internal enum CareState
{
    /// <summary>待批准: of a child under 14, until the responsible of the place has agreed.</summary>
    Waiting,

    /// <summary>在册.</summary>
    Listed,

    /// <summary>未批准.</summary>
    Refused,

    /// <summary>已移出.</summary>
    Ended,
}

/// <summary>That a person is on a special-care list (关爱名单), and why. One of the most sensitive rows there are.</summary>
internal sealed class CareEntry : IScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Code of the group.</summary>
    public required string Group { get; init; }

    /// <summary>The building of the person's home.</summary>
    public required string Scope { get; set; }

    public string? Grid { get; set; }

    public required Sealed Reason { get; init; }

    /// <summary>What was shown for it, such as a certificate of disability.</summary>
    public required Sealed Evidence { get; init; }

    /// <summary>Local date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day, where it ends by itself.</summary>
    public DateOnly? To { get; set; }

    /// <summary>Local date on which somebody looks again.</summary>
    public required DateOnly ReviewOn { get; set; }

    public required CareState State { get; set; }

    /// <summary>Whether the register suggested it.</summary>
    public bool Suggested { get; init; }

    public required Guid EnteredBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? EndedBy { get; set; }

    public string? EndReason { get; set; }
}

/// <summary>That a worker looks after a person of a list (帮扶责任人).</summary>
internal sealed class CareAssignment
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The worker.</summary>
    public required Guid Account { get; init; }

    public required Guid AssignedBy { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    /// <summary>The responsible of the place who put exactly this person into exactly this worker's care (R38); never the worker.</summary>
    public Guid? ApprovedBy { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>Code of the group it was approved for.</summary>
    public string? ApprovedFor { get; set; }

    /// <summary>Last local day on which the approval counts.</summary>
    public DateOnly? ApprovedUntil { get; set; }
}

/// <summary>That somebody decided that a suggestion does not hold (不纳入).</summary>
internal sealed class CareDismissal
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string Group { get; init; }

    public required string Reason { get; init; }

    public required Guid By { get; init; }

    /// <summary>Local date from which it is suggested again: people's lives change.</summary>
    public required DateOnly Until { get; init; }
}
