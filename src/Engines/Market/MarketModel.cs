using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.Market.Reports;
using Linli.Market.Tariffs;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market;

/// <summary>The tables of the engine.</summary>
internal static class MarketModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        Machines.MachineParts.Map(model);
        TariffParts.Map(model);
        GoodsParts.Map(model);
        OrderParts.Map(model);
        ReportParts.Map(model);
        Redemption.RedemptionParts.Map(model);
    }
}
