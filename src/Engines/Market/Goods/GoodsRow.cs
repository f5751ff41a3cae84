using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Text;

namespace Linli.Market.Goods;

/// <summary>What kind of goods (商品分类).</summary>
public enum GoodsCategory
{
    /// <summary>蔬菜.</summary>
    Vegetables,

    /// <summary>水果.</summary>
    Fruit,

    /// <summary>米面粮油.</summary>
    Grain,

    /// <summary>豆制品.</summary>
    Tofu,

    /// <summary>肉禽蛋.</summary>
    EggsAndMeat,

    /// <summary>茶与干货.</summary>
    TeaAndDried,

    /// <summary>熟食小吃.</summary>
    Snacks,

    /// <summary>花木.</summary>
    Plants,

    /// <summary>手工艺.</summary>
    Handicraft,

    /// <summary>日用.</summary>
    Household,

    /// <summary>便民服务: nothing is counted.</summary>
    Service,
}

/// <summary>Goods that a shop sells (商品). They are never deleted: orders name them.</summary>
internal sealed class GoodsRow : IScoped
{
    public required GoodsId Id { get; init; }

    /// <summary>Code of the merchant's team.</summary>
    public required string Shop { get; init; }

    /// <summary>Where the shop is.</summary>
    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required string UnitZh { get; set; }

    public required string UnitEn { get; set; }

    public string? About { get; set; }

    public required GoodsCategory Category { get; set; }

    public required long PriceFen { get; set; }

    /// <summary>Code of the partner township they come from.</summary>
    public string? Township { get; set; }

    /// <summary>Where they come from in the shop's own words, where that is no partner township.</summary>
    public string? Origin { get; set; }

    public FileId? Photo { get; set; }

    /// <summary>Whether they can be brought home, or must be picked up.</summary>
    public bool Delivers { get; set; }

    public bool OnSale { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    public required int Version { get; set; }

    public Phrase Name => new(NameZh, NameEn);

    public Phrase Unit => new(UnitZh, UnitEn);
}
