using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Market.Goods;

/// <summary>The decisions about goods.</summary>
internal static class GoodsRules
{
    /// <summary>Nothing in a community's market costs more: ¥100,000.</summary>
    public const long DearestFen = 10_000_000;

    public static IEnumerable<Problem> Faults(KeepGoods goods)
    {
        if (!PlainText.TryCleanLine(goods.NameZh, 40, out var zh) || zh.Length < 1)
            yield return Problem.Invalid("nameZh", "market.goods_name", "请填写名称（1–40 个字）。", "Give a name of 1–40 characters.");
        if (!PlainText.TryCleanLine(goods.NameEn, 60, out _))
            yield return Problem.Invalid("nameEn", "market.goods_name_en", "英文名称不超过 60 个字符。", "The English name has at most 60 characters.");
        if (!PlainText.TryCleanLine(goods.UnitZh, 12, out var unit) || unit.Length < 1)
            yield return Problem.Invalid("unitZh", "market.goods_unit", "请填写计量单位（1–12 个字），例如：斤、袋、份。", "Say what one is (1–12 characters): a jin, a bag, a portion.");
        if (!PlainText.TryCleanLine(goods.UnitEn, 24, out _))
            yield return Problem.Invalid("unitEn", "market.goods_unit_en", "英文单位不超过 24 个字符。", "The English unit has at most 24 characters.");
        if (!PlainText.TryClean(goods.About, 500, out _))
            yield return Problem.Invalid("about", "market.goods_about", "介绍不超过 500 个字。", "The description has at most 500 characters.");
        if (!PlainText.TryCleanLine(goods.Origin, 40, out _))
            yield return Problem.Invalid("origin", "market.goods_origin", "产地不超过 40 个字。", "The origin has at most 40 characters.");
        if (goods.PriceFen is < 1 or > DearestFen)
            yield return Problem.Invalid("priceFen", "market.price_range", "价格应为 0.01 到 100000 元。", "A price is ¥0.01 to ¥100,000.");
        if (!Enum.IsDefined(goods.Category))
            yield return Problem.Invalid("category", "market.category_unknown", "没有这个分类。", "There is no such category.");
    }
}
