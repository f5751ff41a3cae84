using Linli.LowCarbon.Green;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon;

/// <summary>The tables of the scene.</summary>
internal static class LowCarbonModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<GreenAsset>(e =>
        {
            e.ToTable("lowcarbon_green_asset").HasKey(a => a.Code);
            e.Property(a => a.Code).HasMaxLength(60);
            e.Property(a => a.NameZh).HasMaxLength(100);
            e.Property(a => a.NameEn).HasMaxLength(200);
            e.Property(a => a.Keeper).HasMaxLength(100);
            e.Property(a => a.Species).HasMaxLength(200);
            e.Property(a => a.Note).HasMaxLength(200);
            e.Property(a => a.Project).HasMaxLength(60);
            e.HasIndex(a => a.Scope);
        });
        model.Entity<BalconyGarden>(e =>
        {
            e.ToTable("lowcarbon_balcony_garden").HasKey(g => g.Id);
            e.Property(g => g.Id).ValueGeneratedNever();
            e.HasIndex(g => g.Account).IsUnique();
            e.HasIndex(g => g.Scope);
            e.Property(g => g.Plants).HasMaxLength(200);
        });
        model.Entity<GreenProject>(e =>
        {
            e.ToTable("lowcarbon_project").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(60);
            foreach (var name in (string[])[nameof(GreenProject.NameZh), nameof(GreenProject.NameEn)])
                e.Property(name).HasMaxLength(200);
            foreach (var name in (string[])[nameof(GreenProject.AboutZh), nameof(GreenProject.AboutEn)])
                e.Property(name).HasMaxLength(1000);
        });
        model.Entity<ProjectFact>(e =>
        {
            e.ToTable("lowcarbon_project_fact").HasKey(f => new { f.Project, f.Code });
            e.Property(f => f.Project).HasMaxLength(60);
            e.Property(f => f.Code).HasMaxLength(60);
            foreach (var name in (string[])[nameof(ProjectFact.LabelZh), nameof(ProjectFact.LabelEn), nameof(ProjectFact.UnitZh), nameof(ProjectFact.UnitEn), nameof(ProjectFact.TextZh), nameof(ProjectFact.TextEn), nameof(ProjectFact.Source)])
                e.Property(name).HasMaxLength(200);
        });
    }
}
