using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Services.Kitchen.Board;
using Linli.Services.Kitchen.Loading;
using Linli.Services.Kitchen.Orders;
using Linli.Services.Kitchen.Production;
using Linli.Services.Kitchen.Runs;
using Linli.Services.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services.Kitchen;

/// <summary>What the central kitchen brings to the scene.</summary>
internal static class KitchenParts
{
    public static readonly Permission[] Permissions =
    [
        new(ServicesPermissions.Kitchen, ("中央厨房：生产、留样、装车", "Work in the central kitchen"), Posts.KitchenStaff, Posts.KitchenManager, Posts.Operator),
        new(ServicesPermissions.KitchenKeep, ("中央厨房：菜单、车辆、审批", "Keep menus and vans of the kitchen, decide extras"), Posts.KitchenManager, Posts.Operator),
        new(ServicesPermissions.VillageMeals, ("村社订餐与收餐", "Order and receive meals for a village"), Posts.VillageClerk),
        new(ServicesPermissions.Drive, ("送餐", "Drive meals to the villages"), Posts.Driver, Posts.KitchenStaff, Posts.KitchenManager, Posts.Operator),
    ];

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<KitchenBook>().AddScoped<VillageLunches>().AddScoped<ElderReach>().AddScoped<AllergyCounts>().AddScoped<Certificates>().AddScoped<RunReach>().AddScoped<IPersonalData, KitchenPersonalData>()
            .AddSingleton(new NoticeTopic("kitchen", ("村社送餐", "Meals for villages"), ("发车、晚点、加餐批复", "Vans that leave or are late, extras"), ServicesPermissions.VillageMeals, Urgent: true));
        module.Services.AddSingleton(VanTerminals.Kind);
        module.Tables(Map).Permissions(Permissions);
        module.UseCase<OrderMealsHandler>().UseCase<KeepElderHandler>().UseCase<PauseElderHandler>().UseCase<ChooseMealHandler>().UseCase<LinkElderHandler>()
            .UseCase<AskExtraHandler>().UseCase<DecideExtraHandler>().UseCase<ReadVillageHandler>().UseCase<MyVillageMealsHandler>().UseCase<ShowEldersHandler>();
        module.UseCase<PlanMenuHandler>().UseCase<CloseOrdersHandler>().UseCase<ReadSheetHandler>().UseCase<TakeSampleHandler>().UseCase<OverrideSamplesHandler>()
            .UseCase<KeepCertificateHandler>().UseCase<TakeGoodsInHandler>();
        module.UseCase<KeepVanHandler>().UseCase<PlanLoadingHandler>().UseCase<DepartHandler>();
        module.UseCase<ReadRunHandler>().UseCase<ArriveHandler>().UseCase<HandOverHandler>().UseCase<ConfirmReceiptHandler>().UseCase<SettleCountHandler>().UseCase<ReportPositionHandler>().UseCase<WarnLateHandler>();
        module.UseCase<KitchenBoardHandler>().UseCase<SettleVillagesHandler>().UseCase<KeepVillageHandler>();
        module.After<ResidentDied, EndWithLife>();
        module.Publishes<KitchenChanged>("linli.kitchen.changed").Publishes<VanMoved>("linli.kitchen.van")
            .Job<CloseWhatIsDue>(TimeSpan.FromSeconds(10)).Job<WatchRuns>(TimeSpan.FromSeconds(30)).Job<FollowVans>(TimeSpan.FromSeconds(5)).Demo<KitchenDemo>(67);
        module.Pages(
            new(Workspace.Staff, "/desk/kitchen", ("中央厨房", "Central kitchen"), "tools-kitchen-2", ServicesPermissions.Kitchen, 331, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/village-meals", ("村社订餐", "Village meals"), "bowl", ServicesPermissions.VillageMeals, 332, NavigationSection.Trade),
            new(Workspace.Staff, "/desk/run", ("我的送餐", "My delivery run"), "truck-delivery", ServicesPermissions.Drive, 333, NavigationSection.Trade));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<CentralKitchen>(e => e.ToTable("services_kitchen").HasKey(k => k.Code));
        model.Entity<Village>(e =>
        {
            e.ToTable("services_village").HasKey(v => v.Code);
            e.HasIndex(v => v.Kitchen);
            e.HasIndex(v => v.Team);
        });
        model.Entity<KitchenDay>(e =>
        {
            e.ToTable("services_kitchen_day").HasKey(d => d.Id);
            e.HasIndex(d => new { d.Kitchen, d.Day }).IsUnique();
            e.Property(d => d.Version).IsConcurrencyToken();
        });
        model.Entity<MealDish>(e => e.ToTable("services_meal_dish").HasKey(d => new { d.Day, d.Code }));
        model.Entity<MealSet>(e => e.ToTable("services_meal_set").HasKey(s => new { s.Day, s.Code }));
        model.Entity<HeadCount>(e => e.ToTable("services_head_count").HasKey(h => new { h.Day, h.Village, h.Set, h.Diet, h.Age }));
        model.Entity<SheetLine>(e =>
        {
            e.ToTable("services_sheet_line").HasKey(l => l.Id);
            e.HasIndex(l => new { l.Day, l.Village });
        });
        model.Entity<SheetAllergy>(e => e.ToTable("services_sheet_allergy").HasKey(a => new { a.Day, a.Village, a.Allergen }));
        model.Entity<MealExtra>(e =>
        {
            e.ToTable("services_meal_extra").HasKey(x => x.Id);
            e.HasIndex(x => x.Day);
            e.Property(x => x.State).IsConcurrencyToken();
        });
        MapElders(model);
        MapRuns(model);
    }

    private static void MapElders(ModelBuilder model)
    {
        model.Entity<VillageElder>(e =>
        {
            e.ToTable("services_village_elder").HasKey(x => x.Id);
            e.HasIndex(x => x.Village);
            e.HasIndex(x => x.Person).IsUnique().HasFilter("\"Person\" IS NOT NULL AND \"EndedAt\" IS NULL");
            e.HasIndex(x => x.LinkHash);
            e.Property(x => x.LinkHash).IsConcurrencyToken();
        });
        model.Entity<ElderPause>(e =>
        {
            e.ToTable("services_elder_pause").HasKey(p => p.Id);
            e.HasIndex(p => p.Elder);
        });
        model.Entity<ElderChoice>(e => e.ToTable("services_elder_choice").HasKey(c => new { c.Elder, c.Day }));
        model.Entity<ElderMeal>(e =>
        {
            e.ToTable("services_elder_meal").HasKey(m => new { m.Day, m.Elder });
            e.HasIndex(m => m.Elder);
        });
    }

    private static void MapRuns(ModelBuilder model)
    {
        model.Entity<FoodSample>(e =>
        {
            e.ToTable("services_food_sample").HasKey(s => s.Id);
            e.HasIndex(s => new { s.Day, s.Dish }).IsUnique();
        });
        model.Entity<DeliveryVan>(e =>
        {
            e.ToTable("services_van").HasKey(v => v.Code);
            e.HasIndex(v => v.Kitchen);
            e.Property(v => v.Terminal).HasMaxLength(60);
            e.HasIndex(v => v.Terminal).IsUnique().HasFilter("\"Terminal\" IS NOT NULL");
        });
        model.Entity<VanRun>(e =>
        {
            e.ToTable("services_van_run").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Day, r.Van }).IsUnique();
            e.HasIndex(r => r.Driver);
            e.HasIndex(r => r.State);
            e.Property(r => r.State).IsConcurrencyToken();
        });
        model.Entity<RunStop>(e =>
        {
            e.ToTable("services_run_stop").HasKey(s => s.Id);
            e.HasIndex(s => new { s.Day, s.Village }).IsUnique();
            e.HasIndex(s => s.Run);
            e.Property(s => s.HandedAt).IsConcurrencyToken();
            e.Property(s => s.SettledWhy).HasMaxLength(200);
            e.Ignore(s => s.Billed).Ignore(s => s.Differs);
        });
        model.Entity<KitchenCertificate>(e =>
        {
            e.ToTable("services_kitchen_certificate").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Kitchen, c.Until });
            e.HasIndex(c => c.Account);
        });
        model.Entity<GoodsIn>(e =>
        {
            e.ToTable("services_goods_in").HasKey(g => g.Id);
            e.HasIndex(g => new { g.Kitchen, g.Day });
        });
    }
}
