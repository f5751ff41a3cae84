using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Market.Stock;

/// <summary>The decisions about stock.</summary>
internal static class StockRules
{
    /// <summary>More than this of anything is a slip of the finger.</summary>
    public const long Most = 10_000_000;

    /// <summary>Adds up what is asked for, goods by goods; <c>null</c> for a count that cannot be.</summary>
    public static SortedDictionary<Guid, long>? SumByGoods(IReadOnlyList<GoodsCount> what)
    {
        var sums = new SortedDictionary<Guid, long>();
        foreach (var (goods, count) in what)
        {
            if (count is <= 0 or > Most)
                return null;
            var sum = sums.GetValueOrDefault(goods.Value) + count;
            if (sum > Most)
                return null;
            sums[goods.Value] = sum;
        }

        return sums.Count == 0 ? null : sums;
    }

    public static Problem WrongCount => Problem.Invalid("count", "market.count_wrong", "数量应为 1 到 1000 万的整数。", "A count is a whole number from 1 to 10,000,000.");

    public static Problem OutOfStock(Phrase name, long left) => Problem.Conflict("market.out_of_stock",
        left == 0 ? $"“{name.Zh}”已经卖完了。" : $"“{name.Zh}”只剩 {left} 件，请减少数量。",
        left == 0 ? $"{name.En} is sold out." : $"Only {left} of {name.En} are left: take fewer.");

    public static Problem Gone(Phrase? name) => Problem.NotFound("market.goods_gone",
        name is { } known ? $"“{known.Zh}”已经下架了。" : "这件商品已经没有了。", name is { } there ? $"{there.En} is not sold any more." : "These goods are not sold any more.");

    public static Problem MoreThanTaken(Phrase name) => Problem.Conflict("market.put_back_too_many",
        $"“{name.Zh}”退回的数量超过当初取走的数量。", $"More of {name.En} would come back than was taken.");
}
