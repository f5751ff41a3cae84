using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>The tables of the space ledger.</summary>
internal static class SpacesModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SpaceRow>(e =>
        {
            e.ToTable("places_space").HasKey(s => s.Code);
            e.HasIndex(s => s.Id).IsUnique();
            e.HasIndex(s => s.Scope);
            e.HasIndex(s => s.PartOf);
            foreach (var name in (string[])[nameof(SpaceRow.Code), nameof(SpaceRow.PartOf), nameof(SpaceRow.Facility)])
                e.Property(name).HasMaxLength(60);
            foreach (var name in (string[])[nameof(SpaceRow.NameZh), nameof(SpaceRow.Owner), nameof(SpaceRow.FormerUse), nameof(SpaceRow.Collection)])
                e.Property(name).HasMaxLength(100);
            foreach (var name in (string[])[nameof(SpaceRow.NameEn), nameof(SpaceRow.FormerUseEn), nameof(SpaceRow.CollectionEn), nameof(SpaceRow.AllowedUses),
                nameof(SpaceRow.OverlapNote), nameof(SpaceRow.StateNote), nameof(SpaceRow.OpeningHours), nameof(SpaceRow.Address)])
                e.Property(name).HasMaxLength(200);
            e.Property(s => s.Phone).HasMaxLength(40);
        });
        model.Entity<SpaceUseRow>(e =>
        {
            e.ToTable("places_space_use").HasKey(u => u.Id);
            e.Property(u => u.Id).ValueGeneratedNever();
            e.Property(u => u.Space).HasMaxLength(60);
            e.Property(u => u.Community).HasMaxLength(400);
            e.Property(u => u.SourceKey).HasMaxLength(100);
            e.Property(u => u.Note).HasMaxLength(200);
            e.HasIndex(u => new { u.Space, u.Day });
            e.HasIndex(u => u.SourceKey).IsUnique();
        });
        model.Entity<SpaceChangeRow>(e =>
        {
            e.ToTable("places_space_change").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Space).HasMaxLength(60);
            e.Property(c => c.By).HasMaxLength(100);
            e.HasIndex(c => new { c.Space, c.At });
        });
        model.Entity<SpaceShareRow>(e =>
        {
            e.ToTable("places_space_share").HasKey(s => new { s.Space, s.Community });
            e.Property(s => s.Space).HasMaxLength(60);
            e.Property(s => s.Community).HasMaxLength(400);
        });
    }
}
