using Linli.Platform.Data;

namespace Linli.Places.Spaces;

/// <summary>Who a space belongs to.</summary>
internal enum OwnerKind
{
    /// <summary>政府.</summary>
    Government,

    /// <summary>国有企业.</summary>
    StateCompany,

    /// <summary>村社集体.</summary>
    Collective,

    /// <summary>全体业主.</summary>
    Homeowners,

    /// <summary>开发建设单位.</summary>
    Developer,

    /// <summary>其他单位或个人.</summary>
    Private,
}

/// <summary>What a space is at the moment.</summary>
internal enum SpaceState
{
    /// <summary>使用中.</summary>
    InUse,

    /// <summary>筹备中.</summary>
    Preparing,

    /// <summary>暂停开放.</summary>
    Closed,

    /// <summary>闲置.</summary>
    Idle,
}

/// <summary>A line of the space ledger (空间台账): a whole, such as a centre, or a part of one.</summary>
internal sealed class SpaceRow : IScoped
{
    public required string Code { get; init; }

    /// <summary>What its photo hangs on.</summary>
    public required Guid Id { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Code of the whole it lies in; a part has no parts itself.</summary>
    public string? PartOf { get; set; }

    /// <summary>Wholes that are counted together, such as the eight centres (归集).</summary>
    public string? Collection { get; set; }

    public string? CollectionEn { get; set; }

    /// <summary>Floor area in square decimetres, hundredths of a square metre; <c>null</c> while it has not been measured.</summary>
    public int? AreaDm2 { get; set; }

    /// <summary>The area is known only about (约).</summary>
    public bool AreaIsApproximate { get; set; }

    /// <summary>Why the parts together may be larger than the whole, such as a room used by two in turn.</summary>
    public string? OverlapNote { get; set; }

    public required OwnerKind OwnerKind { get; set; }

    public required string Owner { get; set; }

    /// <summary>What it was before (原用途).</summary>
    public string? FormerUse { get; set; }

    public string? FormerUseEn { get; set; }

    /// <summary>Codes of <see cref="SpaceUses"/>, separated by <c>|</c>.</summary>
    public required string AllowedUses { get; set; }

    public required Scene Scene { get; set; }

    public required SpaceState State { get; set; }

    public string? StateNote { get; set; }

    public string? OpeningHours { get; set; }

    public string? Phone { get; set; }

    public string? Address { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }

    /// <summary>The outline as GeoJSON geometry, WGS-84.</summary>
    public string? Outline { get; set; }

    /// <summary>Code of the facility people know it by on the map.</summary>
    public string? Facility { get; set; }

    public Guid? Photo { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Where an entry of use came from.</summary>
internal enum UseSource
{
    /// <summary>Written down by staff.</summary>
    Staff,

    /// <summary>From a booking that was used.</summary>
    Booking,
}

/// <summary>One use of a space on one day.</summary>
internal sealed class SpaceUseRow : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Space { get; init; }

    public required DateOnly Day { get; init; }

    public required int Minutes { get; init; }

    public required int Visits { get; init; }

    /// <summary>Path of the community whose people used it; <c>null</c> where nobody counted them apart (S27).</summary>
    public ScopePath? Community { get; init; }

    public required UseSource Source { get; init; }

    /// <summary>What makes the entry of a booking the same when it is sent again.</summary>
    public string? SourceKey { get; init; }

    public string? Note { get; init; }

    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A change of a line of the ledger.</summary>
internal sealed class SpaceChangeRow : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Space { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Name of who did it, as it was then.</summary>
    public required string By { get; init; }

    /// <summary>JSON: the old and new text by the name of the field.</summary>
    public required string What { get; init; }
}

/// <summary>A community that shares a space of another one (S27); spaces of a group are shared by all of it.</summary>
internal sealed class SpaceShareRow
{
    public required string Space { get; init; }

    public required ScopePath Community { get; init; }
}
