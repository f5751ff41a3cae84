namespace Linli.Market.Cart;

/// <summary>What somebody means to buy (购物车).</summary>
internal sealed class CartLine
{
    public required Guid Person { get; init; }

    public required GoodsId Goods { get; init; }

    public required long Count { get; set; }

    /// <summary>The price they saw when they put it in, or last agreed to.</summary>
    public required long SeenFen { get; set; }

    /// <summary>The live event it was put in from.</summary>
    public Guid? Event { get; set; }

    public required DateTimeOffset At { get; set; }
}
