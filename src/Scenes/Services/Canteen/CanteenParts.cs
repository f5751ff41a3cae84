using Linli.Ledger;
using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Services.Canteen.Banquet;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Keep;
using Linli.Services.Canteen.Menu;
using Linli.Services.Canteen.Order;
using Linli.Services.Canteen.Settle;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services.Canteen;

/// <summary>What the canteens bring to the scene.</summary>
internal static class CanteenParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<CanteenAccounts>().AddScoped<CardLimit>().AddScoped<CanteenTill>().AddScoped<Eaters>().AddScoped<CanteenTelling>().AddScoped<MealLedger>().AddScoped<SubsidyTable>().AddScoped<IPersonalData, CanteenPersonalData>().AddScoped<Places.IBookingLinks, CanteenLinks>()
            .AddScoped<ITransferOwner, CanteenTransfers>()
            .AddSingleton(new NoticeTopic("canteen", ("食堂", "Canteen"), ("预订未取、退款、报名字用餐、家宴答复", "Meals not fetched, refunds, meals in your name, answers about banquets")));
        module.UseCase<ReadEaterHandler>().UseCase<FindEaterHandler>().UseCase<VouchEaterHandler>().UseCase<QuoteMealHandler>().UseCase<SellMealHandler>()
            .UseCase<VoidMealHandler>().UseCase<ReadReceiptHandler>().UseCase<CloseShiftHandler>().UseCase<CanteenTodayHandler>();
        module.UseCase<TopUpHandler>().UseCase<TopUpFromWalletHandler>().UseCase<AskRefundHandler>().UseCase<SettleRefundHandler>().UseCase<RefundAtCounterHandler>().UseCase<MyCanteenHandler>();
        module.UseCase<OrderMealHandler>().UseCase<CancelOrderHandler>().UseCase<FetchOrderHandler>().UseCase<QuoteOrderHandler>()
            .Job<ReleaseOrders>(TimeSpan.FromMinutes(1)).Job<EndOldRefunds>(TimeSpan.FromHours(1));
        module.UseCase<ReadMenuHandler>().UseCase<ListSitesHandler>().UseCase<WeekOfMenusHandler>();
        module.UseCase<KeepSiteHandler>().UseCase<ListSitesToKeepHandler>().UseCase<KeepDishHandler>().UseCase<SetMenuLineHandler>().UseCase<CopyWeekHandler>().UseCase<KeepCertificateHandler>().UseCase<SampleDishHandler>().UseCase<TakeDeliveryHandler>();
        module.UseCase<MonthOfSubsidiesHandler>().UseCase<CloseMonthHandler>().UseCase<RecordPaymentHandler>().UseCase<SubsidyLinesHandler>().Routes(SubsidyTable.Map);
        module.UseCase<AskBanquetHandler>().UseCase<AnswerBanquetHandler>().UseCase<ListBanquetsHandler>();
        module.Demo<CanteenDemo>(75);
        module.Pages(
            new(Workspace.Resident, "/canteen", ("食堂", "Canteen"), "soup", Platform.Security.Access.Public, 941) { OnHome = true },
            new(Workspace.Staff, "/desk/canteen/counter", ("食堂窗口", "Canteen counter"), "cash-register", CanteenPermissions.Sell, 334, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/canteen", ("食堂今日", "Canteen today"), "soup", CanteenPermissions.Sell, 335, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/canteen/menu", ("菜单", "Menus"), "tools-kitchen-2", CanteenPermissions.Manage, 336, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/canteen/settlement", ("食堂补贴结算", "Meal subsidies"), "file-invoice", CanteenPermissions.Settle, 337, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/canteen/sites", ("食堂站点", "Canteen sites"), "building-store", CanteenPermissions.Manage, 338, NavigationSection.Trade));
    }

    public static void Map(ModelBuilder model)
    {
        MapKept(model);
        MapSold(model);
    }

    private static void MapKept(ModelBuilder model)
    {
        model.Entity<CanteenSite>(e =>
        {
            e.ToTable("services_canteen_site").HasKey(s => s.Id);
            e.HasIndex(s => s.Code).IsUnique();
            e.Property(s => s.Code).HasMaxLength(20);
            e.Property(s => s.Operator).HasMaxLength(20);
            e.Property(s => s.Tariff).HasMaxLength(40);
            e.Property(s => s.Facility).HasMaxLength(60);
            e.Property(s => s.Space).HasMaxLength(40);
            e.Ignore(s => s.Serving);
        });
        model.Entity<CanteenDish>(e =>
        {
            e.ToTable("services_canteen_dish").HasKey(d => d.Id);
            e.HasIndex(d => d.Site);
        });
        model.Entity<MenuLine>(e =>
        {
            e.ToTable("services_canteen_menu").HasKey(l => l.Id);
            e.HasIndex(l => new { l.Site, l.Day, l.Meal, l.Dish }).IsUnique();
        });
        model.Entity<CanteenSample>(e =>
        {
            e.ToTable("services_canteen_sample").HasKey(s => s.Id);
            e.HasIndex(s => s.Line).IsUnique();
            e.HasIndex(s => new { s.Site, s.Day });
            e.Property(s => s.Place).HasMaxLength(40);
            e.Ignore(s => s.Kept);
        });
        model.Entity<CertificateRow>(e =>
        {
            e.ToTable("services_canteen_certificate").HasKey(c => c.Id);
            e.HasIndex(c => c.Site);
            e.Property(c => c.Name).HasMaxLength(40);
            e.Property(c => c.Role).HasMaxLength(40);
        });
        model.Entity<DeliveryRow>(e =>
        {
            e.ToTable("services_canteen_delivery").HasKey(d => d.Id);
            e.HasIndex(d => new { d.Site, d.Day });
            e.Property(d => d.What).HasMaxLength(100);
        });
        model.Entity<BanquetEnquiry>(e =>
        {
            e.ToTable("services_canteen_banquet").HasKey(b => b.Id);
            e.HasIndex(b => b.Site);
            e.HasIndex(b => b.Account);
            e.Property(b => b.Text).HasMaxLength(300);
            e.Property(b => b.Answer).HasMaxLength(300);
        });
    }

    private static void MapSold(ModelBuilder model)
    {
        model.Entity<MealRow>(e =>
        {
            e.ToTable("services_canteen_meal").HasKey(m => m.Id);
            e.HasIndex(m => new { m.Person, m.Day });
            e.HasIndex(m => new { m.Site, m.Day });
            e.HasIndex(m => m.FromOrder).IsUnique().HasFilter("\"FromOrder\" IS NOT NULL");
            e.Property(m => m.Number).HasMaxLength(20);
            e.Property(m => m.AgeClassZh).HasMaxLength(40);
            e.Property(m => m.AgeClassEn).HasMaxLength(40);
            e.Property(m => m.VoidReason).HasMaxLength(100);
            e.Property(m => m.VoidedAt).IsConcurrencyToken();
            e.Ignore(m => m.Eaten).Ignore(m => m.Steps);
        });
        model.Entity<SubsidyLine>(e =>
        {
            e.ToTable("services_canteen_subsidy").HasKey(l => l.Id);
            e.HasIndex(l => new { l.Site, l.Day });
            e.HasIndex(l => l.MealId);
            e.Property(l => l.Payer).HasMaxLength(40);
            e.Property(l => l.PayerZh).HasMaxLength(40);
            e.Property(l => l.PayerEn).HasMaxLength(80);
            e.Property(l => l.AgeClassZh).HasMaxLength(40);
            e.Property(l => l.AgeClassEn).HasMaxLength(40);
        });
        model.Entity<SubsidyPayment>(e =>
        {
            e.ToTable("services_canteen_payment").HasKey(p => p.Id);
            e.HasIndex(p => new { p.Site, p.Month, p.Account, p.Reference }).IsUnique().HasFilter("\"UndoneAt\" IS NULL");
            e.Property(p => p.Payer).HasMaxLength(40);
            e.Property(p => p.Reference).HasMaxLength(60);
        });
        model.Entity<MealOrder>(e =>
        {
            e.ToTable("services_canteen_order").HasKey(o => o.Id);
            e.HasIndex(o => new { o.Person, o.Day });
            e.HasIndex(o => new { o.State, o.FetchUntil });
            e.HasIndex(o => o.OrderedBy);
            e.Ignore(o => o.Ordered).Ignore(o => o.Promised);
            e.Property(o => o.Number).HasMaxLength(20);
            e.Property(o => o.State).IsConcurrencyToken();
        });
        model.Entity<RefundRow>(e =>
        {
            e.ToTable("services_canteen_refund").HasKey(r => r.Id);
            e.HasIndex(r => r.Person);
            e.HasIndex(r => new { r.Site, r.State });
            e.Property(r => r.State).IsConcurrencyToken();
        });
        model.Entity<ShiftRow>(e =>
        {
            e.ToTable("services_canteen_shift").HasKey(s => s.Id);
            e.HasIndex(s => new { s.Site, s.At });
            e.Property(s => s.Note).HasMaxLength(200);
        });
        model.Entity<ClosingRow>(e =>
        {
            e.ToTable("services_canteen_closing").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Site, c.Month }).IsUnique();
        });
    }
}
