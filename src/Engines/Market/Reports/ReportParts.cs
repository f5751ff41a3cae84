using Linli.Market.Live;
using Linli.Market.Tenancies;
using Linli.Market.Townships;
using Linli.Market.Zones;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Reports;

/// <summary>Live sales, tenancies, partner townships, zones and reports: what they bring to the engine.</summary>
internal static class ReportParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<SalesBook>().AddScoped<RentBook>().AddScoped<Shops.ShopList>();
        module.UseCase<KeepLiveHandler>().UseCase<ListLiveHandler>().UseCase<ReadSalesHandler>().UseCase<ExportSalesHandler>().UseCase<ReadShopAccountHandler>()
            .UseCase<KeepTenancyHandler>().UseCase<ListTenanciesHandler>().UseCase<KeepTownshipHandler>().UseCase<KeepZonesHandler>();
        module.Pages(
            new NavigationItem(Workspace.Merchant, "/shop/sales", ("销售与账款", "Sales and account"), "chart-bar", MarketPermissions.Sell, 30),
            new NavigationItem(Workspace.Merchant, "/shop/live", ("直播带货", "Live sales"), "broadcast", MarketPermissions.Sell, 50),
            new NavigationItem(Workspace.Staff, "/desk/market", ("线上市集", "Market"), "basket", MarketPermissions.Read, 340, NavigationSection.Trade),
            new NavigationItem(Workspace.Staff, "/desk/market/tenancies", ("商铺租约与结对", "Tenancies and townships"), "building-store", MarketPermissions.Read, 350, NavigationSection.Trade),
            new NavigationItem(Workspace.Staff, "/desk/market/zones", ("市集分区", "Market zones"), "map-2", MarketPermissions.Tenancies, 355, NavigationSection.Trade));
        module.Job<ChargeRents>(TimeSpan.FromHours(1)).Demo<MarketDemo>(76);
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Tenancy>(e =>
        {
            e.ToTable("market_tenancy").HasKey(t => t.Id);
            e.Property(t => t.Shop).HasMaxLength(60);
            e.Property(t => t.Space).HasMaxLength(60);
            e.Property(t => t.Landlord).HasMaxLength(40);
            e.HasIndex(t => t.Shop);
            e.HasIndex(t => t.Scope);
        });
        model.Entity<RentWaiver>(e =>
        {
            e.ToTable("market_rent_waiver").HasKey(w => w.Id);
            e.Property(w => w.Reason).HasMaxLength(200);
            e.Property(w => w.Decision).HasMaxLength(100);
            e.HasIndex(w => w.Tenancy);
        });
        model.Entity<RentMonth>(e => e.ToTable("market_rent_month").HasKey(m => new { m.Tenancy, m.Month }));
        model.Entity<Zone>(e =>
        {
            e.ToTable("market_zone").HasKey(z => z.Code);
            e.Property(z => z.Code).HasMaxLength(40);
            e.Property(z => z.NameZh).HasMaxLength(12);
            e.Property(z => z.NameEn).HasMaxLength(40);
            e.Property(z => z.About).HasMaxLength(200);
            e.Property(z => z.Icon).HasMaxLength(40);
        });
        model.Entity<ZoneService>(e =>
        {
            e.ToTable("market_zone_service").HasKey(s => s.Id);
            e.Property(s => s.Zone).HasMaxLength(40);
            e.Property(s => s.NameZh).HasMaxLength(30);
            e.Property(s => s.NameEn).HasMaxLength(60);
            e.Property(s => s.About).HasMaxLength(200);
            e.Property(s => s.Where).HasMaxLength(40);
            e.Property(s => s.Hours).HasMaxLength(60);
            e.Property(s => s.Phone).HasMaxLength(20);
            e.Property(s => s.Path).HasMaxLength(100);
            e.Property(s => s.Shop).HasMaxLength(60);
            e.HasIndex(s => s.Zone);
        });
    }
}
