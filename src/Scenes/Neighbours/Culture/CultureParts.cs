using Linli.Bookings;
using Linli.People;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours.Culture;

/// <summary>What culture and study trips bring to the scene. Tours, trips and exhibits are offerings of the bookings engine, made in its own form.</summary>
internal static class CultureParts
{
    /// <summary>Count visitors, keep the job board.</summary>
    public const string Keep = "neighbours.culture";

    public static readonly string[] Kinds = ["culture-tour", "study-trip", "exhibit"];

    public static void Declare(ModuleBuilder module)
    {
        module.Tables(Map).Permissions(new Permission(Keep, ("文化客流与招工信息", "Visitors and the job board"), Posts.CommunityWorker, Posts.Operator, Posts.DeskClerk));
        module.Services
            .AddSingleton(new OfferingKind(Kinds[0], ("导览", "Tours"), Scene.Neighbours, "map-2") { Terms = new() { OpensDaysBefore = 30, MostParty = 20, CancelHours = 24 } })
            .AddSingleton(new OfferingKind(Kinds[1], ("研学", "Study trips"), Scene.Neighbours, "backpack") { Terms = new() { OpensDaysBefore = 60, MostParty = 10, CancelHours = 48 } })
            .AddSingleton(new OfferingKind(Kinds[2], ("展览与讲座", "Exhibits and talks"), Scene.Neighbours, "building-monument") { Terms = new() { OpensDaysBefore = 30, MostParty = 10, CancelHours = 2 } });
        module.Demo<CultureDemo>(77);
        module.UseCase<ReadCultureHandler>().UseCase<CountVisitorsHandler>().UseCase<KeepJobHandler>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/culture", ("文化与招工", "Culture and jobs"), "building-monument", Keep, 326, NavigationSection.Learning));
    }

    private static void Map(ModelBuilder model, Platform.Data.DatabaseKind kind)
    {
        model.Entity<VisitorSite>(e =>
        {
            e.ToTable("neighbours_visitor_site").HasKey(s => s.Code);
            e.Property(s => s.Code).HasMaxLength(40);
            e.Property(s => s.NameZh).HasMaxLength(30);
            e.Property(s => s.NameEn).HasMaxLength(60);
            e.Property(s => s.About).HasMaxLength(500);
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<VisitorCount>(e =>
        {
            e.ToTable("neighbours_visitor_count").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Site).HasMaxLength(40);
            e.Property(c => c.Key).HasMaxLength(100);
            e.HasIndex(c => new { c.Site, c.Key }).IsUnique();
            e.HasIndex(c => new { c.Site, c.Day });
        });
        model.Entity<JobPost>(e =>
        {
            e.ToTable("neighbours_job").HasKey(j => j.Id);
            e.Property(j => j.Id).ValueGeneratedNever();
            e.Property(j => j.Title).HasMaxLength(30);
            e.Property(j => j.Employer).HasMaxLength(40);
            e.Property(j => j.Pay).HasMaxLength(40);
            e.Property(j => j.About).HasMaxLength(500);
            e.Property(j => j.Phone).HasMaxLength(30);
            e.Property(j => j.Version).IsConcurrencyToken();
            e.HasIndex(j => j.Until);
        });
    }
}
