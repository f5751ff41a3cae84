using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.Market.Reports;
using Linli.Market.Tariffs;
using Linli.Platform.Modules;

namespace Linli.Market;

/// <summary>Goods and stock, prices, orders, redemption of points and unattended machines (市集): each sale, its payment and its stock move as one.</summary>
public sealed class MarketModule : IModule
{
    /// <inheritdoc/>
    public string Name => "market";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        TariffParts.Declare(module);
        module.Tables(MarketModel.Map).Permissions(MarketPermissions.All);
        Machines.MachineParts.Declare(module);
        GoodsParts.Declare(module);
        OrderParts.Declare(module);
        ReportParts.Declare(module);
        Redemption.RedemptionParts.Declare(module);
    }
}
