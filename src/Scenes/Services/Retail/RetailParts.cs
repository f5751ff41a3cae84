using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services.Retail;

/// <summary>What the shopping area brings to the scene (S64): counts without identities.</summary>
internal static class RetailParts
{
    /// <summary>See the figures of a shopping area and keep its spaces.</summary>
    public const string Permission = "services.retail";

    public static readonly Problem NoArea = Problem.NotFound("services.no_retail_area", "没有这个商圈，或不在您的范围内。", "There is no such shopping area, or it is not yours.");

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<Footfall>().AddScoped<ICockpitModule, RetailOnTheWall>();
        module.Tables(Map).Permissions(new Permission(Permission, ("商圈客流与招商", "Footfall and leasing"), Posts.Operator, Posts.DutyOfficer, Posts.PartySecretary, Posts.Administrator)).Demo<RetailDemo>(67);
        module.UseCase<ShowRetailHandler>().UseCase<LeasingReportHandler>().UseCase<KeepUnitHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/retail", ("智慧商圈", "Shopping area"), "building-store", Permission, 332, NavigationSection.Trade));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<RetailArea>(e =>
        {
            e.ToTable("services_retail_area").HasKey(a => a.Code);
            e.Property(a => a.Code).HasMaxLength(40);
            e.Property(a => a.NameZh).HasMaxLength(60);
            e.Property(a => a.NameEn).HasMaxLength(100);
            e.Property(a => a.Hours).HasMaxLength(200);
            e.Ignore(a => a.Name);
            e.HasIndex(a => a.Scope);
        });
        model.Entity<RetailUnit>(e =>
        {
            e.ToTable("services_retail_unit").HasKey(u => u.Code);
            e.Property(u => u.Code).HasMaxLength(40);
            e.Property(u => u.Area).HasMaxLength(40);
            e.Property(u => u.Number).HasMaxLength(20);
            e.Property(u => u.Merchant).HasMaxLength(40);
            e.Property(u => u.Trade).HasMaxLength(20);
            e.Property(u => u.Hours).HasMaxLength(200);
            e.HasIndex(u => u.Area);
            e.HasIndex(u => u.Scope);
        });
    }
}

/// <summary>智慧商圈 on the wall: visitors of today beside yesterday, merchants that are open.</summary>
internal sealed class RetailOnTheWall(UseCaseRunner run) : ICockpitModule
{
    public string Code => "retail";

    public Phrase Name => ("智慧商圈", "Shopping area");

    public string Icon => "building-store";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        if ((await run.Ask(new ShowRetail(), cancel)).Value is not { } day)
            return CockpitFigure.Nothing(("暂无数据：没有您可以查看的商圈", "No data: no shopping area that you may see"), "/desk");
        CockpitFact[] facts =
        [
            new(("营业商户/已租/铺位", "Open/let/spaces"), string.Create(CultureInfo.InvariantCulture, $"{day.OpenNow}/{day.Let}/{day.Units}"), "/desk/retail"),
            new(("比昨天同时段", "Beside yesterday"), day.Yesterday.Percent is { } percent ? percent.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%" : "–", "/desk/retail"),
            new(("未计数小时", "Hours not counted"), day.Gaps.ToString(CultureInfo.InvariantCulture), "/desk/retail"),
        ];
        return day.AsOf is null
            ? CockpitFigure.Nothing(("暂无数据：还没有客流计数器上报", "No data yet: no footfall counter has reported"), "/desk/retail") with { Facts = facts }
            : new(day.Visitors.ToString(CultureInfo.InvariantCulture), ("今天进入人次（已满的小时）", "Came in today, in whole hours"), day.AsOf, "/desk/retail") { Look = day.Gaps > 2 ? CockpitLook.Watch : CockpitLook.Good, Facts = facts };
    }
}

/// <summary>The shopping area of the demo with its spaces; each let one has a counter at its door, <c>footfall-{space}</c>.</summary>
internal sealed class RetailDemo(LinliDb db, IScopeTree tree, IDeviceBook book) : IDemoSeeder
{
    private static readonly (string Number, string? Merchant, string Trade, int M2, string Hours)[] Spaces =
    [
        ("B1-01", "和风生活超市", "超市", 2900, "Mo-Su 08:00-22:00"), ("1F-01", "竹笛面馆", "餐饮", 180, "Mo-Su 07:00-21:00"), ("1F-02", "柿子咖啡", "餐饮", 95, "Mo-Su 08:00-22:00"),
        ("1F-03", "晴窗眼镜", "零售", 120, "Mo-Su 10:00-21:30"), ("1F-04", "青团甜品", "餐饮", 70, "Mo-Su 10:00-22:00"), ("1F-05", null, "待招商", 140, "Mo-Su 10:00-22:00"), ("1F-06", "拾光花艺", "零售", 60, "Mo-Su 09:00-20:00"),
        ("2F-01", "半亩书店", "文化", 260, "Mo-Su 10:00-22:00"), ("2F-02", "小满童装", "零售", 150, "Mo-Su 10:00-22:00"), ("2F-03", "运河衣铺", "零售", 210, "Mo-Su 10:00-22:00"), ("2F-04", "积木屋", "亲子", 320, "Mo-Su 10:00-21:00"),
        ("3F-01", "望湖小馆", "餐饮", 420, "Mo-Su 10:30-21:30"), ("3F-02", "炉火烤鱼", "餐饮", 360, "Mo-Su 10:30-22:00"), ("3F-03", null, "待招商", 280, "Mo-Su 10:00-22:00"), ("4F-01", "和风影城", "影院", 2600, "Mo-Su 10:00-24:00"), ("4F-02", "跃动健身", "运动", 800, "Mo-Su 07:00-22:00"),
    ];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf-1") is not { } place)
            return;
        db.Insert(new RetailArea { Code = "f-mall", Scope = place.Path.Value, NameZh = "和风天地", NameEn = "Hefeng Place", Hours = "Mo-Su 10:00-22:00" });
        var counters = new List<NewDevice>();
        foreach (var (number, merchant, trade, m2, hours) in Spaces)
        {
            var code = "mall-" + number.ToLowerInvariant();
            db.Insert(new RetailUnit { Code = code, Area = "f-mall", Scope = place.Path.Value, Number = number, Merchant = merchant, Trade = trade, AreaDm2 = m2 * 100, Hours = hours });
            if (merchant is not null)
                counters.Add(new("footfall-" + code, $"和风天地 {number} 客流", "footfall-counter", place.Path)
                {
                    Place = new GeoPoint(30.200228, 120.218065), Facility = code, Key = DemoDevices.KeyOf("footfall-" + code), InService = true,
                });
        }

        var entered = await book.EnterMany(counters, cancel);
        if (!entered.Ok)
            throw new InvalidDataException(entered.Problem.Message.En);
        await db.SaveChangesAsync(cancel);
    }
}
