using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Enterprise.Desks;

/// <summary>What a membership brings besides hot desks.</summary>
internal enum PlanKind
{
    /// <summary>流动工位: any desk that is free.</summary>
    Flex,

    /// <summary>固定工位: a desk of one's own, by the month.</summary>
    Fixed,
}

/// <summary>How a membership stands.</summary>
internal enum MembershipState
{
    /// <summary>待审核.</summary>
    Applied,

    /// <summary>待付款: approved, the desk is kept.</summary>
    Approved,

    /// <summary>使用中: paid until a day, which may lie ahead of its begin too.</summary>
    Active,

    /// <summary>未通过.</summary>
    Refused,

    /// <summary>已撤回.</summary>
    Withdrawn,

    /// <summary>逾期未付.</summary>
    Lapsed,

    /// <summary>已到期或已退出.</summary>
    Ended,
}

/// <summary>A space with shared desks (共享办公空间): a line of the space ledger, lent desk by desk.</summary>
internal sealed class DeskSpace : IScoped
{
    /// <summary>Code of the space in the ledger.</summary>
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Desks that are lent by the half-day.</summary>
    public required int HotDesks { get; set; }

    /// <summary>What half a day costs whoever is no member.</summary>
    public required long GuestFen { get; set; }

    public required TimeOnly From { get; set; }

    /// <summary>Where the first half of the day ends and the second begins.</summary>
    public required TimeOnly Noon { get; set; }

    public required TimeOnly Until { get; set; }

    public OfferingId Offering { get; set; }

    /// <summary>The last day whose halves were made.</summary>
    public DateOnly? PlannedUntil { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A meeting room of such a space (会议室), by the hour.</summary>
internal sealed class MeetingRoom : IScoped
{
    public required Guid Id { get; init; }

    public required string Space { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required int Seats { get; set; }

    /// <summary>What an hour costs whoever is no member.</summary>
    public required long GuestFen { get; set; }

    public required TimeOnly From { get; set; }

    public required TimeOnly Until { get; set; }

    public required bool Open { get; set; }

    public OfferingId Offering { get; set; }

    public DateOnly? PlannedUntil { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A desk for one membership at a time (固定工位).</summary>
internal sealed class FixedDesk : IScoped
{
    public required Guid Id { get; init; }

    public required string Space { get; init; }

    public required string Scope { get; init; }

    public required int Number { get; init; }

    /// <summary>First local day on which it was there, and the first on which it is not any more.</summary>
    public required DateOnly Since { get; init; }

    public DateOnly? Gone { get; set; }

    /// <summary>Who has it, or for whom it is kept until they paid; changed under the lock of the space only.</summary>
    public Guid? Membership { get; set; }
}

/// <summary>A plan (会员方案): what a month costs, and what it includes.</summary>
internal sealed class DeskPlan : IScoped
{
    public required Guid Id { get; init; }

    public required string Space { get; init; }

    public required string Scope { get; init; }

    public required PlanKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required long FeeFen { get; set; }

    /// <summary>Hours of meeting rooms in each calendar month, for the whole team.</summary>
    public required int RoomHours { get; set; }

    /// <summary>What a member pays for half a day at a hot desk.</summary>
    public required long DeskFen { get; set; }

    /// <summary>What a member pays for an hour of a room beyond the included ones.</summary>
    public required long RoomFen { get; set; }

    /// <summary>Most people of the team.</summary>
    public required int Seats { get; set; }

    public required bool Open { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A membership of a person or a team (会员). What was agreed is kept: a plan that changes later changes nothing here until it is renewed.</summary>
internal sealed class Membership : IScoped
{
    public required Guid Id { get; init; }

    public required string Space { get; init; }

    public required Guid Plan { get; init; }

    public required PlanKind Kind { get; init; }

    public required string Scope { get; init; }

    /// <summary>Who applied, pays and invites; <c>null</c> once their data were deleted.</summary>
    public required Guid? Person { get; set; }

    public required Guid Account { get; set; }

    public required string Team { get; set; }

    public required string Purpose { get; set; }

    /// <summary>On which day it should begin.</summary>
    public required DateOnly Wished { get; init; }

    public required MembershipState State { get; set; }

    public required long FeeFen { get; set; }

    public required int RoomHours { get; set; }

    public required long DeskFen { get; set; }

    public required long RoomFen { get; set; }

    public required int Seats { get; set; }

    /// <summary>First day; set by the first payment.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last day that is paid.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Whether it was given notice: it runs out and is not renewed.</summary>
    public bool Leaving { get; set; }

    /// <summary>Number of the fixed desk.</summary>
    public int? Desk { get; set; }

    /// <summary>What others type to join the team.</summary>
    public string? Invite { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset? PayBefore { get; set; }

    /// <summary>The end of which people were told.</summary>
    public DateOnly? WarnedOf { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Somebody of a team (团队成员); a row of those who left stays, so that their hours still count for the month.</summary>
internal sealed class TeamMember : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Membership { get; init; }

    public required string Scope { get; init; }

    public required Guid? Person { get; set; }

    public required Guid Account { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>Months that were paid together (缴费期).</summary>
internal sealed class MembershipTerm : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Membership { get; init; }

    public required string Space { get; init; }

    public required string Scope { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Last day; earlier than paid where months were given back.</summary>
    public required DateOnly Until { get; set; }

    public required int Months { get; init; }

    public required long FeeFen { get; init; }

    /// <summary>The transfer; <c>null</c> for a plan that costs nothing.</summary>
    public required Guid? Posting { get; init; }

    public long BackFen { get; set; }

    public required DateTimeOffset At { get; init; }
}
