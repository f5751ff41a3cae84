using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Neighbours.Volunteering;

/// <summary>A registered volunteer (注册志愿者, R19): identity from the register, skills and time from the person.</summary>
internal sealed class Volunteer : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>What people read out: ZY-000123.</summary>
    public required string Number { get; init; }

    public required string Scope { get; set; }

    public required Guid Person { get; init; }

    public required Guid Account { get; set; }

    /// <summary>Codes separated by blanks.</summary>
    public required string Skills { get; set; }

    /// <summary>Codes separated by blanks.</summary>
    public required string Times { get; set; }

    /// <summary>Whom to call in an emergency; encrypted.</summary>
    public Sealed? Emergency { get; set; }

    /// <summary>Whether they would lead an activity.</summary>
    public required bool WouldLead { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Where an activity stands.</summary>
internal enum ActivityState
{
    /// <summary>草稿.</summary>
    Draft,

    /// <summary>招募中, or held once its time is over.</summary>
    Open,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>A volunteer activity (志愿活动) with its time, place and zone.</summary>
internal sealed class VolunteerActivity : IScoped
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Scope { get; init; }

    public required string Title { get; set; }

    public required string About { get; set; }

    /// <summary>Where people meet, in words.</summary>
    public required string Meeting { get; set; }

    /// <summary>GeoJSON geometry in WGS-84: a point, line or area.</summary>
    public required string Zone { get; set; }

    /// <summary>Metres around the zone that still count as within.</summary>
    public required int Tolerance { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public required int Capacity { get; set; }

    /// <summary>What is handed out or brought: vest, tongs, bag.</summary>
    public required string Equipment { get; set; }

    public required int MinAge { get; set; }

    /// <summary>Dangerous: opens only with insurance confirmed (R19).</summary>
    public required bool Dangerous { get; set; }

    /// <summary>Insurer and policy.</summary>
    public string? Insurance { get; set; }

    public Guid? InsuredBy { get; set; }

    public DateTimeOffset? InsuredAt { get; set; }

    /// <summary>The team whose activity it is; its hours go to the common pool (团体时长只用于捐赠, R20).</summary>
    public string? Team { get; set; }

    /// <summary>Account of whoever leads it.</summary>
    public required Guid Leader { get; set; }

    /// <summary>What the codes at the meeting point are made of.</summary>
    public required Sealed Secret { get; init; }

    public required ActivityState State { get; set; }

    public string? CancelReason { get; set; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the leader was told of people who did not check out.</summary>
    public DateTimeOffset? RemindedAt { get; set; }
}

/// <summary>Where a sign-up stands.</summary>
internal enum SignUpState
{
    /// <summary>待监护人同意.</summary>
    WaitingGuardian,

    /// <summary>候补.</summary>
    Waiting,

    /// <summary>已报名.</summary>
    Taken,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>How somebody showed that they were there, or left; the position itself is not kept.</summary>
internal enum PresenceWay
{
    /// <summary>手机定位在活动范围内.</summary>
    Position,

    /// <summary>现场口令或二维码.</summary>
    Code,

    /// <summary>领队点名.</summary>
    Leader,
}

/// <summary>Somebody's place in an activity, and what came of it.</summary>
internal sealed class SignUp
{
    public required Guid Id { get; init; }

    public required Guid Activity { get; init; }

    public required Guid Person { get; init; }

    /// <summary>Who is told: the person's own account, or that of whoever signed them up.</summary>
    public required Guid Account { get; set; }

    public required SignUpState State { get; set; }

    /// <summary>The order of the wait-list.</summary>
    public required DateTimeOffset At { get; set; }

    public Guid? Guardian { get; set; }

    public DateTimeOffset? GuardianAt { get; set; }

    public DateTimeOffset? InAt { get; set; }

    public PresenceWay? InWay { get; set; }

    public DateTimeOffset? OutAt { get; set; }

    public PresenceWay? OutWay { get; set; }

    /// <summary>What was recorded.</summary>
    public int? Minutes { get; set; }

    /// <summary>How much of it went to the common pool.</summary>
    public int Donated { get; set; }

    public long Points { get; set; }

    /// <summary>Why there were fewer points than hours, in both languages.</summary>
    public string? WhyZh { get; set; }

    public string? WhyEn { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>When it was recorded first: certificates made later speak of it.</summary>
    public DateTimeOffset? RecordedAt { get; set; }

    /// <summary>Who decided, where somebody did.</summary>
    public Guid? SettledBy { get; set; }

    /// <summary>Why it was decided or corrected; the person reads it.</summary>
    public string? Word { get; set; }

    /// <summary>How often it was recorded: each time is a posting of its own.</summary>
    public int Round { get; set; }

    public TransferId? Transfer { get; set; }

    /// <summary>Recorded although it did not happen: stays for the credit file (R19).</summary>
    public DateTimeOffset? ForgedAt { get; set; }

    public Guid? ForgedBy { get; set; }

    public string? ForgedWhy { get; set; }

    public int Version { get; set; }
}
