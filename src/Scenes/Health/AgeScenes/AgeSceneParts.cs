using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health.AgeScenes;

/// <summary>What the registry of scenes for elders and children brings.</summary>
internal static class AgeSceneParts
{
    /// <summary>Hours of a scene; children come with a grown-up who books.</summary>
    public static readonly OfferingKind Kind = new("age-scene", ("一老一小活动", "For elders and children"), Scene.Health, "friends") { MadeAtDesk = false, Terms = new() { OpensDaysBefore = 21, MostParty = 3, CancelHours = 2 } };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Kind).AddSingleton<AgeShares>();
        module.Tables(Map);
        module.UseCase<FindAgeScenesHandler>().UseCase<KeepAgeSceneHandler>().UseCase<KeepAgeSceneItemHandler>();
        module.Demo<AgeSceneDemo>(79);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/old-and-young", ("一老一小", "Elders and children"), "friends", Access.Public, 949),
            new NavigationItem(Workspace.Staff, "/desk/old-and-young", ("一老一小场景", "Scenes for elders and children"), "friends", HealthPermissions.KeepScenes, 44, NavigationSection.Offers));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<AgeScene>(e =>
        {
            e.ToTable("health_age_scene").HasKey(s => s.Code);
            e.Property(s => s.Code).HasMaxLength(40);
            e.Property(s => s.NameZh).HasMaxLength(60);
            e.Property(s => s.NameEn).HasMaxLength(100);
            e.Property(s => s.About).HasMaxLength(300);
            e.Property(s => s.Facility).HasMaxLength(60);
            e.Property(s => s.Space).HasMaxLength(60);
            e.Ignore(s => s.Name);
        });
        model.Entity<AgeSceneItem>(e =>
        {
            e.ToTable("health_age_scene_item").HasKey(i => i.Id);
            e.Property(i => i.Scene).HasMaxLength(40);
            e.Property(i => i.NameZh).HasMaxLength(40);
            e.Property(i => i.NameEn).HasMaxLength(60);
            e.HasIndex(i => i.Scene);
        });
    }
}
