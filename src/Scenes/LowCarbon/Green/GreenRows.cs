using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.LowCarbon.Green;

/// <summary>Kinds of greenery (绿化类型).</summary>
internal enum GreenKind
{
    /// <summary>立体绿化墙.</summary>
    GreenWall,

    /// <summary>空中花园.</summary>
    SkyGarden,

    /// <summary>屋顶花园.</summary>
    RoofGarden,

    /// <summary>高线公园.</summary>
    LinearPark,

    /// <summary>树广场.</summary>
    TreeSquare,

    /// <summary>绿地与绿篱.</summary>
    Lawn,

    /// <summary>名木与行道树.</summary>
    Trees,
}

/// <summary>How it is.</summary>
internal enum GreenState
{
    /// <summary>长势良好.</summary>
    Thriving,

    /// <summary>需要养护.</summary>
    NeedsCare,

    /// <summary>补种中.</summary>
    Replanting,
}

/// <summary>A piece of greenery that somebody keeps (绿化资产).</summary>
internal sealed class GreenAsset : IScoped
{
    public required string Code { get; init; }

    /// <summary>The building it grows on, or the place it lies in.</summary>
    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required GreenKind Kind { get; set; }

    public required GreenState State { get; set; }

    /// <summary>Square decimetres; <c>null</c> while not measured.</summary>
    public int? AreaDm2 { get; set; }

    public DateOnly? Planted { get; set; }

    /// <summary>Who keeps it: a team or a company, no private person.</summary>
    public required string Keeper { get; set; }

    public string? Species { get; set; }

    public string? Note { get; set; }

    public string? Project { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }
}

/// <summary>Plants of a balcony (每户微花园).</summary>
internal enum BalconyPlants
{
    /// <summary>草花.</summary>
    Flowers,

    /// <summary>蔬菜香草.</summary>
    Vegetables,

    /// <summary>多肉.</summary>
    Succulents,

    /// <summary>攀援植物.</summary>
    Climbers,

    /// <summary>木本盆栽.</summary>
    Shrubs,
}

/// <summary>A resident's own balcony garden. Only they see it; staff see how many there are.</summary>
internal sealed class BalconyGarden : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The community the resident lives in.</summary>
    public required string Scope { get; set; }

    /// <summary>Names of <see cref="BalconyPlants"/>, separated by <c>|</c>.</summary>
    public required string Plants { get; set; }

    public int? AreaDm2 { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A project people may read facts about.</summary>
internal sealed class GreenProject
{
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string AboutZh { get; set; }

    public required string AboutEn { get; set; }
}

/// <summary>How exact a figure is.</summary>
internal enum Exactness
{
    /// <summary>The figure.</summary>
    Exact,

    /// <summary>约.</summary>
    About,

    /// <summary>超过.</summary>
    MoreThan,
}

/// <summary>A fact about a project: a figure or a sentence, with its date and source.</summary>
internal sealed class ProjectFact
{
    public required string Project { get; init; }

    public required string Code { get; init; }

    public required int Position { get; init; }

    public required string LabelZh { get; init; }

    public required string LabelEn { get; init; }

    public decimal? Value { get; init; }

    public Exactness Exactness { get; init; }

    public string? UnitZh { get; init; }

    public string? UnitEn { get; init; }

    public string? TextZh { get; init; }

    public string? TextEn { get; init; }

    public required DateOnly AsOf { get; init; }

    public required string Source { get; init; }
}

/// <summary>Words of greenery.</summary>
internal static class GreenWords
{
    public static Phrase Of(GreenKind kind) => kind switch
    {
        GreenKind.GreenWall => ("立体绿化墙", "Green wall"),
        GreenKind.SkyGarden => ("空中花园", "Sky garden"),
        GreenKind.RoofGarden => ("屋顶花园", "Roof garden"),
        GreenKind.LinearPark => ("高线公园", "High-line park"),
        GreenKind.TreeSquare => ("树广场", "Square of trees"),
        GreenKind.Lawn => ("绿地与绿篱", "Lawns and hedges"),
        _ => ("名木与行道树", "Trees"),
    };

    public static Phrase Of(GreenState state) => state switch
    {
        GreenState.Thriving => ("长势良好", "Thriving"),
        GreenState.NeedsCare => ("需要养护", "Needs care"),
        _ => ("补种中", "Being replanted"),
    };

    public static Phrase Of(BalconyPlants plants) => plants switch
    {
        BalconyPlants.Flowers => ("草花", "Flowers"),
        BalconyPlants.Vegetables => ("蔬菜香草", "Vegetables and herbs"),
        BalconyPlants.Succulents => ("多肉", "Succulents"),
        BalconyPlants.Climbers => ("攀援植物", "Climbers"),
        _ => ("木本盆栽", "Potted shrubs"),
    };

    /// <summary>The category under which trouble with it is reported.</summary>
    public static string CategoryOf(GreenKind kind) => kind is GreenKind.Trees or GreenKind.TreeSquare ? "tree" : "lawn";
}
