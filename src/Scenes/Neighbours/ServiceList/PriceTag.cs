using Linli.Platform.Text;

namespace Linli.Neighbours.ServiceList;

/// <summary>An inclusive-price tag (普惠价, S30): what a service costs here, beside what the same costs outside.</summary>
/// <param name="Text">What stands on the tag.</param>
/// <param name="IsInclusive">Whether it is free, or cheaper than outside: only then it is called inclusive.</param>
/// <param name="Source">Where the price outside was seen.</param>
internal sealed record PriceTag(Phrase Text, bool IsInclusive, string? Source)
{
    /// <summary>The tag of a service; <c>null</c> where no price is said.</summary>
    public static PriceTag? Of(long? priceFen, long? marketFen, string? source)
    {
        if (priceFen is not { } price)
            return null;
        var (less, yuan) = (marketFen > price, Yuan.Short(price));
        if (!less)
            return price == 0 ? new(("普惠：免费", "Inclusive: free"), true, null) : new(($"{yuan} 元", $"¥{yuan}"), false, marketFen is null ? null : source);
        var (market, percent) = (Yuan.Short(marketFen!.Value), (int)((marketFen.Value - price) * 100 / marketFen.Value));
        return price == 0
            ? new(($"普惠：免费 · 市场约 {market} 元", $"Inclusive: free · about ¥{market} outside"), true, source)
            : new(($"普惠价 {yuan} 元 · 市场约 {market} 元，省 {percent}%", $"Inclusive price ¥{yuan} · about ¥{market} outside, {percent} % less"), true, source);
    }
}
