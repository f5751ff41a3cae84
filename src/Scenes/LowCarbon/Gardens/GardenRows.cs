using Linli.Platform.Data;

namespace Linli.LowCarbon.Gardens;

/// <summary>How plots are given out.</summary>
internal enum GardenWay
{
    /// <summary>先到先得.</summary>
    Queue,

    /// <summary>抽签.</summary>
    Lottery,
}

/// <summary>A season of garden plots (一米菜园) on a piece of greenery.</summary>
internal sealed class GardenSeason : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Code of the greenery the plots lie on.</summary>
    public required string Asset { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required GardenWay Way { get; init; }

    /// <summary>First and last local day of the season.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    /// <summary>Until when one can apply to be in the draw, UTC; later ones come last in the queue.</summary>
    public required DateTimeOffset ApplyUntil { get; init; }

    public required long FeeFen { get; init; }

    /// <summary>Random, made when the season was opened; its SHA-256 is public from then on, the seed itself from the draw.</summary>
    public required string Seed { get; init; }

    public DateTimeOffset? DrawnAt { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A plot.</summary>
internal sealed class GardenPlot : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Season { get; init; }

    public required string Scope { get; init; }

    public required int Number { get; init; }

    /// <summary>Square decimetres: 100 are a square metre.</summary>
    public required int AreaDm2 { get; init; }

    /// <summary>The application that holds it, or is offered it.</summary>
    public Guid? Application { get; set; }

    /// <summary>Until when whoever has it must look after it, once it was found neglected.</summary>
    public DateTimeOffset? WarnedUntil { get; set; }
}

/// <summary>How far an application is.</summary>
internal enum PlotState
{
    /// <summary>排队中.</summary>
    Waiting,

    /// <summary>待确认: a plot is offered until a moment.</summary>
    Offered,

    /// <summary>种植中.</summary>
    Holding,

    /// <summary>已放弃.</summary>
    Withdrawn,

    /// <summary>逾期未确认.</summary>
    Lapsed,

    /// <summary>已收回.</summary>
    Returned,
}

/// <summary>A household applies for a plot: one for each home.</summary>
internal sealed class PlotApplication : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Season { get; init; }

    public required string Scope { get; init; }

    public required Guid Home { get; set; }

    public required Guid Person { get; set; }

    public required Guid Account { get; set; }

    public required DateTimeOffset At { get; init; }

    public PlotState State { get; set; }

    /// <summary>Place in the queue; set by the draw, or behind everybody when later.</summary>
    public long? Rank { get; set; }

    public Guid? Plot { get; set; }

    public DateTimeOffset? OfferedUntil { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>The payment of the fee.</summary>
    public Guid? Payment { get; set; }
}

/// <summary>How a plot was found.</summary>
internal enum PlotFinding
{
    /// <summary>长势好.</summary>
    Growing,

    /// <summary>已收获.</summary>
    Harvested,

    /// <summary>荒废.</summary>
    Neglected,
}

/// <summary>Somebody looked at a plot.</summary>
internal sealed class PlotCheck
{
    public required Guid Id { get; init; }

    public required Guid Plot { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid? By { get; init; }

    public required PlotFinding Finding { get; init; }

    public string? Note { get; init; }
}
