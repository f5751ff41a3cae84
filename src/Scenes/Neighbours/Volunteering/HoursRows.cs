using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Volunteering;

/// <summary>A certificate of hours (志愿服务证明), free of charge; anybody with its code can look whether it is true (R19).</summary>
internal sealed class VolunteerCertificate
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    /// <summary>What opens the page that says whether it is true.</summary>
    public required string Code { get; init; }

    public required Guid Person { get; set; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required long Minutes { get; init; }

    public required int Activities { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Set where what it says proved wrong.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>Where a request for hours stands.</summary>
internal enum ExchangeState
{
    /// <summary>待匹配.</summary>
    Asked,

    /// <summary>已匹配.</summary>
    Matched,

    /// <summary>已完成.</summary>
    Done,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>For whom hours may be used (R20): oneself and direct relatives. The register knows no kinship, so the giver says it.</summary>
internal enum ElderKin
{
    /// <summary>本人.</summary>
    Self,

    /// <summary>配偶.</summary>
    Spouse,

    /// <summary>父母，含配偶的父母.</summary>
    Parent,

    /// <summary>祖父母、外祖父母.</summary>
    Grandparent,
}

/// <summary>Hours given back as service for an elder (时间银行兑换, R20); never money.</summary>
internal sealed class HoursExchange : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whose hours.</summary>
    public required Guid Giver { get; set; }

    /// <summary>Who is looked after: the giver, or a parent or other direct relative.</summary>
    public required Guid Elder { get; set; }

    /// <summary>Who hears of it.</summary>
    public required Guid Account { get; set; }

    public required string Service { get; init; }

    /// <summary>How the elder is related to whoever gives the hours, as they say: staff who match look.</summary>
    public required ElderKin Kin { get; init; }

    /// <summary>What should be known; encrypted.</summary>
    public Sealed? Note { get; set; }

    public required DateTimeOffset StartsAt { get; init; }

    public required int Minutes { get; init; }

    /// <summary>80 and older and living alone come first.</summary>
    public required bool First { get; init; }

    /// <summary>From the common pool, for elders without hours of their own.</summary>
    public required bool FromPool { get; init; }

    public required ExchangeState State { get; set; }

    public HoldId? Hold { get; set; }

    public Guid? Volunteer { get; set; }

    public Guid? VolunteerAccount { get; set; }

    public Guid? MatchedBy { get; set; }

    public int? Served { get; set; }

    /// <summary>How much of it the volunteer did not store, because they have enough.</summary>
    public int Donated { get; set; }

    public string? Word { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>What the giver's hours went by, once the service was given.</summary>
    public TransferId? UsedTransfer { get; set; }

    /// <summary>What the volunteer's hours came by.</summary>
    public TransferId? GivenTransfer { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What holds for hours at a place from a day on (时间银行规则, R20).</summary>
internal sealed class VolunteerRule
{
    public required Guid Id { get; init; }

    /// <summary>Scope path of the place.</summary>
    public required string Jurisdiction { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>What one person stores at most; the rest goes to the common pool.</summary>
    public required int CapMinutes { get; init; }

    /// <summary>From what age somebody may be looked after for hours.</summary>
    public required int ElderAge { get; init; }

    /// <summary>From what age those who live alone come first.</summary>
    public required int FirstAge { get; init; }

    public required string Source { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}
