using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>Id of goods (商品).</summary>
public readonly record struct GoodsId(Guid Value) : ITypedId<GoodsId>
{
    /// <inheritdoc/>
    public static GoodsId From(Guid value) => new(value);
}

/// <summary>Goods as other parts see them.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Shop">Code of the merchant's team that sells them.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Unit">What one is: a jin, a bag.</param>
/// <param name="PriceFen">Price of one, in fen.</param>
/// <param name="Origin">Where they come from, such as the partner township; <c>null</c> where nobody said.</param>
/// <param name="Place">Where they are sold.</param>
/// <param name="Stock">How many there are now; <c>null</c> where none is counted, as for services.</param>
public sealed record GoodsLine(GoodsId Id, string Shop, Phrase Name, Phrase Unit, long PriceFen, Phrase? Origin, ScopePath Place, long? Stock);

/// <summary>So many of some goods.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Count">How many, above zero.</param>
public sealed record GoodsCount(GoodsId Goods, long Count);

/// <summary>Goods and their stock (商品与库存), for what sells them: orders, points, machines. Everything happens in the caller's transaction.</summary>
public interface IGoods
{
    /// <summary>Those of the goods that there are.</summary>
    Task<IReadOnlyList<GoodsLine>> Find(IReadOnlyCollection<GoodsId> goods, CancellationToken cancel);

    /// <summary>Takes from the stock, all or none; rows are locked in the order of their ids.</summary>
    /// <param name="what">What is taken.</param>
    /// <param name="why">What for, such as <c>sale</c>, <c>redemption</c>, <c>machine</c>.</param>
    /// <param name="subject">The thing it is about, such as the id of an order.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns><c>market.out_of_stock</c> (409) names the goods and how many are left; <c>market.goods_gone</c> (404) those nobody sells any more.</returns>
    Task<Result<Done>> Take(IReadOnlyList<GoodsCount> what, string why, string subject, CancellationToken cancel);

    /// <summary>Puts back what was taken for a subject, at most as much as was.</summary>
    Task<Result<Done>> PutBack(IReadOnlyList<GoodsCount> what, string why, string subject, CancellationToken cancel);
}
