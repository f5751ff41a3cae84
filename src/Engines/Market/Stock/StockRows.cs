namespace Linli.Market.Stock;

/// <summary>How many of some goods there are (库存): the row that whoever takes or puts back locks. Changed by <see cref="StockBook"/> only.</summary>
internal sealed class StockRow
{
    public required GoodsId Goods { get; init; }

    /// <summary><c>null</c> where none is counted.</summary>
    public required long? Count { get; set; }

    /// <summary>How many moves there were.</summary>
    public required long Moves { get; set; }
}

/// <summary>One line of the stock ledger (库存流水). The counts of goods are the sum of their lines.</summary>
internal sealed class StockMove
{
    public required GoodsId Goods { get; init; }

    /// <summary>Its place among the moves of these goods, from 1 without a gap.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Above zero came in, below zero went out.</summary>
    public required long Change { get; init; }

    /// <summary>How many there were afterwards; <c>null</c> where none is counted.</summary>
    public required long? After { get; init; }

    /// <summary><c>receive</c>, <c>count</c>, <c>write-off</c>, or what the caller of <see cref="IGoods"/> said: <c>sale</c>, <c>redemption</c>.</summary>
    public required string Why { get; init; }

    /// <summary>The thing it is about, such as the id of an order.</summary>
    public string? Subject { get; init; }

    /// <summary>What staff of the shop wrote.</summary>
    public string? Note { get; init; }

    public Guid? By { get; init; }
}
