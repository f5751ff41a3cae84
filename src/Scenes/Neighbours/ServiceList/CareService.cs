using Linli.Platform.Data;

namespace Linli.Neighbours.ServiceList;

/// <summary>A service of the neighbours' list (邻服务清单): what there is for whom. Services are data.</summary>
internal sealed class CareService : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The community, or the joined communities, whose residents it serves.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string WhatZh { get; set; }

    public required string WhatEn { get; set; }

    public required string Provider { get; set; }

    /// <summary>How often, in words.</summary>
    public required string OftenZh { get; set; }

    public required string OftenEn { get; set; }

    /// <summary>A telephone for the public or a place: never somebody's own number.</summary>
    public required string Contact { get; set; }

    /// <summary>Codes of special-care groups, each between blanks: being listed in any of them entitles. Empty for no group.</summary>
    public required string Groups { get; set; }

    /// <summary>Completed years from and up to which it is for; both count with the groups as "or" where both are given.</summary>
    public int? MinAge { get; set; }

    public int? MaxAge { get; set; }

    /// <summary>Code of the action or project it belongs to, if any.</summary>
    public string? Project { get; set; }

    /// <summary>Where the entitlement comes from, such as a notice of the street.</summary>
    public string? Source { get; set; }

    /// <summary>What residents pay, in fen; 0 for nothing, <c>null</c> where it is not said.</summary>
    public long? PriceFen { get; set; }

    /// <summary>What the same costs outside (普惠价对照), in fen, and where that was seen.</summary>
    public long? MarketFen { get; set; }

    public string? MarketSource { get; set; }

    public DateOnly From { get; set; }

    /// <summary>Last local day.</summary>
    public DateOnly? To { get; set; }
}

/// <summary>What kind of undertaking a page is about.</summary>
internal enum ProjectKind
{
    /// <summary>行动.</summary>
    Action,

    /// <summary>公益项目.</summary>
    Project,
}

/// <summary>An action or a public-benefit project with a page of its own.</summary>
internal sealed class Project : IScoped
{
    /// <summary>Unique, such as <c>lamp</c>.</summary>
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required ProjectKind Kind { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string AboutZh { get; set; }

    public required string AboutEn { get; set; }

    public required string Icon { get; set; }

    public int Order { get; set; }
}

/// <summary>Something a project does on a day.</summary>
internal sealed class ProjectActivity
{
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public required string Place { get; init; }

    /// <summary>What came of it, once it is over.</summary>
    public string? Outcome { get; set; }
}
