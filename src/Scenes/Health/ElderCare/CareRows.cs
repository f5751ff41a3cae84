using Linli.Bookings;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Health.ElderCare;

/// <summary>A centre of home care (居家养老服务中心): the facility record with its area.</summary>
internal sealed class CareCentre : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public string? About { get; set; }

    /// <summary>Code of the facility on the map.</summary>
    public string? Facility { get; set; }

    /// <summary>Code of its line in the space ledger.</summary>
    public string? Space { get; set; }

    /// <summary>Area in hundredths of a square metre.</summary>
    public required int AreaDm2 { get; set; }

    /// <summary>Beds for a rest or a night.</summary>
    public required int Beds { get; set; }

    /// <summary>Key of whoever runs it, as the ledger's operator.</summary>
    public required string Operator { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>What a centre offers.</summary>
internal enum CareKind
{
    /// <summary>照护服务, at the centre or at home: a bath, exercises, somebody who goes along to the doctor.</summary>
    Service,

    /// <summary>日间照料: a whole day with lunch and a rest.</summary>
    DayCare,
}

/// <summary>A service of a centre, booked like everything (养老服务项目).</summary>
internal sealed class CareService : IScoped
{
    public required Guid Id { get; init; }

    public required string Centre { get; init; }

    public required string Scope { get; init; }

    public required CareKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required int Minutes { get; init; }

    public required long PriceFen { get; set; }

    public OfferingId Offering { get; set; }

    /// <summary>When it was ended (停办), UTC.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public Phrase Name => (NameZh, NameEn);
}

/// <summary>How much help somebody needs (老年人能力等级), in the words of GB/T 42195-2022.</summary>
internal enum CareLevel
{
    /// <summary>能力完好.</summary>
    Able,

    /// <summary>轻度失能.</summary>
    Mild,

    /// <summary>中度失能.</summary>
    Moderate,

    /// <summary>重度失能.</summary>
    Severe,

    /// <summary>完全失能.</summary>
    Full,
}

/// <summary>How a plan stands.</summary>
internal enum PlanState
{
    /// <summary>待本人或家属同意.</summary>
    Proposed,

    /// <summary>执行中.</summary>
    Agreed,

    /// <summary>已结束.</summary>
    Ended,
}

/// <summary>What is done for somebody, how often, and to what end (照护计划). Health: level, goal and what is done lie sealed.</summary>
internal sealed class CarePlan : IScoped
{
    public required Guid Id { get; init; }

    public required string Centre { get; init; }

    public required string Scope { get; init; }

    public Guid? Person { get; set; }

    /// <summary>Name of a <see cref="CareLevel"/>.</summary>
    public required Sealed Level { get; set; }

    public required Sealed Goal { get; set; }

    public required PlanState State { get; set; }

    public required DateOnly From { get; init; }

    /// <summary>On this day it is looked at again.</summary>
    public required DateOnly ReviewOn { get; set; }

    public Guid? By { get; set; }

    /// <summary>Account of the person, or of who speaks for them in care.</summary>
    public Guid? AgreedBy { get; set; }

    public DateTimeOffset? AgreedAt { get; set; }

    /// <summary>For whom cannot agree on a phone: who signed on paper, and where the sheet lies (纸质同意); sealed.</summary>
    public Sealed? Paper { get; set; }

    /// <summary>What was found when it was looked at again (复评); sealed.</summary>
    public Sealed? Review { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>The day of review that everybody was reminded of.</summary>
    public DateOnly? RemindedOf { get; set; }

    /// <summary>Account of who ended it: the person, who speaks for them, or staff.</summary>
    public Guid? EndedBy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why staff ended it; the person reads it.</summary>
    public string? EndReason { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Something of a plan that is done every week.</summary>
internal sealed class CarePlanItem
{
    public required Guid Id { get; init; }

    public required Guid Plan { get; init; }

    public required Sealed What { get; init; }

    public required int TimesPerWeek { get; init; }
}

/// <summary>It was done (服务记录).</summary>
internal sealed class CareDone
{
    public required Guid Id { get; init; }

    public required Guid Item { get; init; }

    public required Guid Plan { get; init; }

    public required DateOnly Day { get; init; }

    public Guid? By { get; set; }

    public required DateTimeOffset At { get; init; }
}
