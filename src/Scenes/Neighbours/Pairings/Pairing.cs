using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Pairings;

/// <summary>The two kinds of helping one another (互帮).</summary>
internal enum PairingKind
{
    /// <summary>引进人才 × 回迁居民.</summary>
    Newcomer,

    /// <summary>志愿者 × 特殊人群.</summary>
    Volunteer,
}

/// <summary>The two sides of a kind.</summary>
internal enum PairingSide
{
    /// <summary>The newcomer, or the volunteer.</summary>
    First,

    /// <summary>The returning resident, or who needs a hand.</summary>
    Second,
}

/// <summary>Where an opt-in stands.</summary>
internal enum OfferState
{
    /// <summary>待监护人同意: of a minor.</summary>
    WaitingGuardian,

    /// <summary>等待匹配.</summary>
    Open,

    /// <summary>已退出.</summary>
    Withdrawn,
}

/// <summary>That somebody wants to be paired (结对意愿). Nothing of it but what they chose to say is ever shown to the other side.</summary>
internal sealed class PairingOffer : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    public required Guid Person { get; init; }

    public required PairingKind Kind { get; init; }

    public required PairingSide Side { get; init; }

    /// <summary>The community of the person's home.</summary>
    public required string Scope { get; init; }

    public string? Grid { get; init; }

    public required string Nickname { get; init; }

    /// <summary>Codes between blanks, as for the next two.</summary>
    public required string Languages { get; init; }

    public required string Interests { get; init; }

    public required string Times { get; init; }

    /// <summary>A sentence the other side reads.</summary>
    public required string About { get; init; }

    /// <summary>What both see of each other once both agreed.</summary>
    public required Sealed Contact { get; init; }

    /// <summary>Version of the text that was agreed to; 0 while a guardian has not agreed for a child.</summary>
    public required int ConsentVersion { get; set; }

    public required DateTimeOffset At { get; init; }

    public required OfferState State { get; set; }

    /// <summary>The guardian who agreed for a minor.</summary>
    public Guid? Guardian { get; set; }

    public DateTimeOffset? GuardianAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>Where a pairing stands.</summary>
internal enum PairState
{
    /// <summary>待双方同意: neither knows the other's name.</summary>
    Proposed,

    /// <summary>结对中.</summary>
    Active,

    /// <summary>未成: one side did not want it, which the other is not told of by name.</summary>
    Declined,

    /// <summary>已结束.</summary>
    Ended,
}

/// <summary>Two neighbours who help each other (结对).</summary>
internal sealed class Pair : IScoped
{
    public required Guid Id { get; init; }

    public required PairingKind Kind { get; init; }

    public required string Scope { get; init; }

    public required Guid FirstOffer { get; init; }

    public required Guid SecondOffer { get; init; }

    public required Guid First { get; init; }

    public required Guid Second { get; init; }

    /// <summary>Why they were proposed: codes between blanks.</summary>
    public required string Reasons { get; init; }

    /// <summary>The member of staff who proposed it and looks after it.</summary>
    public required Guid Coordinator { get; set; }

    public required PairState State { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? FirstAgreedAt { get; set; }

    public DateTimeOffset? SecondAgreedAt { get; set; }

    public DateTimeOffset? LastContactAt { get; set; }

    /// <summary>Until when a silence was reminded of, so that each is once.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? EndedBy { get; set; }

    /// <summary>Why; the coordinator reads it.</summary>
    public Sealed? EndReason { get; set; }

    /// <summary>A word of farewell; the other side reads it.</summary>
    public string? Farewell { get; set; }
}

/// <summary>How two met.</summary>
internal enum ContactWay
{
    /// <summary>见面.</summary>
    Met,

    /// <summary>电话.</summary>
    Called,

    /// <summary>消息.</summary>
    Wrote,

    /// <summary>一起参加活动.</summary>
    Together,
}

/// <summary>A contact of a pairing (联系记录).</summary>
internal sealed class PairContact
{
    public required Guid Id { get; init; }

    public required Guid Pair { get; init; }

    public required Guid By { get; init; }

    public required DateOnly On { get; init; }

    public required ContactWay Way { get; init; }

    /// <summary>1–5: how it went.</summary>
    public required int Went { get; init; }

    /// <summary>For the two and the coordinator; encrypted.</summary>
    public required Sealed Text { get; init; }

    public required DateTimeOffset At { get; init; }
}
