using Linli.Platform.Data;

namespace Linli.Market.Shops;

/// <summary>How a shop sells (店铺服务约定): what it promises to those who order.</summary>
internal sealed class ShopTerms : IScoped
{
    /// <summary>Code of the merchant's team.</summary>
    public required string Shop { get; init; }

    public required string Scope { get; init; }

    /// <summary>Whether orders are taken at the moment.</summary>
    public bool TakesOrders { get; set; } = true;

    /// <summary>Where orders are picked up.</summary>
    public string? PickUpPlace { get; set; }

    /// <summary>When, in words.</summary>
    public string? PickUpHours { get; set; }

    /// <summary>What bringing home costs, in fen.</summary>
    public long FeeFen { get; set; }

    /// <summary>From this worth of goods on it costs nothing; <c>null</c> for never.</summary>
    public long? FreeFromFen { get; set; }

    /// <summary>For how many days after the hand-over something may be sent back.</summary>
    public int AfterSalesDays { get; set; } = 7;
}

/// <summary>A time of day in which a shop brings goods home (配送时段), every day.</summary>
internal sealed class DeliveryWindow
{
    public required string Shop { get; init; }

    /// <summary>Local time.</summary>
    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    /// <summary>How many orders fit in; <c>null</c> for any number.</summary>
    public int? Most { get; init; }
}
