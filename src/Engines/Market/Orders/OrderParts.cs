using Linli.Ledger;
using Linli.Market.AfterSales;
using Linli.Market.Browse;
using Linli.Market.Cart;
using Linli.Market.Live;
using Linli.Market.Privacy;
using Linli.Market.Shops;
using Linli.Market.Tenancies;
using Linli.Notices;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Market.Orders;

/// <summary>Browsing, cart, orders and after-sales: what they bring to the engine.</summary>
internal static class OrderParts
{
    public const string Poster = "market.orders";

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<ShopAccounts>().AddScoped<Prices>().AddScoped<Buyers>().AddScoped<OrderCodes>().AddScoped<Deliveries>().AddScoped<OrderDesk>()
            .AddScoped<OrderShelf>().AddScoped<Refunds>().AddScoped<IFileGuard, AfterSaleFileGuard>().AddScoped<IPersonalData, OrdersPersonalData>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(Poster, ("“市集”里对订单退款，订单、库存和货款会一起更正", "give it back with the order in the market, and order, stock and money change together"), "/desk/market"))
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(RentBook.Poster, ("“商铺租约”里为这个月免租", "waive the rent of the month with its tenancy"), "/desk/market/tenancies"));
        module.Services.AddSingleton(new NoticeTopic("market", ("市集订单", "Market orders"), ("备货、自提、配送、退款与售后", "Packed, ready, on its way, refunds and after-sales")))
            .AddSingleton(new NoticeTopic("sales", ("店铺订单", "Orders at my shop"), ("新订单、取消与售后", "New orders, cancellations and after-sales"), MarketPermissions.Sell));
        module.UseCase<FindGoodsHandler>().UseCase<PutIntoCartHandler>().UseCase<ReadCartHandler>().UseCase<KeepTermsHandler>();
        module.UseCase<PlaceOrderHandler>().UseCase<PackOrderHandler>().UseCase<HandOverOrderHandler>().UseCase<ConfirmOrderHandler>().UseCase<CancelOrderHandler>()
            .UseCase<RefundOrderHandler>().UseCase<ReadOrdersHandler>().UseCase<AskAfterSaleHandler>().UseCase<AnswerAfterSaleHandler>().UseCase<ListDisputesHandler>();
        module.Pages(
            new NavigationItem(Workspace.Resident, "/market", ("市集", "Market"), "basket", Access.Public, 942) { OnHome = true },
            new NavigationItem(Workspace.Resident, "/market/orders", ("市集订单", "Market orders"), "receipt", Access.SignedIn, 962),
            new NavigationItem(Workspace.Merchant, "/shop/orders", ("店铺订单", "Orders"), "receipt", MarketPermissions.Sell, 15),
            new NavigationItem(Workspace.Merchant, "/shop/terms", ("接单与配送", "Orders and delivery"), "truck-delivery", MarketPermissions.Sell, 40),
            new NavigationItem(Workspace.Staff, "/desk/market/disputes", ("市集售后", "Market disputes"), "scale", MarketPermissions.Decide, 346, NavigationSection.Trade));
        module.Publishes<OrderChanged>("linli.market_order.changed")
            .Job<CloseOrders>(TimeSpan.FromMinutes(30)).Job<RemindOverdue>(TimeSpan.FromMinutes(15)).Job<HandOnUnanswered>(TimeSpan.FromMinutes(5));
    }

    public static void Map(ModelBuilder model)
    {
        MapOrders(model);
        model.Entity<AfterSale>(e =>
        {
            e.ToTable("market_after_sale").HasKey(a => a.Id);
            e.Property(a => a.Shop).HasMaxLength(60);
            e.Property(a => a.Text).HasMaxLength(500);
            e.Property(a => a.Answer).HasMaxLength(300);
            e.Property(a => a.Objection).HasMaxLength(500);
            e.Property(a => a.Decision).HasMaxLength(500);
            e.Property(a => a.Version).IsConcurrencyToken();
            e.HasIndex(a => a.Order);
            e.HasIndex(a => new { a.State, a.DueAt });
            e.HasIndex(a => new { a.Shop, a.State });
        });
        model.Entity<CartLine>(e => e.ToTable("market_cart_line").HasKey(c => new { c.Person, c.Goods }));
        model.Entity<ShopTerms>(e =>
        {
            e.ToTable("market_shop_terms").HasKey(t => t.Shop);
            e.Property(t => t.Shop).HasMaxLength(60);
            e.Property(t => t.PickUpPlace).HasMaxLength(60);
            e.Property(t => t.PickUpHours).HasMaxLength(60);
        });
        model.Entity<DeliveryWindow>(e =>
        {
            e.ToTable("market_delivery_window").HasKey(w => new { w.Shop, w.From });
            e.Property(w => w.Shop).HasMaxLength(60);
        });
        model.Entity<LiveEvent>(e =>
        {
            e.ToTable("market_live_event").HasKey(l => l.Id);
            e.Property(l => l.Shop).HasMaxLength(60);
            e.Property(l => l.TitleZh).HasMaxLength(40);
            e.Property(l => l.TitleEn).HasMaxLength(80);
            e.Property(l => l.Host).HasMaxLength(40);
            e.Property(l => l.About).HasMaxLength(500);
            e.Property(l => l.Platform).HasMaxLength(20);
            e.Property(l => l.Link).HasMaxLength(300);
            e.Property(l => l.Township).HasMaxLength(40);
            e.Property(l => l.Version).IsConcurrencyToken();
            e.HasIndex(l => l.StartsAt);
            e.HasIndex(l => l.Shop);
        });
        model.Entity<LiveOffer>(e => e.ToTable("market_live_offer").HasKey(o => new { o.Event, o.Goods }));
    }

    private static void MapOrders(ModelBuilder model)
    {
        model.Entity<Order>(e =>
        {
            e.ToTable("market_order").HasKey(o => o.Id);
            e.Property(o => o.Number).HasMaxLength(20);
            e.Property(o => o.Shop).HasMaxLength(60);
            e.Property(o => o.Code).HasMaxLength(6);
            e.Property(o => o.Note).HasMaxLength(100);
            e.Property(o => o.Version).IsConcurrencyToken();
            e.HasIndex(o => o.Number).IsUnique();
            e.HasIndex(o => new { o.Shop, o.Code }, "ix_market_order_code").IsUnique().HasFilter("\"State\" IN ('Paid', 'Packed', 'Ready', 'Out')");
            e.HasIndex(o => new { o.Shop, o.State, o.At });
            e.HasIndex(o => new { o.Shop, o.DeliverFrom });
            e.HasIndex(o => new { o.Buyer, o.At });
            e.HasIndex(o => new { o.Scope, o.Day });
            e.HasIndex(o => new { o.State, o.AfterSalesUntil });
            e.HasIndex(o => new { o.State, o.OverdueToldAt });
        });
        model.Entity<OrderLine>(e =>
        {
            e.ToTable("market_order_line").HasKey(l => new { l.Order, l.Line });
            e.Property(l => l.NameZh).HasMaxLength(40);
            e.Property(l => l.NameEn).HasMaxLength(60);
            e.Property(l => l.UnitZh).HasMaxLength(12);
            e.Property(l => l.UnitEn).HasMaxLength(24);
            e.Property(l => l.Township).HasMaxLength(40);
            e.Property(l => l.OriginZh).HasMaxLength(60);
            e.Property(l => l.OriginEn).HasMaxLength(80);
            e.HasIndex(l => l.Goods);
        });
        model.Entity<OrderRefund>(e =>
        {
            e.ToTable("market_order_refund").HasKey(r => r.Id);
            e.Property(r => r.Reason).HasMaxLength(500);
            e.HasIndex(r => r.Order);
        });
    }
}
