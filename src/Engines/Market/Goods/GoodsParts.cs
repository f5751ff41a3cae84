using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.Market.Townships;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Goods;

/// <summary>Goods and stock: what they bring to the engine.</summary>
internal static class GoodsParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<StockBook>().AddScoped<IGoods>(s => s.GetRequiredService<StockBook>()).AddScoped<ShopReach>().AddScoped<TownshipBook>()
            .AddScoped<IFileGuard, GoodsFileGuard>();
        module.UseCase<KeepGoodsHandler>().UseCase<ListOwnGoodsHandler>().UseCase<MoveStockHandler>().UseCase<ReadStockHandler>();
        module.Pages(new NavigationItem(Workspace.Merchant, "/shop/goods", ("商品与库存", "Goods and stock"), "package", MarketPermissions.Sell, 20));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<GoodsRow>(e =>
        {
            e.ToTable("market_goods").HasKey(g => g.Id);
            e.Property(g => g.Shop).HasMaxLength(60);
            e.Property(g => g.NameZh).HasMaxLength(40);
            e.Property(g => g.NameEn).HasMaxLength(60);
            e.Property(g => g.UnitZh).HasMaxLength(12);
            e.Property(g => g.UnitEn).HasMaxLength(24);
            e.Property(g => g.About).HasMaxLength(500);
            e.Property(g => g.Township).HasMaxLength(40);
            e.Property(g => g.Origin).HasMaxLength(40);
            e.Property(g => g.Version).IsConcurrencyToken();
            e.HasIndex(g => g.Shop);
            e.HasIndex(g => new { g.Scope, g.Category });
        });
        model.Entity<StockRow>(e =>
        {
            e.ToTable("market_stock", t => t.HasCheckConstraint("ck_market_stock_count", "\"Count\" IS NULL OR \"Count\" >= 0")).HasKey(s => s.Goods);
            e.Property(s => s.Goods).ValueGeneratedNever();
        });
        model.Entity<StockMove>(e =>
        {
            e.ToTable("market_stock_move").HasKey(m => new { m.Goods, m.Number });
            e.Property(m => m.Why).HasMaxLength(40);
            e.Property(m => m.Subject).HasMaxLength(100);
            e.Property(m => m.Note).HasMaxLength(100);
            e.HasIndex(m => m.Subject).HasFilter("\"Subject\" IS NOT NULL");
        });
        model.Entity<Township>(e =>
        {
            e.ToTable("market_township").HasKey(t => t.Code);
            e.Property(t => t.Code).HasMaxLength(40);
            e.HasIndex(t => t.Scope);
        });
    }
}
