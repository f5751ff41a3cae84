using Linli.Platform.Data;

namespace Linli.Governance.Leads;

/// <summary>What a lead is about (五类问题, S100).</summary>
internal enum LeadKind
{
    /// <summary>水污染.</summary>
    Water,

    /// <summary>空气污染.</summary>
    Air,

    /// <summary>土壤污染.</summary>
    Soil,

    /// <summary>违法建设.</summary>
    Building,

    /// <summary>非法捕鱼.</summary>
    Fishing,
}

/// <summary>By which way it came (五路来源, S100).</summary>
internal enum LeadInflow
{
    /// <summary>基层治理四平台.</summary>
    Platform,

    /// <summary>政务服务热线.</summary>
    Hotline,

    /// <summary>智慧城管.</summary>
    CityManagement,

    /// <summary>餐饮业一体化智治平台.</summary>
    Catering,

    /// <summary>自主巡查, with its high cameras and sensors.</summary>
    Patrol,
}

/// <summary>How a lead stands.</summary>
internal enum LeadState
{
    /// <summary>待核实: a machine or another system says so, and nobody has looked.</summary>
    Waiting,

    /// <summary>已核实: a person looked, and it is a case.</summary>
    Verified,

    /// <summary>不成立: a person looked, and it is none.</summary>
    Rejected,
}

/// <summary>Something that may be a case (线索, R14): seen by nobody but those who verify, until one of them has looked.</summary>
internal sealed class Lead : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required LeadKind Kind { get; init; }

    public required LeadInflow Inflow { get; init; }

    /// <summary>Code of the device that believes to have seen it; <c>null</c> where people or other systems say so.</summary>
    public string? Device { get; init; }

    /// <summary>Id of the engine's alarm behind it.</summary>
    public Guid? Alarm { get; init; }

    /// <summary>What the source calls it: the same lead told twice is one.</summary>
    public required string Reference { get; init; }

    /// <summary>Where its picture lies, in the words of the source.</summary>
    public string? Picture { get; init; }

    public string? Note { get; init; }

    /// <summary>WGS-84.</summary>
    public required double Longitude { get; init; }

    public required double Latitude { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required LeadState State { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public Guid? DecidedBy { get; set; }

    /// <summary>What the person saw, or why it is none.</summary>
    public string? Finding { get; set; }

    public Guid? Case { get; set; }

    /// <summary>Why no case could be opened, as a code.</summary>
    public string? CaseRefused { get; set; }
}

/// <summary>
/// What the law asks of a device whose records are to prove something (R14, Administrative Penalty Law art. 41): reviewed legally and technically,
/// marked on the spot, its location published.
/// </summary>
internal sealed class EvidenceDevice : IScoped
{
    /// <summary>Code of the device.</summary>
    public required string Device { get; init; }

    public required string Scope { get; init; }

    /// <summary>Where it stands, in words that are published.</summary>
    public required string Place { get; set; }

    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    public DateOnly? ReviewedOn { get; set; }

    /// <summary>Who reviewed it, and the number of the paper.</summary>
    public string? Review { get; set; }

    public DateOnly? MarkedOn { get; set; }

    public DateOnly? PublishedOn { get; set; }

    /// <summary>Whether it has all three on a day.</summary>
    public bool IsFit(DateOnly day) => ReviewedOn <= day && MarkedOn <= day && PublishedOn <= day && Review is not null;
}
