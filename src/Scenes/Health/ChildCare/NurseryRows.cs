using Linli.Bookings;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Health.ChildCare;

/// <summary>Kinds of groups by age (班型); see <see cref="AgeRule"/> for what the law says of each (R33).</summary>
internal enum GroupKind
{
    /// <summary>乳儿班, 6 to 12 months.</summary>
    Baby,

    /// <summary>托小班, 12 to 24 months.</summary>
    Toddler,

    /// <summary>托大班, 24 to 36 months.</summary>
    Junior,

    /// <summary>混合班, 18 to 36 months.</summary>
    Mixed,

    /// <summary>家庭托育点.</summary>
    Family,
}

/// <summary>A house of child-care (托育园).</summary>
internal sealed class Nursery : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Code of the facility on the map.</summary>
    public string? Facility { get; set; }

    /// <summary>Code of its line in the space ledger: that the community gives the space is why the fee can be low.</summary>
    public string? Space { get; set; }

    /// <summary>Area in tenths of a square metre.</summary>
    public int? AreaDm2 { get; set; }

    /// <summary>Key of whoever runs it, as the ledger's operator.</summary>
    public required string Operator { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>A group of one term (班级): its places are the places of a series of bookings, its days the meetings.</summary>
internal sealed class NurseryGroup : IScoped
{
    public required Guid Id { get; init; }

    public required string Nursery { get; init; }

    public required string Scope { get; init; }

    public required GroupKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required int Places { get; set; }

    /// <summary>Carers employed for it.</summary>
    public required int Carers { get; set; }

    /// <summary>Fee of a month in fen.</summary>
    public required long FeeFen { get; set; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required TimeOnly Opens { get; init; }

    public required TimeOnly Closes { get; init; }

    public OfferingId Offering { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>What holds for a kind of group at a place and time (班额与配比), as data (R33).</summary>
internal sealed class AgeRule
{
    public required Guid Id { get; init; }

    /// <summary>Path of the place it holds in; the narrowest wins.</summary>
    public required string Jurisdiction { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>Completed months on the day of entering, at least …</summary>
    public required int LeastMonths { get; init; }

    /// <summary>… and below this.</summary>
    public required int UnderMonths { get; init; }

    public required int MostChildren { get; init; }

    public required int ChildrenPerCarer { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; init; }

    public required string Source { get; init; }
}

/// <summary>The cap of the inclusive fee and what the market asks (普惠限价与市场价), as data.</summary>
internal sealed class FeeRule : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>A month has to cost less than this, in fen.</summary>
    public required long CapFen { get; init; }

    public required long MarketLowFen { get; init; }

    public required long MarketHighFen { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public required string Source { get; init; }
}

/// <summary>A child of a group as its guardian describes it (入园登记).</summary>
internal sealed class NurseryChild : IScoped
{
    public required Guid Id { get; init; }

    public required ReservationId Reservation { get; init; }

    public required Guid Person { get; init; }

    public required Guid Group { get; init; }

    public required string Scope { get; init; }

    /// <summary>What the guardian lets the carers call the child (小名): the register's name of a child stays closed to staff (R38).</summary>
    public required string CallName { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A grown-up who may fetch a child (接送人).</summary>
internal sealed class Collector : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required string Scope { get; init; }

    /// <summary>Masked: 沈**. The full name is kept as a keyed hash only, so that the one on a document can be compared.</summary>
    public required string NameMask { get; init; }

    public required string NameHash { get; init; }

    /// <summary>外婆, such as the guardian says it.</summary>
    public required string Relation { get; init; }

    /// <summary>Keyed hash of the six digits.</summary>
    public required string CodeHash { get; set; }

    /// <summary>When the digits were given.</summary>
    public required DateTimeOffset CodeAt { get; set; }

    /// <summary>Account of the guardian who named them: what somebody said who is a guardian no more holds no longer.</summary>
    public Guid? By { get; set; }

    /// <summary>Only on this day; <c>null</c> for always.</summary>
    public DateOnly? Day { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>A child came or was fetched (接送记录).</summary>
internal sealed class Handover : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required Guid Group { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset CameAt { get; init; }

    public Guid? ReceivedBy { get; set; }

    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>Who fetched the child.</summary>
    public Guid? Collector { get; set; }

    /// <summary>Whether the code was said, rather than the name on a document compared.</summary>
    public bool ByCode { get; set; }

    public Guid? HandedBy { get; set; }
}

/// <summary>Somebody at the door was refused a child (交接被拒): digits or a name that were wrong.</summary>
internal sealed class HandoverAttempt : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset At { get; init; }

    public required bool ByCode { get; init; }

    /// <summary>The member of staff who typed it.</summary>
    public Guid? Account { get; set; }
}

/// <summary>A member of staff opened the list a child stands on (查看记录), once for each day: its guardians read it (R38).</summary>
internal sealed class NurseryLook : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Child { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public Guid? Account { get; set; }

    public required string Name { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>How many carers a group has on a day (当日带班).</summary>
internal sealed class CarersOfDay
{
    public required Guid Group { get; init; }

    public required DateOnly Day { get; init; }

    public required int Carers { get; set; }
}

/// <summary>The fee of a month that was paid (保育费).</summary>
internal sealed class NurseryFee : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Group { get; init; }

    public Guid? Person { get; set; }

    /// <summary>The place it was paid for.</summary>
    public required ReservationId Reservation { get; init; }

    public required string Scope { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Month { get; init; }

    public required long Fen { get; init; }

    public required TransferId Posting { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it was given back (退费), UTC.</summary>
    public DateTimeOffset? BackAt { get; set; }
}
