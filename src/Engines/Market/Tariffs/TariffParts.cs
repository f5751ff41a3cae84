using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Tariffs;

/// <summary>What the tariffs bring to the engine.</summary>
internal static class TariffParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<ITariffs, TariffBook>();
        module.UseCase<SaveTariffHandler>().UseCase<ListTariffsHandler>().UseCase<TryTariffHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/tariffs", ("价格规则", "Tariffs"), "receipt-tax", MarketPermissions.Tariffs, 345, NavigationSection.Trade));
    }

    public static void Map(ModelBuilder model) => model.Entity<TariffVersion>(e =>
    {
        e.ToTable("market_tariff").HasKey(t => t.Id);
        e.HasIndex(t => new { t.Scope, t.Code, t.Number }).IsUnique();
        e.HasIndex(t => t.Code);
        e.Property(t => t.Code).HasMaxLength(40);
        e.Property(t => t.NameZh).HasMaxLength(40);
        e.Property(t => t.NameEn).HasMaxLength(80);
        e.Property(t => t.Source).HasMaxLength(200);
    });
}
