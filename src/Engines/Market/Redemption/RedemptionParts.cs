using Linli.Ledger;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Redemption;

/// <summary>What redeeming points (S31, S32, S33) brings to the engine.</summary>
internal static class RedemptionParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<RedemptionBook>().AddScoped<IPersonalData, RedemptionPersonalData>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(RedemptionBook.Poster, ("“积分兑换站”里冲正这次兑换，积分、库存和券会一起退回", "undo the redemption at the redemption stations, and points, stock and vouchers go back together"), "/desk/redemption"));
        module.Permissions(RedemptionPermissions.All);
        module.UseCase<KeepStationHandler>().UseCase<CatalogueHandler>().UseCase<RedeemAtTerminalHandler>().UseCase<ReserveForPointsHandler>().UseCase<UseVoucherHandler>()
            .UseCase<SettleRedemptionsHandler>().UseCase<ShopRedemptionsHandler>().Job<RedemptionClock>(TimeSpan.FromMinutes(5)).Demo<RedemptionDemo>(76);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/points/shop", ("积分兑换", "Redeem points"), "gift", RedemptionPermissions.Redeem, 966),
            new NavigationItem(Workspace.Merchant, "/shop/redeem", ("积分兑换", "Redeem points"), "scan", MarketPermissions.Sell, 30),
            new NavigationItem(Workspace.Staff, "/desk/redemption", ("积分兑换站", "Redemption stations"), "gift", RedemptionPermissions.Settle, 328, NavigationSection.Trade));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<RedemptionStation>(e =>
        {
            e.ToTable("market_redemption_station").HasKey(s => s.Id);
            e.HasIndex(s => s.Scope);
            e.HasIndex(s => s.Shop);
        });
        model.Entity<RedemptionOffer>(e =>
        {
            e.ToTable("market_redemption_offer", t => t.HasCheckConstraint("ck_market_redemption_offer_left", "\"Left\" IS NULL OR \"Left\" >= 0")).HasKey(o => o.Id);
            e.HasOne<RedemptionStation>().WithMany().HasForeignKey(o => o.Station);
            e.HasIndex(o => o.Scope);
            e.Property(o => o.Seal).HasMaxLength(64);
            e.Property(o => o.Version).IsConcurrencyToken();
        });
        model.Entity<RedemptionRow>(e =>
        {
            e.ToTable("market_redemption").HasKey(r => r.Id);
            e.HasOne<RedemptionOffer>().WithMany().HasForeignKey(r => r.Offer);
            e.HasIndex(r => new { r.Person, r.Offer, r.Day });
            e.HasIndex(r => new { r.Scope, r.Day });
            e.HasIndex(r => r.HoldUntil).HasFilter("\"State\" = 'Reserved'");
            e.Property(r => r.Seal).HasMaxLength(64);
            e.Property(r => r.State).IsConcurrencyToken();
        });
        model.Entity<Voucher>(e =>
        {
            e.ToTable("market_voucher").HasKey(v => v.Id);
            e.HasIndex(v => v.Code).IsUnique();
            e.HasIndex(v => v.Person);
            e.HasIndex(v => v.Redemption);
            e.Property(v => v.Seal).HasMaxLength(64);
            e.Property(v => v.Version).IsConcurrencyToken();
        });
    }
}
